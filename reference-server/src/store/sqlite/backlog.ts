import type { ActiveOrPaused, Millis, PausedReason } from "../../domain/domain.js";
import { COUNT_DUE_TO } from "../../stats.js";
import type { Connection } from "./connection.js";
import { BY_HAND, FIRST_ATTEMPTS, type Lane, RETRIES } from "./leases.js";

/** A destination that has deliveries waiting, and when the first of each queue falls due, in environment time. */
export interface WaitingDestination {
  seq: number;
  id: string;
  environment_id: number;
  status: ActiveOrPaused;
  paused_reason: PausedReason | null;
  paused_at: Millis | null;
  max_concurrent_deliveries: number;
  timeout_seconds: number;
  in_flight: number;
  last_probe_at: Millis | null;
  version: number;
  clock_offset_ms: Millis;
  by_hand_due_at: Millis | null;
  first_due_at: Millis | null;
  retry_due_at: Millis | null;
}

/**
 * The recursion steps from one destination to the next in the index (a loose index scan), so a million deliveries that wait for
 * one destination cost as much as one. `environmentId` null: every environment.
 */
export function waitingDestinations(db: Connection, environmentId: number | null): WaitingDestination[] {
  return db
    .query<[{ environmentId: number | null }], WaitingDestination>(
      `WITH RECURSIVE waiting (destination_seq) AS (
         SELECT min(destination_seq) FROM deliveries INDEXED BY deliveries_waiting WHERE lane IS NOT NULL
         UNION ALL
         SELECT (
           SELECT min(d.destination_seq) FROM deliveries d INDEXED BY deliveries_waiting
           WHERE d.lane IS NOT NULL AND d.destination_seq > waiting.destination_seq
         )
         FROM waiting WHERE waiting.destination_seq IS NOT NULL
       )
       SELECT t.seq, t.id, t.environment_id, t.status, t.paused_reason, t.paused_at, t.max_concurrent_deliveries,
         t.timeout_seconds, s.in_flight, s.last_probe_at, c.version, c.clock_offset_ms,
         (SELECT min(due_at) FROM deliveries WHERE destination_seq = t.seq AND lane = 0) AS by_hand_due_at,
         (SELECT min(due_at) FROM deliveries WHERE destination_seq = t.seq AND lane = 1) AS first_due_at,
         (SELECT min(due_at) FROM deliveries WHERE destination_seq = t.seq AND lane = 2) AS retry_due_at
       FROM waiting w
       CROSS JOIN destinations t ON t.seq = w.destination_seq
       CROSS JOIN destination_state s ON s.destination_seq = t.seq
       CROSS JOIN environments c ON c.id = t.environment_id
       WHERE t.deleted_at IS NULL AND (@environmentId IS NULL OR t.environment_id = @environmentId)`,
    )
    .all({ environmentId });
}

export interface DueWork {
  /** At most `countTo`. */
  due: number;
  /** Wall time. */
  oldestDueAt: Millis | null;
}

/** What is due and waits for a worker or a slot. What a pause holds does not wait for that, so it does not count. */
export function dueWork(
  db: Connection,
  {
    environmentId = null,
    destinationId = null,
    now,
    countTo = COUNT_DUE_TO,
  }: { environmentId?: number | null; destinationId?: string | null; now: Millis; countTo?: number },
): DueWork {
  const work: DueWork = { due: 0, oldestDueAt: null };
  for (const row of waitingDestinations(db, environmentId)) {
    if (destinationId !== null && row.id !== destinationId) continue;
    for (const { lane, firstDueAt } of openLanes(row)) {
      const oldest = firstDueAt - row.clock_offset_ms;
      if (oldest > now) continue;
      const atMost = countTo - work.due;
      work.due += countDue(db, { destinationSeq: row.seq, lane, now: now + row.clock_offset_ms, atMost });
      work.oldestDueAt = Math.min(work.oldestDueAt ?? oldest, oldest);
    }
  }
  return work;
}

/** The queues that a pause does not hold. */
function openLanes(row: WaitingDestination): { lane: Lane; firstDueAt: Millis }[] {
  const lanes: [Lane, Millis | null][] = [
    [BY_HAND, row.by_hand_due_at],
    [RETRIES, row.retry_due_at],
    [FIRST_ATTEMPTS, row.status === "paused" ? null : row.first_due_at],
  ];
  return lanes.flatMap(([lane, firstDueAt]) => (firstDueAt === null ? [] : [{ lane, firstDueAt }]));
}

function countDue(
  db: Connection,
  params: { destinationSeq: number; lane: Lane; now: Millis; atMost: number },
): number {
  return (
    db
      .query<[typeof params], { due: number }>(
        `SELECT count(*) AS due FROM (
           SELECT 1 FROM deliveries INDEXED BY deliveries_waiting
           WHERE destination_seq = @destinationSeq AND lane = @lane AND due_at <= @now
           LIMIT @atMost
         ) AS bounded`,
      )
      .get(params)?.due ?? 0
  );
}

/** One that died while in flight, with its destination, is due no more: it counts whatever the time. */
export function countInFlight(db: Connection, environmentId: number, dueBy: Millis): number {
  return (
    db
      .query<[number, number], { count: number }>(
        `SELECT count(*) AS count FROM deliveries INDEXED BY deliveries_leased
         WHERE lease_expires_at IS NOT NULL AND environment_id = ? AND (due_at IS NULL OR due_at <= ?)`,
      )
      .get(environmentId, dueBy)?.count ?? 0
  );
}
