import type { Delivery } from "../../domain/domain.js";
import { type DeliveryIdentity, newQueued, type QueuedDelivery } from "../../domain/queued.js";
import {
  deadFrom,
  found,
  type FoundDelivery as Found,
  type JoinedColumns,
  type Place,
} from "../joined-delivery.js";
import { isVisible, type Scope, visible } from "../scope.js";
import type { Connection, Value } from "./connection.js";
import { erasedAt } from "./erasures.js";
import type { Leases } from "./leases.js";
import { type QueueRow, queuedFromRow } from "./queue.js";

/** A row of the table `deliveries` with the ids that its numbers refer to. */
export interface DeliveryRow extends DeliveryIdentity {
  seq: number;
  event_seq: number;
  destination_seq: number;
}

export function deliveryRow(
  identity: DeliveryIdentity,
  { seq, event_seq, destination_seq }: Pick<DeliveryRow, "seq" | "event_seq" | "destination_seq">,
): DeliveryRow {
  const { id, environment_id, tenant, event_id, event_type, destination_id, created_at } = identity;
  return {
    id,
    environment_id,
    tenant,
    event_id,
    event_type,
    destination_id,
    created_at,
    seq,
    event_seq,
    destination_seq,
  };
}

export function insertDeliveries(db: Connection, rows: readonly DeliveryRow[]): void {
  db.insert(
    `INSERT INTO deliveries (seq, environment_id, id, event_seq, event_type, destination_seq, created_at, tenant)`,
    rows.map((row): Value[] => [
      row.seq,
      row.environment_id,
      row.id,
      row.event_seq,
      row.event_type,
      row.destination_seq,
      row.created_at,
      row.tenant,
    ]),
  );
}

/** The next free row number of a table that only this process inserts into. */
export function nextSeq(db: Connection, table: "events" | "deliveries"): number {
  // An erased number is not assigned again, even once its event is purged.
  const sql = {
    events:
      "SELECT max(coalesce((SELECT max(seq) FROM events), 0), coalesce((SELECT max(last_event_seq) FROM erased_tenants), 0)) AS seq",
    deliveries: "SELECT max(seq) AS seq FROM deliveries",
  };
  return (db.query<[], { seq: number | null }>(sql[table]).get()?.seq ?? 0) + 1;
}

/** A delivery with its rows in `queue` and `dead` and its last attempt; in flight it has neither of the first two. */
export type JoinedRow = DeliveryRow &
  JoinedColumns &
  Omit<
    QueueRow,
    "delivery_seq" | "delivery_id" | "lane" | "status" | "retry_count" | "attempt_count" | "updated_at"
  > & { response_body: string | null };

/** Of `deliveries d`, for `deliveryFromRow`. */
export const DELIVERY_COLUMNS = `
  d.seq, d.event_seq, d.destination_seq, d.id, d.environment_id, d.tenant, d.event_type, d.created_at, e.id AS event_id,
  t.id AS destination_id, e.created_at AS event_created_at, ${erasedAt("e")} AS event_erased_at, iif(t.deleted_at IS NULL, t.status, 'deleted') AS destination,
  t.tenant AS destination_tenant, t.max_per_second, iif(t.ordering = 'key', e.ordering_key, NULL) AS ordering_key, q.lane, q.status AS queue_status, q.due_at, q.retry_count AS queue_retry_count, q.attempt_count AS queue_attempt_count,
  q.budget_started_at, q.updated_at AS queue_updated_at, q.before_status, q.before_due_at, q.before_dead_reason,
  x.dead_reason, x.retry_count AS dead_retry_count, x.attempt_count AS dead_attempt_count, x.updated_at AS dead_updated_at,
  x.completed_at, a.outcome, a.retry_count AS last_retry_count, a.settled_at, a.response_code, a.response_body, a.latency_ms,
  a.error`;

export const DELIVERY_JOINS = `
  JOIN events e ON e.seq = d.event_seq
  JOIN destinations t ON t.seq = d.destination_seq
  LEFT JOIN queue q ON q.delivery_seq = d.seq
  LEFT JOIN dead x ON x.delivery_seq = d.seq
  LEFT JOIN attempts a ON a.delivery_seq = d.seq
    AND a.number = (SELECT max(number) FROM attempts WHERE delivery_seq = d.seq)`;

export type FoundDelivery = Found<DeliveryRow>;

export function deliveryFromRow(joined: JoinedRow, leases: Leases): FoundDelivery {
  const row = rowOf(joined);
  const last = joined.outcome === null ? null : joined;
  return found(joined, { row, identity: identityOf(row), place: placeOf(joined, leases), last });
}

