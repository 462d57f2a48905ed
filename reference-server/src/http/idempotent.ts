import { createHash } from "node:crypto";
import type { Deps } from "../deps.js";
import { ApiError, type ErrorCode } from "../errors.js";
import { placeOf } from "../seal.js";
import { answerId, type Idempotent, type IdempotentRequest } from "../store/store.js";
import { type ApiResponse, type Call, environmentNow, type OperationId } from "./api.js";

/** A change that can have an `Idempotency-Key`. */
export interface IdempotentOperation<T> {
  status: number | ((result: T) => number);
  /** The response's JSON for the result. */
  json: (result: T) => string;
  about?: (result: T) => ApiResponse["about"];
  /** For a response with bodies: they are not stored a second time, because an event can be erased. */
  stored?: StoredText<T>;
  /**
   * Makes the change. `request` is undefined without a key. Returns the error code of a refusal or throws an `ApiError`; neither is
   * stored, so that the same request can succeed later.
   */
  perform: (request: IdempotentRequest<T> | undefined) => Promise<Idempotent<T> | ErrorCode>;
}

export interface StoredText<T> {
  /** The response's JSON without the bodies. */
  json: (result: T) => string;
  /** Adds to the above what is still there of them. */
  restore?: (json: string) => Promise<string>;
}

type PostCall = Pick<Call<OperationId>, "caller" | "json" | "idempotencyKey" | "target" | "now">;

/**
 * Performs the operation, or returns its stored response. The response is encrypted and stored in the transaction of the change, so
 * that a client that lost the response to `POST /destinations` can get the secret again (docs/contract.md §3, Idempotency).
 */
export async function idempotent<T>(
  { store, sealer, config }: Pick<Deps, "store" | "sealer" | "config">,
  call: PostCall,
  operation: IdempotentOperation<T>,
): Promise<ApiResponse> {
  const { idempotencyKey: key, now } = call;
  const { environmentId, owner } = call.caller.scope;
  if (key === null) return responseOf(operation, await operation.perform(undefined));
  const place = placeOf("answer", answerId({ environmentId, owner, key }));
  const request = { key, owner, fingerprint: fingerprintOf(call), now };
  let content: string | undefined;
  // Looked up before the operation too: its checks may fail by now although the change has succeeded.
  const outcome =
    (await store.findResponse(environmentId, request)) ??
    (await operation.perform({
      ...request,
      expiresAt: environmentNow(call) + config.times.idempotencyMs,
      responseTo(result) {
        content = operation.json(result);
        const stored = operation.stored?.json(result) ?? content;
        return sealer.seal(`${statusOf(operation, result)} ${stored}`, place);
      },
    }));
  if (typeof outcome === "object" && "stored" in outcome)
    return await toResponse(sealer.open(outcome.stored, place), operation.stored?.restore);
  return responseOf(operation, outcome, content);
}

/** `content` is the text of which a repeated response is made. */
function responseOf<T>(
  operation: IdempotentOperation<T>,
  outcome: Idempotent<T> | ErrorCode,
  content?: string,
): ApiResponse {
  if (typeof outcome === "string") throw new ApiError(outcome);
  if ("stored" in outcome) throw new Error("A request without an idempotency key has a stored response.");
  const { result } = outcome;
  const { json, about } = operation;
  return { status: statusOf(operation, result), content: content ?? json(result), about: about?.(result) };
}

function statusOf<T>({ status }: IdempotentOperation<T>, result: T): number {
  return typeof status === "number" ? status : status(result);
}

async function toResponse(
  stored: string,
  restore: (json: string) => Promise<string> = (json) => Promise.resolve(json),
): Promise<ApiResponse> {
  const space = stored.indexOf(" ");
  const content = await restore(stored.slice(space + 1));
  return { status: Number(stored.slice(0, space)), content, replayed: true };
}

function fingerprintOf({ target, json }: PostCall): Buffer {
  const hash = createHash("sha256").update(`${target}\n`);
  if (json !== null) hash.update(json.raw);
  return hash.digest();
}
