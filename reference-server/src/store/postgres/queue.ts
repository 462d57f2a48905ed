import type { DeadReason, DeliveryStatus, Millis } from "../../domain/domain.js";
import { BEHIND, type Lane, laneFrom, LANES, type QueuedDelivery, storedLane } from "../../domain/queued.js";
import type { StoredTrace } from "../../domain/trace-context.js";
import type { QueueHead } from "../claim-candidates.js";
import { bigints, ints, smallints, texts, uuids } from "./arrays.js";
import type { Reader, Transaction } from "./database.js";
import { readableBody } from "./erasures.js";
import { lockOrderingKeysOf } from "./locks.js";
import { deliveryOf, EVENT_OF_DELIVERY } from "./lookups.js";
import { idOf, knownUuid } from "./ulid-uuid.js";

/** A row of the table `queue`. */
export interface QueueRow {
  delivery_id: string;
  lease_group: string | null;
  environment_id: number;
  destination_seq: number;
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

const QUEUE_COLUMNS = `q.delivery_id, q.lease_group, q.environment_id, q.destination_seq, q.lane, q.status, q.due_at, q.retry_count,
  q.attempt_count, q.budget_started_at, q.updated_at, q.before_status, q.before_due_at, q.before_dead_reason, q.tenant`;

export function queuedFromRow(row: Omit<QueueRow, "delivery_id" | "lease_group">): QueuedDelivery {
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
  id: string;
  environment_id: number;
  destination_seq: number;
  tenant: string | null;
}

export function keysOf({ delivery_id, environment_id, destination_seq, tenant }: QueueRow): DeliveryKeys {
  return { id: idOf("del", delivery_id), environment_id, destination_seq, tenant };
}

export type Queued = [delivery: DeliveryKeys, queued: QueuedDelivery];

export function insertQueued(tx: Transaction, rows: readonly Queued[]): void {
  if (rows.length === 0) return;
  tx.soon(
    `INSERT INTO queue (delivery_id, environment_id, destination_seq, lane, status, due_at, retry_count, attempt_count,
       budget_started_at, updated_at, before_status, before_due_at, before_dead_reason, tenant)
     SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::smallint[], $5::text[], $6::bigint[], $7::smallint[], $8::smallint[],
       $9::bigint[], $10::bigint[], $11::text[], $12::bigint[], $13::text[], $14::text[])`,
    [
      uuids(rows.map(([{ id }]) => id)),
      ints(rows.map(([{ environment_id }]) => environment_id)),
      ints(rows.map(([{ destination_seq }]) => destination_seq)),
      smallints(rows.map(([, queued]) => storedLane(queued))),
      texts(rows.map(([, { status }]) => status)),
      bigints(rows.map(([, { due_at }]) => due_at)),
      smallints(rows.map(([, { retry_count }]) => retry_count)),
      smallints(rows.map(([, { attempt_count }]) => attempt_count)),
      bigints(rows.map(([, { budget_started_at }]) => budget_started_at)),
      bigints(rows.map(([, { updated_at }]) => updated_at)),
      texts(rows.map(([, { before }]) => before?.status ?? null)),
      bigints(rows.map(([, { before }]) => before?.due_at ?? null)),
      texts(rows.map(([, { before }]) => before?.dead_reason ?? null)),
      texts(rows.map(([{ tenant }]) => tenant)),
    ],
  );
}

export function deleteQueued(tx: Transaction, deliveryIds: readonly string[]): void {
  if (deliveryIds.length === 0) return;
  tx.soon("DELETE FROM queue WHERE delivery_id = ANY ($1::uuid[])", [deliveryIds.map(knownUuid)]);
}

/** Those of these deliveries that have a row in the queue, which no other transaction takes away before the end of this one. */
export async function lockQueued(tx: Transaction, deliveryIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.all<{ delivery_id: string }>(
    "SELECT delivery_id FROM queue WHERE delivery_id = ANY ($1::uuid[]) ORDER BY delivery_id FOR UPDATE",
    [deliveryIds.map(knownUuid)],
  );
  return new Set(rows.map(({ delivery_id }) => idOf("del", delivery_id)));
}

/** Leased rows are in the index too: no more than the destination has in flight. */
const firstDue = (lane: number) => `(
    SELECT q.due_at FROM queue q
    WHERE q.destination_seq = t.seq AND q.lane = ${lane} AND q.lease_group IS NULL
    ORDER BY q.due_at
    LIMIT 1
  )`;

/** Of destinations `t` and their state `s`. By the database's clock, which all processes share. */
const BUCKET_FULL_IN_MS = `CASE WHEN t.max_per_second IS NOT NULL
      THEN s.bucket_full_at - extract(epoch FROM clock_timestamp()) * 1000 END::float8 AS bucket_full_in_ms`;

const HEADS = `SELECT t.seq, t.id, t.environment_id, t.tenant, t.status, t.paused_reason, t.paused_at, t.max_concurrent_deliveries,
    t.max_per_second, ${BUCKET_FULL_IN_MS}, t.timeout_seconds, t.ordering, s.last_probe_at, c.version, c.clock_offset_ms,
    ${firstDue(LANES.byHand)} AS by_hand_due_at, ${firstDue(LANES.first)} AS first_due_at, ${firstDue(LANES.retry)} AS retry_due_at,
    CASE WHEN t.ordering = 'key' THEN ${firstDue(LANES.first + BEHIND)} END AS follower_due_at
  FROM destinations t
  JOIN destination_state s ON s.destination_seq = t.seq
  JOIN environments c ON c.id = t.environment_id`;

/**
 * The recursion steps from one destination to the next in the index (a loose index scan), so a million deliveries that wait for
 * one destination cost as much as one. `environmentId` null: every environment.
 */
export function queueHeads(db: Reader, environmentId: number | null): Promise<QueueHead[]> {
  return db.all<QueueHead>(
    `WITH RECURSIVE waiting (destination_seq) AS (
       (SELECT destination_seq FROM queue ORDER BY destination_seq LIMIT 1)
       UNION ALL
       SELECT (
         SELECT q.destination_seq FROM queue q
         WHERE q.destination_seq > waiting.destination_seq
         ORDER BY q.destination_seq
         LIMIT 1
       )
       FROM waiting WHERE waiting.destination_seq IS NOT NULL
     )
     ${HEADS}
     WHERE t.seq = ANY (ARRAY (SELECT destination_seq FROM waiting WHERE destination_seq IS NOT NULL))
       AND t.deleted_at IS NULL AND ($1::int IS NULL OR t.environment_id = $1)
     ORDER BY t.seq`,
    [environmentId],
  );
}

/** Of these destinations, those that have deliveries in the queue. */
export function queueHeadsOf(db: Reader, destinationSeqs: readonly number[]): Promise<QueueHead[]> {
  return db.all<QueueHead>(
    `${HEADS}
     WHERE t.seq = ANY ($1::int[]) AND t.deleted_at IS NULL
       AND EXISTS (SELECT FROM queue q WHERE q.destination_seq = t.seq AND q.lease_group IS NULL)
     ORDER BY t.seq`,
    [destinationSeqs],
  );
}

export interface DueIn {
  destinationSeq: number;
  lane: Lane;
  /** Environment time. */
  now: Millis;
}

/** Due rows that are not leased, of each of these in their order. */
function dueSql(select: string, where: string): string {
  return `SELECT given.ord::int, found.* FROM unnest($1::int[], $2::smallint[], $3::bigint[], $4::int[])
      WITH ORDINALITY AS given (destination_seq, lane, now, most, ord)
    CROSS JOIN LATERAL (${select} FROM queue q
      WHERE q.destination_seq = given.destination_seq AND q.lane = given.lane AND q.lease_group IS NULL AND ${where}
    ) AS found
    ORDER BY given.ord`;
}

function columnsOf(queries: readonly DueIn[], most: readonly number[]): unknown[] {
  return [
    queries.map(({ destinationSeq }) => destinationSeq),
    queries.map(({ lane }) => lane),
    queries.map(({ now }) => now),
    most,
  ];
}

const COUNT_DUE = `SELECT given.ord::int, count(found.n)::int AS due
  FROM unnest($1::int[], $2::smallint[], $3::bigint[], $4::int[])
    WITH ORDINALITY AS given (destination_seq, lane, now, most, ord)
  CROSS JOIN LATERAL (
    SELECT 1 AS n FROM queue q
    WHERE q.destination_seq = given.destination_seq AND q.lane = given.lane AND q.lease_group IS NULL AND q.due_at <= given.now
    ORDER BY q.due_at
    LIMIT given.most
  ) AS found
  GROUP BY given.ord`;

/** How many are due, each counted to its `atMost`, in the order of the queries. */
export async function countDue(
  db: Reader,
  queries: readonly (DueIn & { atMost: number })[],
): Promise<number[]> {
  if (queries.length === 0) return [];
  const most = queries.map(({ atMost }) => Math.min(atMost, MAX_INT));
  const rows = await db.all<{ ord: number; due: number }>(COUNT_DUE, columnsOf(queries, most));
  const counts = queries.map(() => 0);
  for (const { ord, due } of rows) counts[ord - 1] = due;
  return counts;
}

const MAX_INT = 2 ** 31 - 1;
const NEXT_DUE = dueSql("SELECT min(q.due_at) AS at", "q.due_at > given.now");

/** When the next one falls due after `now`, in the order of the queries. */
export async function nextDueAfter(db: Reader, queries: readonly DueIn[]): Promise<(Millis | null)[]> {
  if (queries.length === 0) return [];
  const rows = await db.all<{ at: Millis | null }>(
    NEXT_DUE,
    columnsOf(
      queries,
      queries.map(() => 0),
    ),
  );
  return rows.map(({ at }) => at);
}

/** A row of the queue with what sending it needs. */
export interface DueRow extends QueueRow {
  /** Which of the queries it is for. */
  ord: number;
  event_id: string;
  event_type: string;
  created_at: Millis;
  /** By which its destination gets its event in order, at the same moment. */
  ordering_key: string | null;
  /** The environment's, of the same moment as the body. */
  version: number;
  body: Buffer | null;
  trace: StoredTrace | null;
}

/** The planner takes `given.most` for a tenth of the backlog, and would rather read whole tables than look so many rows up. */
const TAKE = `WITH taken AS MATERIALIZED (
    ${dueSql(
      `SELECT ${QUEUE_COLUMNS}`,
      `q.due_at <= given.now
        AND EXISTS (SELECT FROM destinations t WHERE t.seq = given.destination_seq AND t.deleted_at IS NULL)
      ORDER BY q.due_at, q.delivery_id
      LIMIT given.most
      FOR UPDATE OF q SKIP LOCKED`,
    )}
  )
  SELECT taken.*, e.id AS event_id, d.event_type, d.created_at, c.version, ${readableBody("e")} AS body, e.trace,
    CASE WHEN e.ordering_key IS NOT NULL
      THEN (SELECT e.ordering_key FROM destinations t WHERE t.seq = taken.destination_seq AND t.ordering = 'key')
    END AS ordering_key
  FROM taken
  JOIN environments c ON c.id = taken.environment_id
  ${deliveryOf("taken.environment_id", "taken.delivery_id")}
  ${EVENT_OF_DELIVERY}
  ORDER BY taken.ord, taken.due_at, taken.delivery_id`;

/** The longest due ones of each lane, locked; those that another process takes right now are left to it. */
export function lockDue(tx: Transaction, queries: readonly (DueIn & { limit: number })[]): Promise<DueRow[]> {
  return tx.all<DueRow>(
    TAKE,
    columnsOf(
      queries,
      queries.map(({ limit }) => limit),
    ),
  );
}

export function leaseRows(tx: Transaction, rows: readonly { deliveryUuid: string; group: string }[]): void {
  if (rows.length === 0) return;
  tx.soon(
    `UPDATE queue q SET lease_group = given.lease_group
     FROM unnest($1::uuid[], $2::uuid[]) AS given (delivery_id, lease_group)
     WHERE q.delivery_id = given.delivery_id`,
    [rows.map(({ deliveryUuid }) => deliveryUuid), rows.map(({ group }) => group)],
  );
}

/** Rows `q` of the queue that are about to end, locked, and before them the keys of the ordered ones. */
function lockEnding(
  tx: Transaction,
  { select, lock, values }: { select: string; lock: string; values: readonly unknown[] },
): Promise<QueueRow[]> {
  lockOrderingKeysOf(tx, select, values);
  return tx.all<QueueRow>(`${select} ${lock}`, values);
}

/** First attempts of a destination that fell due by then and are not in flight, locked; `behind`: those that wait for others. */
export function heldSince(
  tx: Transaction,
  {
    destinationSeq,
    behind,
    dueBy,
    limit,
  }: { destinationSeq: number; behind: boolean; dueBy: Millis; limit: number },
): Promise<QueueRow[]> {
  return lockEnding(tx, {
    select: `SELECT ${QUEUE_COLUMNS} FROM queue q
     WHERE q.destination_seq = $1 AND q.lane = $4 AND q.due_at <= $2 AND q.lease_group IS NULL
     ORDER BY q.due_at
     LIMIT $3`,
    lock: "FOR UPDATE SKIP LOCKED",
    values: [destinationSeq, dueBy, limit, storedLane({ lane: LANES.first, behind })],
  });
}

/** Of a destination, in flight or not, locked. */
export function queuedOf(tx: Transaction, destinationSeq: number, limit: number): Promise<QueueRow[]> {
  return lockEnding(tx, {
    select: `SELECT ${QUEUE_COLUMNS} FROM queue q
     WHERE q.destination_seq = $1
     ORDER BY q.lane, q.due_at, q.delivery_id
     LIMIT $2`,
    lock: "FOR UPDATE",
    values: [destinationSeq, limit],
  });
}

/** Of the deliveries of a tenant's events up to this one, in flight or not, locked. */
export function queuedOfTenant(
  tx: Transaction,
  { environmentId, tenant, lastEventUuid }: { environmentId: number; tenant: string; lastEventUuid: string },
  limit: number,
): Promise<QueueRow[]> {
  return lockEnding(tx, {
    select: `SELECT ${QUEUE_COLUMNS} FROM queue q ${deliveryOf("q.environment_id", "q.delivery_id")}
     WHERE q.environment_id = $1 AND q.tenant = $2 AND d.event_id <= $3
     ORDER BY q.delivery_id
     LIMIT $4`,
    lock: "FOR UPDATE OF q",
    values: [environmentId, tenant, lastEventUuid, limit],
  });
}

/** Of the deliveries of an event, in flight or not, locked. */
export function queuedOfEvent(
  tx: Transaction,
  { environmentId, eventUuid }: { environmentId: number; eventUuid: string },
  limit: number,
): Promise<QueueRow[]> {
  return lockEnding(tx, {
    select: `SELECT ${QUEUE_COLUMNS} FROM queue q JOIN deliveries d ON d.environment_id = q.environment_id AND d.id = q.delivery_id
     WHERE d.environment_id = $1 AND d.event_id = $2
     ORDER BY q.delivery_id
     LIMIT $3`,
    lock: "FOR UPDATE OF q",
    values: [environmentId, eventUuid, limit],
  });
}
