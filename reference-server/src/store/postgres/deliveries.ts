import type { Delivery, Millis } from "../../domain/domain.js";
import {
  type DeliveryIdentity,
  type LastAttempt,
  newQueued,
  type QueuedDelivery,
} from "../../domain/queued.js";
import {
  deadFrom,
  found,
  type FoundDelivery as Found,
  type JoinedColumns,
  type Place,
} from "../joined-delivery.js";
import { isVisible, type Scope, visible } from "../scope.js";
import { bigints, ints, texts, uuids } from "./arrays.js";
import type { Reader, Transaction } from "./database.js";
import { erasedAt } from "./erasures.js";
import { deliveryOf, EVENT_OF_DELIVERY } from "./lookups.js";
import { type QueueRow, queuedFromRow } from "./queue.js";
import { idOf, knownUuid, uuidOf } from "./ulid-uuid.js";

/** A row of the table `deliveries`. */
export interface DeliveryRow extends DeliveryIdentity {
  destination_seq: number;
}

export function insertDeliveries(tx: Transaction, rows: readonly DeliveryRow[]): void {
  if (rows.length === 0) return;
  tx.soon(
    `INSERT INTO deliveries (id, environment_id, event_id, event_type, destination_seq, created_at, tenant)
     SELECT * FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::int[], $6::bigint[], $7::text[])`,
    [
      uuids(rows.map(({ id }) => id)),
      ints(rows.map(({ environment_id }) => environment_id)),
      uuids(rows.map(({ event_id }) => event_id)),
      texts(rows.map(({ event_type }) => event_type)),
      ints(rows.map(({ destination_seq }) => destination_seq)),
      bigints(rows.map(({ created_at }) => created_at)),
      texts(rows.map(({ tenant }) => tenant)),
    ],
  );
}

/** A delivery with its rows in `queue` and `dead` and its last attempt, and the id of its destination. */
export interface JoinedRow
  extends
    JoinedColumns,
    Omit<QueueRow, "delivery_id" | "lane" | "status" | "retry_count" | "attempt_count" | "updated_at"> {
  id: string;
  event_id: string;
  event_type: string;
  destination_id: string;
  created_at: Millis;
  response_body: Buffer | null;
}

/** Of `deliveries d`, for `deliveryFromRow`. */
export const DELIVERY_COLUMNS = `
  d.id, d.environment_id, d.destination_seq, d.tenant, d.event_id, d.event_type, d.created_at, t.id AS destination_id,
  e.created_at AS event_created_at, ${erasedAt("e")} AS event_erased_at,
  CASE WHEN t.deleted_at IS NULL THEN t.status ELSE 'deleted' END AS destination,
  t.tenant AS destination_tenant, t.max_per_second, CASE WHEN t.ordering = 'key' THEN e.ordering_key END AS ordering_key, q.lease_group, q.lane, q.status AS queue_status, q.due_at, q.retry_count AS queue_retry_count,
  q.attempt_count AS queue_attempt_count, q.budget_started_at, q.updated_at AS queue_updated_at, q.before_status, q.before_due_at,
  q.before_dead_reason, x.dead_reason, x.retry_count AS dead_retry_count, x.attempt_count AS dead_attempt_count,
  x.updated_at AS dead_updated_at, x.completed_at, a.outcome, a.retry_count AS last_retry_count, a.settled_at, a.response_code,
  a.response_body, a.latency_ms, a.error`;

export const DELIVERY_JOINS = `
  ${EVENT_OF_DELIVERY}
  CROSS JOIN LATERAL (SELECT * FROM destinations WHERE seq = d.destination_seq LIMIT 1) t
  LEFT JOIN LATERAL (SELECT * FROM queue WHERE delivery_id = d.id LIMIT 1) q ON true
  LEFT JOIN LATERAL (SELECT * FROM dead WHERE delivery_id = d.id LIMIT 1) x ON true
  LEFT JOIN LATERAL (SELECT * FROM attempts WHERE delivery_id = d.id ORDER BY number DESC LIMIT 1) a ON true`;

export type FoundDelivery = Found<DeliveryRow>;

export function deliveryFromRow(joined: JoinedRow): FoundDelivery {
  const row = rowOf(joined);
  const identity = identityFromRow(joined);
  return found(joined, { row, identity, place: placeOf(joined), last: lastOf(joined) });
}

function rowOf(joined: JoinedRow): DeliveryRow {
  return { ...identityFromRow(joined), destination_seq: joined.destination_seq };
}

export function identityFromRow(
  row: Pick<
    JoinedRow,
    "id" | "environment_id" | "tenant" | "event_id" | "event_type" | "destination_id" | "created_at"
  >,
): DeliveryIdentity {
  const { environment_id, tenant, event_type, destination_id, created_at } = row;
  const [id, event_id] = [idOf("del", row.id), idOf("evt", row.event_id)];
  return { id, environment_id, tenant, event_id, event_type, destination_id, created_at };
}

