import type { Millis } from "../../domain/domain.js";
import type { Once, RememberedAnswer, Repeatable } from "../store.js";
import type { Connection } from "./connection.js";
import { isEventKey } from "./key-use.js";
import { environmentNow } from "./environments.js";

/**
 * Call it inside the transaction that makes the change. Without a key it just makes the change; with one, only if the key has no
 * answer yet, and the answer goes into the same transaction. A refusal (a word, where results never are) is not remembered.
 */
export function once<R>(
  db: Connection,
  { environmentId, once: key }: { environmentId: number; once: Once<Exclude<R, string>> | undefined },
  change: () => R,
): Repeatable<Exclude<R, string>> | Extract<R, string> {
  const repeated = key === undefined ? null : findAnswer(db, [environmentId, key.key, key.now]);
  if (repeated !== null) return { repeated };
  const outcome = change();
  if (isRefusal(outcome)) return outcome;
  const result = outcome as Exclude<R, string>;
  if (key !== undefined) insertAnswer(db, environmentId, { key, answer: key.answer(result) });
  return { result };
}

function isRefusal<R>(outcome: R): outcome is Extract<R, string> {
  return typeof outcome === "string";
}

export function findAnswer(
  db: Connection,
  [environmentId, key, now]: [environmentId: number, key: string, now: Millis],
): RememberedAnswer | null {
  const row = db
    .query<[number, string, number], RememberedAnswer>(
      "SELECT fingerprint, answer FROM answers WHERE environment_id = ? AND key = ? AND expires_at > ?",
    )
    .get(environmentId, key, environmentNow(db, environmentId, now));
  if (row !== undefined) return row;
  return isEventKey(db, { environmentId, key, now: environmentNow(db, environmentId, now) })
    ? HELD_BY_AN_EVENT
    : null;
}

/** A key is one in its environment, whatever it was used for: no other request has this fingerprint, so it is a conflict. */
const HELD_BY_AN_EVENT: RememberedAnswer = { fingerprint: Buffer.alloc(0), answer: Buffer.alloc(0) };

export function insertAnswer<T>(
  db: Connection,
  environmentId: number,
  { key, answer }: { key: Once<T>; answer: Uint8Array },
): void {
  db.prepare<[number, string, Uint8Array, Uint8Array, number]>(
    "INSERT OR REPLACE INTO answers (environment_id, key, fingerprint, answer, expires_at) VALUES (?, ?, ?, ?, ?)",
  ).run(environmentId, key.key, key.fingerprint, answer, key.expiresAt);
}
