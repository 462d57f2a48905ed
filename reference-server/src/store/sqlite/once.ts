import type { Millis } from "../../domain.js";
import type { Once, RememberedAnswer, Repeatable } from "../store.js";
import type { Connection } from "./connection.js";
import { isEventKey } from "./key-use.js";
import { scopeNow } from "./scopes.js";

/**
 * Call it inside the transaction that makes the change. Without a key it just makes the change; with one, only if the key has no
 * answer yet, and the answer goes into the same transaction. A refusal (a word, where results never are) is not remembered.
 */
export function once<R>(
  db: Connection,
  { scopeId, once: key }: { scopeId: number; once: Once<Exclude<R, string>> | undefined },
  change: () => R,
): Repeatable<Exclude<R, string>> | Extract<R, string> {
  const repeated = key === undefined ? null : findAnswer(db, [scopeId, key.key, key.now]);
  if (repeated !== null) return { repeated };
  const outcome = change();
  if (isRefusal(outcome)) return outcome;
  const result = outcome as Exclude<R, string>;
  if (key !== undefined) insertAnswer(db, scopeId, { key, answer: key.answer(result) });
  return { result };
}

function isRefusal<R>(outcome: R): outcome is Extract<R, string> {
  return typeof outcome === "string";
}

export function findAnswer(
  db: Connection,
  [scopeId, key, now]: [scopeId: number, key: string, now: Millis],
): RememberedAnswer | null {
  const row = db
    .query<[number, string, number], RememberedAnswer>(
      "SELECT fingerprint, answer FROM answers WHERE scope_id = ? AND key = ? AND expires_at > ?",
    )
    .get(scopeId, key, scopeNow(db, scopeId, now));
  if (row !== undefined) return row;
  return isEventKey(db, { scopeId, key, now: scopeNow(db, scopeId, now) }) ? HELD_BY_AN_EVENT : null;
}

/** A key is one in its environment, whatever it was used for: no other request has this fingerprint, so it is a conflict. */
const HELD_BY_AN_EVENT: RememberedAnswer = { fingerprint: Buffer.alloc(0), answer: Buffer.alloc(0) };

export function insertAnswer<T>(
  db: Connection,
  scopeId: number,
  { key, answer }: { key: Once<T>; answer: Uint8Array },
): void {
  db.prepare<[number, string, Uint8Array, Uint8Array, number]>(
    "INSERT OR REPLACE INTO answers (scope_id, key, fingerprint, answer, expires_at) VALUES (?, ?, ?, ?, ?)",
  ).run(scopeId, key.key, key.fingerprint, answer, key.expiresAt);
}
