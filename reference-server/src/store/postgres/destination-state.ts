import type { BreakerState } from "../../domain/circuit-breaker.js";
import type { Millis } from "../../domain/domain.js";
import { type Bucket, fillMs } from "../../domain/rate-limit.js";
import { bucketOf, type QueueHead } from "../claim-candidates.js";
import type { Reader, Transaction } from "./database.js";

export function insertDestinationState(tx: Transaction, destinationSeq: number): void {
  tx.soon("INSERT INTO destination_state (destination_seq) VALUES ($1)", [destinationSeq]);
}

export function setConsecutiveFailures(
  tx: Transaction,
  counts: readonly { destinationSeq: number; count: number }[],
): void {
  if (counts.length === 0) return;
  tx.soon(
    `UPDATE destination_state s SET consecutive_failures = given.count
     FROM unnest($1::int[], $2::int[]) AS given (destination_seq, count)
     WHERE s.destination_seq = given.destination_seq`,
    [counts.map(({ destinationSeq }) => destinationSeq), counts.map(({ count }) => count)],
  );
}

/** Whether a probe may go: of several processes that ask at the same moment one may. */
export async function startProbe(
  tx: Transaction,
  destinationSeq: number,
  { now, intervalMs }: { now: Millis; intervalMs: Millis },
): Promise<boolean> {
  const changed = await tx.run(
    `UPDATE destination_state SET last_probe_at = $2
     WHERE destination_seq = $1 AND (last_probe_at IS NULL OR last_probe_at <= $3)`,
    [destinationSeq, now, now - intervalMs],
  );
  return changed > 0;
}

/** By the seq of the destination. */
export type Buckets = ReadonlyMap<number, Bucket>;

/**
 * Of those of these destinations that have a rate limit. Other processes may have taken tokens since they were read; none does before the
 * end of the transaction.
 */
export async function lockBuckets(tx: Transaction, heads: readonly QueueHead[]): Promise<Buckets> {
  const limits = new Map(
    heads.flatMap((head) => {
      const bucket = bucketOf(head);
      return bucket === null ? [] : [[head.seq, bucket]];
    }),
  );
  if (limits.size === 0) return limits;
  // By the database's clock, which is read once the locks are held.
  const rows = await tx.all<{ seq: number; ms: number | null }>(
    `WITH locked AS MATERIALIZED (
       SELECT destination_seq, bucket_full_at FROM destination_state
       WHERE destination_seq = ANY ($1::int[])
       ORDER BY destination_seq
       FOR UPDATE
     )
     SELECT destination_seq AS seq, (bucket_full_at - extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms FROM locked`,
    [[...limits.keys()]],
  );
  const fullInMs = new Map(rows.map(({ seq, ms }) => [seq, ms ?? 0]));
  return new Map(
    [...limits].map(([seq, { perSecond }]) => [seq, { perSecond, fullInMs: fullInMs.get(seq) ?? 0 }]),
  );
}

export function setBucketsFull(
  tx: Transaction,
  buckets: readonly { destinationSeq: number; fullInMs: Millis }[],
): void {
  if (buckets.length === 0) return;
  tx.soon(
    `UPDATE destination_state s SET bucket_full_at = extract(epoch FROM clock_timestamp()) * 1000 + given.ms
     FROM unnest($1::int[], $2::float8[]) AS given (destination_seq, ms)
     WHERE s.destination_seq = given.destination_seq`,
    [buckets.map(({ destinationSeq }) => destinationSeq), buckets.map(({ fullInMs }) => fullInMs)],
  );
}

/** The rate limit has changed: the debt of the one before is forgiven, and the bucket is at worst empty. */
export function capBucketDebt(tx: Transaction, destinationSeq: number, perSecond: number): void {
  tx.soon(
    `UPDATE destination_state
     SET bucket_full_at = least(bucket_full_at, extract(epoch FROM clock_timestamp()) * 1000 + $2)
     WHERE destination_seq = $1 AND bucket_full_at IS NOT NULL`,
    [destinationSeq, fillMs(perSecond)],
  );
}

export function resetBreaker(tx: Transaction, destinationSeq: number): void {
  tx.soon(
    "UPDATE destination_state SET consecutive_failures = 0, last_probe_at = NULL WHERE destination_seq = $1",
    [destinationSeq],
  );
}

export interface DestinationState extends BreakerState {
  destinationSeq: number;
  deleted: boolean;
}

const STATE = `SELECT s.destination_seq AS "destinationSeq", s.consecutive_failures AS "consecutiveFailures",
    (t.retry_policy ->> 'circuit_breaker_threshold')::int AS threshold,
    t.status = 'paused' OR t.deleted_at IS NOT NULL AS paused,
    t.status = 'paused' AND t.paused_reason = 'circuit_breaker' AND t.deleted_at IS NULL AS held,
    t.deleted_at IS NOT NULL AS deleted
  FROM destination_state s JOIN destinations t ON t.seq = s.destination_seq
  WHERE s.destination_seq = ANY ($1::int[])`;

export function readStates(db: Reader, destinationSeqs: readonly number[]): Promise<DestinationState[]> {
  return db.all<DestinationState>(STATE, [destinationSeqs]);
}

/** As above; no other transaction changes the counts before the end of the transaction. */
export async function lockStates(
  tx: Transaction,
  destinationSeqs: readonly number[],
): Promise<DestinationState[]> {
  tx.soon(
    "SELECT FROM destination_state WHERE destination_seq = ANY ($1::int[]) ORDER BY destination_seq FOR UPDATE",
    [destinationSeqs],
  );
  return await readStates(tx, destinationSeqs);
}
