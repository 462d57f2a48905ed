import type { Millis } from "../../domain/domain.js";
import type { Idempotent, IdempotentRequest, RequestKey, StoredResponse } from "../store.js";
import type { Database, Reader, Transaction } from "./database.js";
import { environmentNow } from "./environments.js";
import { RetryTransactionError } from "./failures.js";
import { idOf, knownUuid } from "./ulid-uuid.js";

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
  db: Database,
  change: Change<R>,
  run: (tx: Transaction) => Promise<R>,
): Promise<Idempotent<Exclude<R, string>> | Extract<R, string>> {
  return db.transaction((tx) => idempotentWithin(tx, change, () => run(tx)));
}

/** As above, inside a transaction of the caller. */
export async function idempotentWithin<R>(
  tx: Transaction,
  { environmentId, request }: Change<R>,
  run: () => Promise<R>,
): Promise<Idempotent<Exclude<R, string>> | Extract<R, string>> {
  const earlier = request === undefined ? null : await findResponse(tx, environmentId, request);
  if (earlier !== null) return earlier;
  const outcome = await run();
  if (isRefusal(outcome)) return outcome;
  const result = outcome as Exclude<R, string>;
  if (request !== undefined) await insertResponse(tx, environmentId, { request, result });
  return { result };
}

function isRefusal<R>(outcome: R): outcome is Extract<R, string> {
  return typeof outcome === "string";
}

export async function findResponse(
  db: Reader,
  environmentId: number,
  { key, owner, fingerprint, now: wallNow }: RequestKey,
): Promise<StoredResponse | null> {
  const now = await environmentNow(db, environmentId, wallNow);
  const row = await db.one<{ fingerprint: Buffer | null; response: Buffer | null }>(
    `SELECT fingerprint, response FROM idempotency_keys
     WHERE environment_id = $1 AND key = $2 AND expires_at > $3 AND owner = $4`,
    [environmentId, key, now, owner ?? ""],
  );
  if (row === undefined) return null;
  const isSame = row.fingerprint?.equals(fingerprint) === true;
  return isSame && row.response !== null ? { stored: row.response } : "idempotency_key_conflict";
}

/** Waits for another transaction that is about to take the key; the change then starts again and finds the response. */
async function insertResponse<T>(
  tx: Transaction,
  environmentId: number,
  { request, result }: { request: IdempotentRequest<T>; result: T },
): Promise<void> {
  const { key, owner, fingerprint, expiresAt } = request;
  const response = request.responseTo(result);
  const now = await environmentNow(tx, environmentId, request.now);
  const taken = await tx.run(
    `INSERT INTO idempotency_keys (environment_id, key, expires_at, fingerprint, response, owner)
     VALUES ($1, $2, $3, $4, $5, $7)
     ON CONFLICT (environment_id, owner, key) DO UPDATE
       SET expires_at = excluded.expires_at, event_id = NULL, fingerprint = excluded.fingerprint, response = excluded.response
       WHERE idempotency_keys.expires_at <= $6`,
    [environmentId, key, expiresAt, Buffer.from(fingerprint), Buffer.from(response), now, owner ?? ""],
  );
  if (taken === 0) throw new RetryTransactionError("Another request has taken the idempotency key.");
}

/** An idempotency key for an event. */
export interface EventKey {
  environmentId: number;
  key: string;
  eventId: string;
  expiresAt: Millis;
  /** Environment time: a key that has expired by then is free. */
  now: Millis;
}

/** Takes the keys that are free; returns what has the others. The event is null for a key of a whole request. */
export async function takeEventKeys(
  tx: Transaction,
  keys: readonly EventKey[],
): Promise<{ environmentId: number; key: string; eventId: string | null }[]> {
  if (keys.length === 0) return [];
  // In the same order everywhere, so that two commits wait for each other and never in a circle.
  const ordered = keys.toSorted((a, b) => a.environmentId - b.environmentId || (a.key < b.key ? -1 : 1));
  const columns = [ordered.map(({ environmentId }) => environmentId), ordered.map(({ key }) => key)];
  const taken = await tx.all<{ environmentId: number; key: string }>(
    `INSERT INTO idempotency_keys AS k (environment_id, key, expires_at, event_id)
     SELECT environment_id, key, expires_at, event_id
     FROM unnest($1::int[], $2::text[], $3::bigint[], $4::uuid[]) AS given (environment_id, key, expires_at, event_id)
     ON CONFLICT (environment_id, owner, key) DO UPDATE
       SET expires_at = excluded.expires_at, event_id = excluded.event_id, fingerprint = NULL, response = NULL
       WHERE k.expires_at <= (SELECT now FROM unnest($1::int[], $5::bigint[]) AS at (environment_id, now)
         WHERE at.environment_id = excluded.environment_id LIMIT 1)
     RETURNING k.environment_id AS "environmentId", k.key`,
    [
      ...columns,
      ordered.map(({ expiresAt }) => expiresAt),
      ordered.map(({ eventId }) => knownUuid(eventId)),
      ordered.map(({ now }) => now),
    ],
  );
  if (taken.length === keys.length) return [];
  const isTaken = new Set(taken.map(({ environmentId, key }) => `${environmentId} ${key}`));
  const rows = await tx.all<{ environmentId: number; key: string; eventId: string | null }>(
    `SELECT k.environment_id AS "environmentId", k.key, k.event_id AS "eventId"
     FROM unnest($1::int[], $2::text[]) AS given (environment_id, key) JOIN idempotency_keys k USING (environment_id, key)
     WHERE k.owner = ''`,
    columns,
  );
  return rows
    .filter(({ environmentId, key }) => !isTaken.has(`${environmentId} ${key}`))
    .map(({ eventId, ...key }) => ({ ...key, eventId: eventId === null ? null : idOf("evt", eventId) }));
}

/** A key of an event stays for the event's retention, so that the event is found by it; a response goes with its window. */
/** Those stored for the portal sessions of a tenant. */
export function forgetResponses(tx: Transaction, environmentId: number, owner: string): void {
  tx.soon("DELETE FROM idempotency_keys WHERE environment_id = $1 AND owner = $2", [environmentId, owner]);
}

export function deleteExpiredKeys(
  tx: Transaction,
  {
    environmentId,
    now,
    retentionMs,
    limit,
  }: { environmentId: number; now: Millis; retentionMs: Millis; limit: number },
): void {
  const expired: [kind: string, by: Millis][] = [
    ["event_id IS NULL", now],
    ["event_id IS NOT NULL", now - retentionMs],
  ];
  for (const [kind, by] of expired) {
    tx.soon(
      `DELETE FROM idempotency_keys WHERE (environment_id, owner, key) IN (
         SELECT environment_id, owner, key FROM idempotency_keys
         WHERE environment_id = $1 AND expires_at <= $2 AND ${kind}
         LIMIT $3
       )`,
      [environmentId, by, limit],
    );
  }
}
