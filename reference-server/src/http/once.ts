import { createHash } from "node:crypto";
import type { Deps } from "../deps.js";
import { ApiError } from "../errors.js";
import { placeOf } from "../seal.js";
import type { Once, RememberedAnswer, Repeatable } from "../store/store.js";
import { type ApiResponse, type Call, type OperationId, environmentNow } from "./api.js";

/** A POST that can have an `Idempotency-Key`. */
export interface Repeatably<T> {
  status: number;
  /** The response's JSON for the result. */
  json: (result: T) => string;
  about?: (result: T) => ApiResponse["about"];
  /** Makes the change. Throws `ApiError` when it is refused, and then nothing is remembered. */
  perform: (once: Once<T> | undefined) => Promise<Repeatable<T>>;
}

export type RunOnce = <T>(call: PostCall, post: Repeatably<T>) => Promise<ApiResponse>;

type PostCall = Pick<Call<OperationId>, "caller" | "json" | "idempotencyKey" | "target" | "now">;

/**
 * Runs a POST, or repeats its stored response. The first response is encrypted and stored in the transaction of the change, so that
 * a client that lost the response to `POST /destinations` can get the secret again (docs/contract.md §3, Idempotency).
 */
export function createRunOnce({ store, sealer, config }: Pick<Deps, "store" | "sealer" | "config">): RunOnce {
  return async (call, post) => {
    if (call.idempotencyKey === null) return responseOf(post, await post.perform(undefined));
    const place = placeOf("answer", `${call.caller.environment.id}/${call.idempotencyKey}`);
    const fingerprint = fingerprintOf(call);
    const remembered = await store.findAnswer(call.caller.environment.id, call.idempotencyKey, call.now);
    if (remembered !== null) return repeat(remembered, fingerprint, (sealed) => sealer.open(sealed, place));
    let content: string | undefined;
    const done = await post.perform({
      key: call.idempotencyKey,
      fingerprint,
      now: call.now,
      expiresAt: environmentNow(call) + config.times.idempotencyMs,
      answer: (result) => {
        content = post.json(result);
        return sealer.seal(`${post.status} ${content}`, place);
      },
    });
    if ("repeated" in done) return repeat(done.repeated, fingerprint, (sealed) => sealer.open(sealed, place));
    return responseOf(post, done, content);
  };
}

/** `content` is the stored text, so that the repeated and the first response are the same. */
function responseOf<T>(post: Repeatably<T>, done: Repeatable<T>, content?: string): ApiResponse {
  if ("repeated" in done) throw new Error("a response was repeated without an idempotency key");
  const about = post.about?.(done.result);
  return {
    status: post.status,
    content: content ?? post.json(done.result),
    ...(about !== undefined && { about }),
  };
}

function repeat(
  { fingerprint, answer }: RememberedAnswer,
  asked: Buffer,
  open: (sealed: Uint8Array) => string,
): ApiResponse {
  if (!asked.equals(fingerprint)) throw new ApiError("idempotency_key_conflict");
  const text = open(answer);
  const space = text.indexOf(" ");
  return { status: Number(text.slice(0, space)), content: text.slice(space + 1), replayed: true };
}

function fingerprintOf({ target, json }: PostCall): Buffer {
  const hash = createHash("sha256").update(`${target}\n`);
  if (json !== null) hash.update(json.raw);
  return hash.digest();
}
