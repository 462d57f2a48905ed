import type { Event, Millis } from "../../domain/domain.js";
import type { Once, RememberedAnswer, Repeatable } from "../store.js";
import type { Connection } from "./connection.js";
import type { Engine } from "./engine.js";
import { environmentNow } from "./environments.js";

/** A key of an environment at a time of it. It is one key, whatever kind of request used it. */
interface KeyAt {
  environmentId: number;
  key: string;
  /** Environment time. */
  now: Millis;
}

/** No request has this fingerprint, so the caller reports a conflict. */
const HELD_BY_AN_EVENT: RememberedAnswer = { fingerprint: Buffer.alloc(0), answer: Buffer.alloc(0) };

/**
 * One durable transaction. Without a key it makes the change; with one, only if the key has no answer yet, and the answer goes
 * into the same transaction. A refusal (a word, where results never are) is not remembered.
 */
export function once<R>(
  { db, log }: Engine,
  { environmentId, once: key }: { environmentId: number; once: Once<Exclude<R, string>> | undefined },
  change: () => R,
): Promise<Repeatable<Exclude<R, string>> | Extract<R, string>> {
  return log.durably(() => repeatable(db, { environmentId, once: key }, change));
}

/** As above, inside a transaction of the caller's. */
export function repeatable<R>(
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

/** `now` is wall time. */
export function findAnswer(
  db: Connection,
  [environmentId, key, wallNow]: [environmentId: number, key: string, now: Millis],
): RememberedAnswer | null {
  const now = environmentNow(db, environmentId, wallNow);
  const row = db
    .query<[number, string, number], RememberedAnswer>(
      "SELECT fingerprint, answer FROM answers WHERE environment_id = ? AND key = ? AND expires_at > ?",
    )
    .get(environmentId, key, now);
  if (row !== undefined) return row;
  return eventIdOfKey(db, { environmentId, key, now }) === null ? null : HELD_BY_AN_EVENT;
}

export function insertAnswer<T>(
  db: Connection,
  environmentId: number,
  { key, answer }: { key: Once<T>; answer: Uint8Array },
): void {
  db.prepare<[number, string, Uint8Array, Uint8Array, number]>(
    "INSERT OR REPLACE INTO answers (environment_id, key, fingerprint, answer, expires_at) VALUES (?, ?, ?, ?, ?)",
  ).run(environmentId, key.key, key.fingerprint, answer, key.expiresAt);
}

/** Whether the key belongs to a whole request: a batch or another operation. */
export function isAnswerKey(db: Connection, { environmentId, key, now }: KeyAt): boolean {
  const sql = "SELECT 1 AS found FROM answers WHERE environment_id = ? AND key = ? AND expires_at > ?";
  return db.query<[number, string, number], { found: 1 }>(sql).get(environmentId, key, now) !== undefined;
}

/** The id of the event that has the key, while its window lasts. */
export function eventIdOfKey(db: Connection, { environmentId, key, now }: KeyAt): string | null {
  return (
    db
      .query<[number, string, number], { event_id: string }>(
        "SELECT event_id FROM event_keys WHERE environment_id = ? AND key = ? AND expires_at > ?",
      )
      .get(environmentId, key, now)?.event_id ?? null
  );
}

export function insertEventKeys(db: Connection, rows: readonly { event: Event; expiresAt: Millis }[]): void {
  db.insert(
    "INSERT OR REPLACE INTO event_keys (environment_id, key, event_id, expires_at)",
    rows.map(({ event, expiresAt }) => [event.environment_id, event.idempotency_key, event.id, expiresAt]),
  );
}

export function deleteExpiredKeys(
  db: Connection,
  params: { environmentId: number; now: Millis; limit: number },
): void {
  db.prepare<[typeof params]>(
    `DELETE FROM event_keys WHERE (environment_id, key) IN (
       SELECT environment_id, key FROM event_keys INDEXED BY event_keys_by_expiry
       WHERE environment_id = @environmentId AND expires_at <= @now
       LIMIT @limit
     )`,
  ).run(params);
  db.prepare<[typeof params]>(
    `DELETE FROM answers WHERE rowid IN (
       SELECT rowid FROM answers INDEXED BY answers_by_expiry
       WHERE environment_id = @environmentId AND expires_at <= @now
       LIMIT @limit
     )`,
  ).run(params);
}
