import type { DeadReason, DeliveryStatus, Millis } from "../../domain/domain.js";
import { BEHIND, type Lane, laneFrom, LANES, type QueuedDelivery, storedLane } from "../../domain/queued.js";
import type { StoredTrace } from "../../domain/trace-context.js";
import type { QueueHead } from "../claim-candidates.js";
import type { Connection, Value } from "./connection.js";
import { readableBody } from "./erasures.js";

/** A row of the table `queue`. */
export interface QueueRow {
  delivery_seq: number;
  environment_id: number;
  destination_seq: number;
  delivery_id: string;
  /** See `storedLane`. */
  lane: number;
  status: "pending" | "retrying";
  due_at: Millis;
  retry_count: number | null;
  attempt_count: number;
  budget_started_at: Millis;
  updated_at: Millis;
  before_status: DeliveryStatus | null;
  before_due_at: Millis | null;
  before_dead_reason: DeadReason | null;
  tenant: string | null;
}

const QUEUE_COLUMNS = `q.delivery_seq, q.environment_id, q.destination_seq, q.delivery_id, q.lane, q.status, q.due_at,
  q.retry_count, q.attempt_count, q.budget_started_at, q.updated_at, q.before_status, q.before_due_at, q.before_dead_reason, q.tenant`;

export function queuedFromRow(row: QueueRow): QueuedDelivery {
  const { status, due_at, retry_count, attempt_count, budget_started_at, updated_at } = row;
  const { lane, behind } = laneFrom(row.lane);
  const before =
    row.before_status === null
      ? null
      : { status: row.before_status, due_at: row.before_due_at, dead_reason: row.before_dead_reason };
  return { lane, behind, status, due_at, retry_count, attempt_count, budget_started_at, updated_at, before };
}

/** The keys of the rows of a delivery in other tables. */
export interface DeliveryKeys {
  seq: number;
  environment_id: number;
  destination_seq: number;
  id: string;
  tenant: string | null;
}

export type Queued = [delivery: DeliveryKeys, queued: QueuedDelivery];

export function insertQueued(db: Connection, rows: readonly Queued[]): void {
  db.insert(
    `INSERT INTO queue (delivery_seq, environment_id, destination_seq, delivery_id, lane, status, due_at, retry_count, attempt_count,
       budget_started_at, updated_at, before_status, before_due_at, before_dead_reason, tenant)`,
    rows.map(([delivery, queued]): Value[] => [
      delivery.seq,
      delivery.environment_id,
      delivery.destination_seq,
      delivery.id,
      storedLane(queued),
      queued.status,
      queued.due_at,
      queued.retry_count,
      queued.attempt_count,
      queued.budget_started_at,
      queued.updated_at,
      queued.before?.status ?? null,
      queued.before?.due_at ?? null,
      queued.before?.dead_reason ?? null,
      delivery.tenant,
    ]),
  );
}

export function keysOf(row: QueueRow): DeliveryKeys {
  const { delivery_seq: seq, environment_id, destination_seq, delivery_id: id, tenant } = row;
  return { seq, environment_id, destination_seq, id, tenant };
}

export function deleteQueued(db: Connection, seqs: readonly number[]): void {
  if (seqs.length === 0) return;
  db.prepare<[string]>("DELETE FROM queue WHERE delivery_seq IN (SELECT value FROM json_each(?))").run(
    JSON.stringify(seqs),
  );
}

const HEAD_COLUMNS = `t.seq, t.id, t.environment_id, t.tenant, t.status, t.paused_reason, t.paused_at, t.max_concurrent_deliveries,
  t.max_per_second, s.bucket_full_at - @now AS bucket_full_in_ms, t.timeout_seconds, t.ordering, s.last_probe_at, c.version,
  c.clock_offset_ms,
  (SELECT min(due_at) FROM queue WHERE destination_seq = t.seq AND lane = 0) AS by_hand_due_at,
  (SELECT min(due_at) FROM queue WHERE destination_seq = t.seq AND lane = 1) AS first_due_at,
  (SELECT min(due_at) FROM queue WHERE destination_seq = t.seq AND lane = 2) AS retry_due_at,
  iif(t.ordering = 'key', (SELECT min(due_at) FROM queue WHERE destination_seq = t.seq AND lane = ${LANES.first + BEHIND}), NULL)
    AS follower_due_at`;

/**
 * The recursion steps from one destination to the next in the index (a loose index scan), so a million deliveries that wait for
 * one destination cost as much as one. `environmentId` null: every environment. `now` is wall time.
 */
export function queueHeads(
  db: Connection,
  params: { environmentId: number | null; now: Millis },
): QueueHead[] {
  return db
    .query<[typeof params], QueueHead>(
      `WITH RECURSIVE waiting (destination_seq) AS (
         SELECT min(destination_seq) FROM queue INDEXED BY queue_due
         UNION ALL
         SELECT (
           SELECT min(q.destination_seq) FROM queue q INDEXED BY queue_due
           WHERE q.destination_seq > waiting.destination_seq
         )
         FROM waiting WHERE waiting.destination_seq IS NOT NULL
       )
       SELECT ${HEAD_COLUMNS}
       FROM waiting w
       CROSS JOIN destinations t ON t.seq = w.destination_seq
       CROSS JOIN destination_state s ON s.destination_seq = t.seq
       CROSS JOIN environments c ON c.id = t.environment_id
       WHERE t.deleted_at IS NULL AND (@environmentId IS NULL OR t.environment_id = @environmentId)`,
    )
    .all(params);
}

