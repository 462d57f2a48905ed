import type { Millis, Sealed } from "../domain/domain.js";
import type { Visible } from "./scope.js";

/** Identifies a request with an idempotency key. */
export interface RequestKey {
  key: string;
  /** The tenant whose portal sessions share the key; null or missing: the keys of the environment, also those of events. */
  owner?: string | null | undefined;
  /** SHA-256 over method, path and body of the request: another request must not use the key. */
  fingerprint: Uint8Array;
  /** Wall time. */
  now: Millis;
}

/**
 * A request with an idempotency key. Its response is stored in the transaction of the change, so that a lost response can be
 * repeated and a crash leaves either both or neither. Of many at the same moment one makes the change.
 */
export interface IdempotentRequest<T> extends RequestKey {
  /** End of the window, in environment time. */
  expiresAt: Millis;
  /** Called inside the transaction with the result that is about to be committed; returns the sealed response. */
  responseTo(result: T): Sealed;
}

/** Where a stored response is, for its sealing. No key of a request has a line break, so that no two places are the same. */
export function answerId({ environmentId, owner = null, key }: Visible & Pick<RequestKey, "key">): string {
  return `${environmentId}/${owner === null ? "" : `${owner}\n`}${key}`;
}

/** The response to an earlier request with the same key, or the refusal of another request or an event that has it. */
export type StoredResponse = { stored: Sealed } | "idempotency_key_conflict";

export type Idempotent<T> = { result: T } | StoredResponse;

/** As any idempotent call resolves: every refusal is a word. */
export type IdempotentOutcome<T> = Exclude<Idempotent<T>, string> | string;

/** The request of a change whose result is a part of the one that the response shows. */
export function requestFor<T, U>(
  request: IdempotentRequest<U> | undefined,
  toResult: (result: T) => U,
): IdempotentRequest<T> | undefined {
  return request && { ...request, responseTo: (result) => request.responseTo(toResult(result)) };
}

/** Null for a stored response and for a refusal. */
export function resultOf<T>(outcome: IdempotentOutcome<T>): T | null {
  return typeof outcome === "object" && "result" in outcome ? outcome.result : null;
}
