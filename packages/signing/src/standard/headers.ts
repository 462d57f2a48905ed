import { type ReceivedHeaders, readNamedHeaders } from "../received-headers.js";

/** The three headers of a request, each undefined if it is missing. */
export interface StandardSource {
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  /** `webhook`, or `svix` if the request has no `webhook-*` header at all. */
  readonly prefix: "webhook" | "svix";
}

/** The well-formed signatures of a `webhook-signature` header, in base64, by version. */
export interface StandardSignatures {
  readonly v1: readonly string[];
  readonly v1a: readonly string[];
}

/** A rotation has two. Verifying Ed25519 is expensive, so a forged header must not cost many of them. */
const MAX_V1A_SIGNATURES = 8;
/** Room for about 90 Ed25519 signatures. */
export const MAX_HEADER_CHARACTERS = 8_192;
/** Ids become keys of idempotency stores. */
export const MAX_ID_CHARACTERS = 1_024;

const V1 = /^v1,([A-Za-z0-9+/]{43}=)$/;
const V1A = /^v1a,([A-Za-z0-9+/]{86}==)$/;

/**
 * Reads `webhook-id`, `webhook-timestamp` and `webhook-signature`. The `svix-*` names count only if the request has none of the
 * three: a mix would let a caller replace one of the headers that a proxy has checked.
 */
export function readStandardHeaders(headers: ReceivedHeaders): StandardSource {
  const webhook = readThree(headers, "webhook");
  if (webhook.id !== undefined || webhook.timestamp !== undefined || webhook.signature !== undefined)
    return webhook;
  const svix = readThree(headers, "svix");
  // Without either, the names that the standard gives are the ones to report.
  return (svix.id ?? svix.timestamp ?? svix.signature) ? svix : webhook;
}

function readThree(headers: ReceivedHeaders, prefix: "webhook" | "svix"): StandardSource {
  const names = [`${prefix}-id`, `${prefix}-timestamp`, `${prefix}-signature`];
  const [id, timestamp, signature] = readNamedHeaders(headers, names);
  return { id, timestamp, signature, prefix };
}

/** Signatures of other versions and malformed ones are left out. */
export function splitStandardSignature(value: string): StandardSignatures {
  const parts = value.slice(0, MAX_HEADER_CHARACTERS).split(" ");
  const matching = (form: RegExp): string[] => parts.flatMap((part) => form.exec(part)?.[1] ?? []);
  return { v1: matching(V1), v1a: matching(V1A).slice(0, MAX_V1A_SIGNATURES) };
}
