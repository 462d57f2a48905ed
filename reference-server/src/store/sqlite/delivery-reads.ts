import type { Delivery, DeliveryStatus, Millis } from "../../domain/domain.js";
import type { Connection } from "./connection.js";

/**
 * A delivery as the API shows it, of `deliveries d`, `events e` and `destinations t`; its last attempt is `attempts a`.
 * `next_retry_at` is the due time while it is retrying.
 */
export const DELIVERY_COLUMNS = `
  d.id, d.environment_id, e.id AS event_id, d.event_type, t.id AS destination_id, d.status,
  coalesce(d.retry_count, 0) AS retry_count, a.response_code, a.response_body, a.latency_ms, a.error,
  CASE WHEN d.status = 'retrying' THEN d.due_at END AS next_retry_at,
  d.dead_reason, d.created_at, d.updated_at, d.completed_at`;

export const DELIVERY_JOINS = `
  JOIN events e ON e.seq = d.event_seq
  JOIN destinations t ON t.seq = d.destination_seq
  LEFT JOIN attempts a ON a.delivery_seq = d.seq AND a.number = d.attempt_count - 1`;

export function deliveryBySeq(db: Connection, seq: number): Delivery {
  const delivery = db
    .query<[number], Delivery>(
      `SELECT ${DELIVERY_COLUMNS} FROM deliveries d ${DELIVERY_JOINS} WHERE d.seq = ?`,
    )
    .get(seq);
  if (delivery === undefined) throw new Error(`There is no delivery row ${seq}.`);
  return delivery;
}

export function deliveriesOfEvent(db: Connection, environmentId: number, eventId: string): Delivery[] {
  return db
    .query<[number, string], Delivery>(
      `SELECT ${DELIVERY_COLUMNS}
       FROM events e
       JOIN deliveries d ON d.event_seq = e.seq
       JOIN destinations t ON t.seq = d.destination_seq
       LEFT JOIN attempts a ON a.delivery_seq = d.seq AND a.number = d.attempt_count - 1
       WHERE e.environment_id = ? AND e.id = ?
       ORDER BY d.id`,
    )
    .all(environmentId, eventId);
}

/** What the calls by hand look at before they change anything. */
export interface DeliveryState {
  seq: number;
  destination_seq: number;
  status: DeliveryStatus;
  lane: number | null;
  lease_token: string | null;
  resume_status: DeliveryStatus | null;
  event_created_at: Millis;
  destination_deleted: 0 | 1;
  destination_status: "active" | "paused";
}

export function deliveryState(db: Connection, environmentId: number, id: string): DeliveryState | undefined {
  return db
    .query<[number, string], DeliveryState>(
      `SELECT d.seq, d.destination_seq, d.status, d.lane, d.lease_token, d.resume_status,
         e.created_at AS event_created_at, t.deleted_at IS NOT NULL AS destination_deleted,
         t.status AS destination_status
       FROM deliveries d
       JOIN events e ON e.seq = d.event_seq
       JOIN destinations t ON t.seq = d.destination_seq
       WHERE d.environment_id = ? AND d.id = ?`,
    )
    .get(environmentId, id);
}
