import type { Millis } from "../../domain/domain.js";
import { fillMs } from "../../domain/rate-limit.js";
import type { Connection } from "./connection.js";

export function insertDestinationState(db: Connection, destinationSeq: number): void {
  db.prepare<[number]>("INSERT INTO destination_state (destination_seq) VALUES (?)").run(destinationSeq);
}

export function setConsecutiveFailures(db: Connection, destinationSeq: number, count: number): void {
  db.prepare<[number, number]>(
    "UPDATE destination_state SET consecutive_failures = ? WHERE destination_seq = ?",
  ).run(count, destinationSeq);
}

export function setLastProbe(db: Connection, destinationSeq: number, at: Millis): void {
  db.prepare<[number, number]>(
    "UPDATE destination_state SET last_probe_at = ? WHERE destination_seq = ?",
  ).run(at, destinationSeq);
}

/** `at`: wall time. */
export function setBucketFull(db: Connection, destinationSeq: number, at: Millis): void {
  db.prepare<[number, number]>(
    "UPDATE destination_state SET bucket_full_at = ? WHERE destination_seq = ?",
  ).run(at, destinationSeq);
}

/** The rate limit has changed: the debt of the one before is forgiven, and the bucket is at worst empty. */
export function capBucketDebt(
  db: Connection,
  destinationSeq: number,
  { perSecond, now }: { perSecond: number; now: Millis },
): void {
  db.prepare<[number, number]>(
    "UPDATE destination_state SET bucket_full_at = min(bucket_full_at, ?) WHERE destination_seq = ?",
  ).run(now + fillMs(perSecond), destinationSeq);
}

export function resetBreaker(db: Connection, destinationSeq: number): void {
  db.prepare<[number]>(
    "UPDATE destination_state SET consecutive_failures = 0, last_probe_at = NULL WHERE destination_seq = ?",
  ).run(destinationSeq);
}

export interface BreakerRow {
  failures: number;
  threshold: number | null;
  paused: 0 | 1;
  held: 0 | 1;
}

export function breakerRow(db: Connection, destinationSeq: number): BreakerRow {
  const row = db
    .query<[number], BreakerRow>(
      `SELECT s.consecutive_failures AS failures,
         json_extract(t.retry_policy, '$.circuit_breaker_threshold') AS threshold,
         t.status = 'paused' OR t.deleted_at IS NOT NULL AS paused,
         t.status = 'paused' AND t.paused_reason = 'circuit_breaker' AND t.deleted_at IS NULL AS held
       FROM destination_state s JOIN destinations t ON t.seq = s.destination_seq
       WHERE s.destination_seq = ?`,
    )
    .get(destinationSeq);
  if (row === undefined) throw new Error(`Destination row ${destinationSeq} is missing.`);
  return row;
}