/** Undefined when nothing waits for the destination. `now` is wall time. */
export function queueHead(
  db: Connection,
  params: { destinationSeq: number; now: Millis },
): QueueHead | undefined {
  return db
    .query<[typeof params], QueueHead>(
      `SELECT ${HEAD_COLUMNS}
       FROM destinations t
       CROSS JOIN destination_state s ON s.destination_seq = t.seq
       CROSS JOIN environments c ON c.id = t.environment_id
       WHERE t.seq = @destinationSeq AND t.deleted_at IS NULL
         AND EXISTS (SELECT 1 FROM queue q WHERE q.destination_seq = t.seq)`,
    )
    .get(params);
}

interface DueIn {
  destinationSeq: number;
  lane: Lane;
  /** Environment time. */
  now: Millis;
}

/** A row of the queue with what sending it needs. */
export interface DueRow extends QueueRow {
  event_id: string;
  event_type: string;
  created_at: Millis;
  ordering_key: string | null;
  body: Buffer | null;
  trace: StoredTrace | null;
}

/** The longest due ones of one lane of a destination. */
export function dueRows(db: Connection, params: DueIn & { limit: number }): DueRow[] {
  return db
    .query<[typeof params], DueRow>(
      `SELECT ${QUEUE_COLUMNS}, e.id AS event_id, d.event_type, d.created_at, e.ordering_key, ${readableBody("e")} AS body, e.trace
       FROM queue q INDEXED BY queue_due
       JOIN deliveries d ON d.seq = q.delivery_seq
       JOIN events e ON e.seq = d.event_seq
       WHERE q.destination_seq = @destinationSeq AND q.lane = @lane AND q.due_at <= @now
       ORDER BY q.due_at, q.delivery_seq
       LIMIT @limit`,
    )
    .all(params);
}

/** How many are due, counted to `atMost`. */
export function countDue(db: Connection, params: DueIn & { atMost: number }): number {
  return (
    db
      .query<[typeof params], { due: number }>(
        `SELECT count(*) AS due FROM (
           SELECT 1 FROM queue INDEXED BY queue_due
           WHERE destination_seq = @destinationSeq AND lane = @lane AND due_at <= @now
           LIMIT @atMost
         ) AS bounded`,
      )
      .get(params)?.due ?? 0
  );
}

export function nextDueAfter(db: Connection, params: DueIn): Millis | null {
  return (
    db
      .query<[DueIn], { at: Millis | null }>(
        `SELECT min(due_at) AS at FROM queue INDEXED BY queue_due
         WHERE destination_seq = @destinationSeq AND lane = @lane AND due_at > @now`,
      )
      .get(params)?.at ?? null
  );
}

/** First attempts of a destination that fell due by then, held or not; `behind`: those that wait for others. */
export function heldSince(
  db: Connection,
  { behind, ...held }: { destinationSeq: number; behind: boolean; dueBy: Millis; limit: number },
): QueueRow[] {
  const params = { ...held, lane: storedLane({ lane: LANES.first, behind }) };
  return db
    .query<[typeof params], QueueRow>(
      `SELECT ${QUEUE_COLUMNS} FROM queue q INDEXED BY queue_due
       WHERE q.destination_seq = @destinationSeq AND q.lane = @lane AND q.due_at <= @dueBy
       ORDER BY q.due_at
       LIMIT @limit`,
    )
    .all(params);
}

/** Of the deliveries of an event. */
export function queuedOfEvent(db: Connection, eventSeq: number, limit: number): QueueRow[] {
  return db
    .query<[number, number], QueueRow>(
      `SELECT ${QUEUE_COLUMNS}
       FROM deliveries d INDEXED BY deliveries_by_event CROSS JOIN queue q ON q.delivery_seq = d.seq
       WHERE d.event_seq = ?
       LIMIT ?`,
    )
    .all(eventSeq, limit);
}

/** Of the deliveries of a tenant's events up to this one. */
export function queuedOfTenant(
  db: Connection,
  params: { environmentId: number; tenant: string; lastEventSeq: number; limit: number },
): QueueRow[] {
  return db
    .query<[typeof params], QueueRow>(
      `SELECT ${QUEUE_COLUMNS}
       FROM queue q INDEXED BY queue_of_tenant CROSS JOIN deliveries d ON d.seq = q.delivery_seq
       WHERE q.environment_id = @environmentId AND q.tenant = @tenant AND d.event_seq <= @lastEventSeq
       LIMIT @limit`,
    )
    .all(params);
}

export function queuedOf(db: Connection, destinationSeq: number, limit: number): QueueRow[] {
  return db
    .query<[number, number], QueueRow>(
      `SELECT ${QUEUE_COLUMNS} FROM queue q INDEXED BY queue_due WHERE q.destination_seq = ? LIMIT ?`,
    )
    .all(destinationSeq, limit);
}
