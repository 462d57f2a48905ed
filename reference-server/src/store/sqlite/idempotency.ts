import type { Event, Millis } from "../../domain/domain.js";
import type { Idempotent, IdempotentRequest, RequestKey, StoredResponse } from "../store.js";
import type { Connection } from "./connection.js";
import type { Engine } from "./engine.js";
import { environmentNow } from "./environments.js";

/** A key of an environment at a time of it. It is one key for all kinds of requests. */
interface KeyAt {
  environmentId: number;
  key: string;
  /** Environment time. */
  now: Millis;
}

interface Change<R> {
  environmentId: number;
  /** Undefined for a request without a key. */
  request: IdempotentRequest<Exclude<R, string>> | undefined;
}

/**
 * One durable transaction. Without a key it makes the change; with one, only if the key is free, and the response is stored in the
 * same transaction. A refusal (a word, where results never are) is not stored.
 */
export function idempotent<R>(
  { db, log }: Engine,
  change: Change<R>,
  run: () => R,
): Promise<Idempotent<Exclude<R, string>> | Extract<R, string>> {
  return log.durably(() => idempotentWithin(db, change, run));
}

/** As above, inside a transaction of the caller. */
export function idempotentWithin<R>(
  db: Connection,
  { environmentId, request }: Change<R>,
  run: () => R,
): Idempotent<Exclude<R, string>> | Extract<R, string> {
  const earlier = request === undefined ? null : findResponse(db, environmentId, request);
  if (earlier !== null) return earlier;
  const outcome = run();
  if (isRefusal(outcome)) return outcome;
  const result = outcome as Exclude<R, string>;
  if (request !== undefined) insertResponse(db, environmentId, { request, result });
  return { result };
}

function isRefusal<R>(outcome: R): outcome is Extract<R, string> {
  return typeof outcome === "string";
}

/** As below, once it is on the disk: a power cut must not take back what a repeated request has returned. */
export async function findDurableResponse(
  { db, log }: Engine,
  environmentId: number,
  request: RequestKey,
): Promise<StoredResponse | null> {
  const found = findResponse(db, environmentId, request);
  if (found !== null) await log.synced();
  return found;
}

function findResponse(
  db: Connection,
  environmentId: number,
  { key, owner = null, fingerprint, now: wallNow }: RequestKey,
): StoredResponse | null {
  const now = environmentNow(db, environmentId, wallNow);
  const row = db
    .query<[number, string, string, number], { fingerprint: Buffer; answer: Buffer }>(
      "SELECT fingerprint, answer FROM answers WHERE environment_id = ? AND owner = ? AND key = ? AND expires_at > ?",
    )
    .get(environmentId, owner ?? "", key, now);
  if (row?.fingerprint.equals(fingerprint) === true) return { stored: row.answer };
  const isOfEvent = owner === null && eventIdOfKey(db, { environmentId, key, now }) !== null;
  const isTaken = row !== undefined || isOfEvent;
  return isTaken ? "idempotency_key_conflict" : null;
}

function insertResponse<T>(
  db: Connection,
  environmentId: number,
  { request, result }: { request: IdempotentRequest<T>; result: T },
): void {
  const { key, owner, fingerprint, expiresAt } = request;
  db.prepare<[number, string, string, Uint8Array, Uint8Array, number]>(
    "INSERT OR REPLACE INTO answers (environment_id, owner, key, fingerprint, answer, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
  ).run(environmentId, owner ?? "", key, fingerprint, request.responseTo(result), expiresAt);
}

/** Whether a whole request has the key: a batch or another operation. */
export function isRequestKey(db: Connection, { environmentId, key, now }: KeyAt): boolean {
  const sql =
    "SELECT 1 AS found FROM answers WHERE environment_id = ? AND owner = '' AND key = ? AND expires_at > ?";
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

/** A key of an event stays for the event's retention, so that the event is found by it; a response goes with its window. */
/** Those stored for the portal sessions of a tenant. */
export function forgetResponses(db: Connection, environmentId: number, owner: string): void {
  db.prepare<[number, string]>("DELETE FROM answers WHERE environment_id = ? AND owner = ?").run(
    environmentId,
    owner,
  );
}

export function deleteExpiredKeys(
  db: Connection,
  params: { environmentId: number; now: Millis; retentionMs: Millis; limit: number },
): void {
  db.prepare<[typeof params]>(
    `DELETE FROM event_keys WHERE (environment_id, key) IN (
       SELECT environment_id, key FROM event_keys INDEXED BY event_keys_by_expiry
       WHERE environment_id = @environmentId AND expires_at <= @now - @retentionMs
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
