import type { Millis, Sealed } from "../domain/domain.js";

export interface RememberedAnswer {
  /** SHA-256 over method, path and body of the request. */
  fingerprint: Uint8Array;
  answer: Sealed;
}

/**
 * "Do this once under this key": the answer is stored in the transaction that makes the change, so a lost answer can be
 * repeated and a crash leaves either both or neither. Of many at the same moment one makes the change, the rest get `repeated`.
 */
export interface Once<T> {
  key: string;
  fingerprint: Uint8Array;
  now: Millis;
  /** End of the window, in environment time. */
  expiresAt: Millis;
  /** Called inside the transaction with the result that is about to be committed; returns the sealed answer. */
  answer(result: T): Sealed;
}

export type Repeatable<T> = { result: T } | { repeated: RememberedAnswer };
