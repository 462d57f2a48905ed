import type { Sealed } from "../../domain/domain.js";
import { hasForbiddenCharacters } from "../../domain/web-url.js";
import { ApiError, type ErrorDetail } from "../../errors.js";
import { placeOf, type Sealer } from "../../seal.js";
import type { DestinationPatch } from "../../store/store.js";
import { reachOf } from "../../net/url-guard.js";
import type { Body, Call } from "../api.js";
import type { Context } from "../context.js";
import { customHeaderFaults } from "./custom-headers.js";
import { type JsonBody, sizeFault } from "../json/json-body.js";
import { isStorable, UNSTORABLE_TEXT } from "../text.js";

/** The checks of a destination's input beyond the schema, and its conversion to fields. */

type Input = Body<"createDestination">;
type Update = Body<"updateDestination">;
type UrlCall = Pick<Call<"createDestination">, "caller" | "authenticateAgain">;

const MAX_METADATA_BYTES = 8192;

/** Throws `ApiError` `invalid_request` with every fault. */
export function checkDestinationInput(body: Input | Update, json: JsonBody | null): void {
  const details = [
    ...nameFaults(body.name),
    ...customHeaderFaults(body.headers ?? {}),
    ...metadataFaults(json),
  ];
  if (details.length > 0) throw new ApiError("invalid_request", undefined, { details });
}

/**
 * The URL as it is stored. Throws `ApiError`: `invalid_url`, `url_not_reachable`, and `forbidden` if the caller has been revoked while
 * the name was resolved. A portal session gets the same refusal for every URL, because its tenant must not find out about the network
 * of the server.
 */
export async function checkUrl(
  context: Pick<Context, "urlGuard" | "config">,
  { caller, authenticateAgain }: UrlCall,
  url: string,
): Promise<string> {
  const checked = await allowedUrl(context, caller, url);
  await authenticateAgain();
  return checked;
}

async function allowedUrl(
  { urlGuard, config }: Pick<Context, "urlGuard" | "config">,
  { environment, session }: UrlCall["caller"],
  url: string,
): Promise<string> {
  const reach = reachOf(environment.mode, session !== null && !config.portalTestNetworks);
  try {
    if (hasForbiddenCharacters(url)) {
      throw invalidUrl("must not contain white space, control characters or lone surrogates");
    }
    return await urlGuard.checkUrl(url, reach);
  } catch (error) {
    if (session === null || !(error instanceof ApiError)) throw error;
    throw invalidUrl("is not allowed");
  }
}

function invalidUrl(message: string): ApiError {
  return new ApiError("invalid_url", undefined, { details: [{ path: "body/url", message }] });
}

function nameFaults(name: string | null | undefined): ErrorDetail[] {
  return isStorable(name ?? "") ? [] : [{ path: "body/name", message: UNSTORABLE_TEXT }];
}

function metadataFaults(json: JsonBody | null): ErrorDetail[] {
  const message = sizeFault(json, "metadata", MAX_METADATA_BYTES);
  return message === null ? [] : [{ path: "body/metadata", message }];
}

/** The given fields, ready for the store. */
export function destinationFields(body: Input | Update, id: string, sealer: Sealer): DestinationPatch {
  const { uid, url, name, retry_policy, max_concurrent_deliveries, max_per_second, timeout_seconds } = body;
  const { ordering, headers, metadata } = body;
  return {
    ...(uid !== undefined && { uid }),
    ...(url !== undefined && { url }),
    ...(name !== undefined && { name }),
    ...(retry_policy !== undefined && { retry_policy }),
    ...(max_concurrent_deliveries !== undefined && { max_concurrent_deliveries }),
    ...(max_per_second !== undefined && { max_per_second }),
    ...(timeout_seconds !== undefined && { timeout_seconds }),
    ...(ordering !== undefined && { ordering }),
    ...(headers !== undefined && sealHeaders(headers, id, sealer)),
    ...(metadata !== undefined && { metadata }),
  };
}

function sealHeaders(
  headers: Record<string, string>,
  id: string,
  sealer: Sealer,
): { header_names: string[]; headers: Sealed | null } {
  const header_names = Object.keys(headers);
  if (header_names.length === 0) return { header_names, headers: null };
  return { header_names, headers: sealer.seal(JSON.stringify(headers), placeOf("destination_headers", id)) };
}