function rowOf(joined: JoinedRow): DeliveryRow {
  return deliveryRow(joined, joined);
}

function identityOf(identity: DeliveryIdentity): DeliveryIdentity {
  const { id, environment_id, tenant, event_id, event_type, destination_id, created_at } = identity;
  return { id, environment_id, tenant, event_id, event_type, destination_id, created_at };
}

/** A dead one may be in flight still: it died during an attempt, and stays dead for any result of the attempt. */
function placeOf(joined: JoinedRow, leases: Leases): Place {
  if (joined.dead_reason !== null) return { kind: "dead", dead: deadFrom(joined, joined.dead_reason) };
  const { lane, queue_status: status } = joined;
  if (lane !== null && status !== null)
    return { kind: "queued", queued: queuedFrom(joined, { lane, status }) };
  const held = leases.bySeq(joined.seq);
  if (held !== undefined) return { kind: "in_flight", queued: held.queued };
  if (joined.outcome === "succeeded") return { kind: "succeeded" };
  // Beside the server that owns the file its leases are not known; only a first attempt leaves no other trace.
  return { kind: "in_flight", queued: newQueued(joined.created_at) };
}

function queuedFrom(joined: JoinedRow, { lane, status }: Pick<QueueRow, "lane" | "status">): QueuedDelivery {
  return queuedFromRow({
    ...joined,
    lane,
    status,
    delivery_seq: joined.seq,
    delivery_id: joined.id,
    retry_count: joined.queue_retry_count,
    attempt_count: joined.queue_attempt_count,
    updated_at: joined.queue_updated_at,
  });
}

export function findDelivery(
  { db, leases }: { db: Connection; leases: Leases },
  environmentId: number,
  id: string,
): FoundDelivery | undefined {
  const row = db
    .query<[number, string], JoinedRow>(
      `SELECT ${DELIVERY_COLUMNS} FROM deliveries d ${DELIVERY_JOINS} WHERE d.environment_id = ? AND d.id = ?`,
    )
    .get(environmentId, id);
  return row === undefined ? undefined : deliveryFromRow(row, leases);
}

export function foundBySeq({ db, leases }: { db: Connection; leases: Leases }, seq: number): FoundDelivery {
  const row = db
    .query<[number], JoinedRow>(
      `SELECT ${DELIVERY_COLUMNS} FROM deliveries d ${DELIVERY_JOINS} WHERE d.seq = ?`,
    )
    .get(seq);
  if (row === undefined) throw new Error(`Delivery row ${seq} is missing.`);
  return deliveryFromRow(row, leases);
}

export function deliveryBySeqs(
  { db, leases }: { db: Connection; leases: Leases },
  seqs: readonly number[],
): Delivery[] {
  if (seqs.length === 0) return [];
  return db
    .query<[string], JoinedRow>(
      `SELECT ${DELIVERY_COLUMNS}
       FROM json_each(?) AS given CROSS JOIN deliveries d ON d.seq = given.value ${DELIVERY_JOINS}
       ORDER BY given.key`,
    )
    .all(JSON.stringify(seqs))
    .map((row) => deliveryFromRow(row, leases).delivery);
}

export function deliveriesOfEvent(
  { db, leases }: { db: Connection; leases: Leases },
  scope: Scope,
  eventId: string,
): Delivery[] {
  return db
    .query<[number, string], JoinedRow>(
      `SELECT ${DELIVERY_COLUMNS}
       FROM events of
       JOIN deliveries d ON d.event_seq = of.seq ${DELIVERY_JOINS}
       WHERE of.environment_id = ? AND of.id = ?
       ORDER BY d.id`,
    )
    .all(visible(scope).environmentId, eventId)
    .map((row) => deliveryFromRow(row, leases))
    .filter(({ owner }) => isVisible(scope, owner))
    .map(({ delivery }) => delivery);
}

/** For good, with its attempts. */
export function deleteDeliveries(db: Connection, seqs: readonly number[]): void {
  if (seqs.length === 0) return;
  const list = JSON.stringify(seqs);
  db.prepare<[string]>("DELETE FROM attempts WHERE delivery_seq IN (SELECT value FROM json_each(?))").run(
    list,
  );
  db.prepare<[string]>("DELETE FROM dead WHERE delivery_seq IN (SELECT value FROM json_each(?))").run(list);
  db.prepare<[string]>("DELETE FROM deliveries WHERE seq IN (SELECT value FROM json_each(?))").run(list);
}