/** A dead one may be in flight still: it died during an attempt, and stays dead for any result of the attempt. */
function placeOf(joined: JoinedRow): Place {
  if (joined.dead_reason !== null) return { kind: "dead", dead: deadFrom(joined, joined.dead_reason) };
  const { lane, queue_status: status } = joined;
  if (lane !== null && status !== null) {
    const queued = queuedFrom(joined, { lane, status });
    return { kind: joined.lease_group === null ? "queued" : "in_flight", queued };
  }
  if (joined.outcome === "succeeded") return { kind: "succeeded" };
  // Handed over when it was created, which leaves no other trace.
  return { kind: "in_flight", queued: newQueued(joined.created_at) };
}

function queuedFrom(joined: JoinedRow, { lane, status }: Pick<QueueRow, "lane" | "status">): QueuedDelivery {
  return queuedFromRow({
    ...joined,
    lane,
    status,
    retry_count: joined.queue_retry_count,
    attempt_count: joined.queue_attempt_count,
    updated_at: joined.queue_updated_at,
  });
}

function lastOf({ outcome, response_code, response_body, latency_ms, error }: JoinedRow): LastAttempt | null {
  if (outcome === null) return null;
  return { response_code, response_body: response_body?.toString("utf8") ?? null, latency_ms, error };
}

export async function findDelivery(
  db: Reader,
  environmentId: number,
  id: string,
): Promise<FoundDelivery | undefined> {
  const uuid = uuidOf(id);
  if (uuid === null) return undefined;
  const row = await db.one<JoinedRow>(
    `SELECT ${DELIVERY_COLUMNS} FROM deliveries d ${DELIVERY_JOINS} WHERE d.environment_id = $1 AND d.id = $2`,
    [environmentId, uuid],
  );
  return row === undefined ? undefined : deliveryFromRow(row);
}

/** As above; no other transaction moves it out of `queue` or `dead` before the end of the transaction. */
export async function lockDelivery(
  tx: Transaction,
  environmentId: number,
  id: string,
): Promise<FoundDelivery | undefined> {
  const uuid = uuidOf(id);
  if (uuid === null) return undefined;
  for (;;) {
    const locked = await Promise.all([
      tx.run("SELECT FROM queue WHERE delivery_id = $1 FOR UPDATE", [uuid]),
      tx.run("SELECT FROM dead WHERE delivery_id = $1 FOR UPDATE", [uuid]),
    ]);
    const delivery = await findDelivery(tx, environmentId, id);
    const hasRow = delivery?.place.kind === "queued" || delivery?.place.kind === "dead";
    // Otherwise a transaction that was waited for, or has just ended, gave it a new row, which is not locked yet.
    if (!hasRow || locked.some((count) => count > 0)) return delivery;
  }
}

/** Of one environment, in the order of the ids. */
export async function deliveriesByIds(
  db: Reader,
  environmentId: number,
  ids: readonly string[],
): Promise<Delivery[]> {
  if (ids.length === 0) return [];
  const rows = await db.all<JoinedRow>(
    `SELECT ${DELIVERY_COLUMNS}
     FROM unnest($2::uuid[]) WITH ORDINALITY AS given (id, ord)
     ${deliveryOf("$1", "given.id")} ${DELIVERY_JOINS}
     ORDER BY given.ord`,
    [environmentId, ids.map(knownUuid)],
  );
  return rows.map((row) => deliveryFromRow(row).delivery);
}

export async function deliveriesOfEvent(db: Reader, scope: Scope, eventId: string): Promise<Delivery[]> {
  const uuid = uuidOf(eventId);
  if (uuid === null) return [];
  const rows = await db.all<JoinedRow>(
    `SELECT ${DELIVERY_COLUMNS} FROM deliveries d ${DELIVERY_JOINS}
     WHERE d.event_id = $2 AND d.environment_id = $1
     ORDER BY d.id`,
    [visible(scope).environmentId, uuid],
  );
  return rows
    .map(deliveryFromRow)
    .filter(({ owner }) => isVisible(scope, owner))
    .map(({ delivery }) => delivery);
}

/** For good, with its attempts. */
export function deleteDeliveries(tx: Transaction, environmentId: number, uuids: readonly string[]): void {
  if (uuids.length === 0) return;
  tx.soon("DELETE FROM attempts WHERE delivery_id = ANY ($1::uuid[])", [uuids]);
  tx.soon("DELETE FROM dead WHERE delivery_id = ANY ($1::uuid[])", [uuids]);
  tx.soon("DELETE FROM deliveries WHERE environment_id = $1 AND id = ANY ($2::uuid[])", [
    environmentId,
    uuids,
  ]);
}
