import type {
  Attempt,
  AttemptTrigger,
  DeadReason,
  Delivery,
  DeliveryStatus,
  Event,
  Millis,
} from "../../domain/domain.js";
import type { Lease } from "../store.js";
import type { Connection } from "./connection.js";
import type { Lane } from "./leases.js";

/** Answers its row number. */
export function insertEvent(db: Connection, event: Event): number {
  const { lastInsertRowid } = db
    .prepare<[number, string, string, string | null, number | null, number, Buffer]>(
      `INSERT INTO events (environment_id, id, type, idempotency_key, occurred_at, created_at, body)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      event.environment_id,
      event.id,
      event.type,
      event.idempotency_key,
      event.occurred_at,
      event.created_at,
      event.body,
    );
  return Number(lastInsertRowid);
}

export interface NewDelivery {
  delivery: Delivery;
  eventSeq: number;
  destinationSeq: number;
  trigger: AttemptTrigger;
  /** With a lease it waits in no queue. */
  place: { lane: Lane } | { lease: Lease };
}

export function insertDelivery(
  db: Connection,
  { delivery, eventSeq, destinationSeq, trigger, place }: NewDelivery,
): void {
  const lease = "lease" in place ? place.lease : null;
  const { environment_id, id, event_type, created_at } = delivery;
  db.prepare<(number | string | null)[]>(
    `INSERT INTO deliveries (
       environment_id, id, event_seq, event_type, destination_seq, status, lane, due_at, attempt_trigger,
       budget_started_at, lease_token, lease_expires_at, created_at, updated_at
     ) VALUES (?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    environment_id,
    id,
    eventSeq,
    event_type,
    destinationSeq,
    "lane" in place ? place.lane : null,
    created_at,
    trigger,
    created_at,
    lease?.token ?? null,
    lease?.expires_at ?? null,
    created_at,
    created_at,
  );
}

/** As it is before its first attempt. */
export function newDelivery(
  event: Event,
  { id, destination_id }: { id: string; destination_id: string },
  createdAt: Millis,
): Delivery {
  return {
    id,
    environment_id: event.environment_id,
    event_id: event.id,
    event_type: event.type,
    destination_id,
    status: "pending",
    retry_count: 0,
    response_code: null,
    response_body: null,
    latency_ms: null,
    error: null,
    next_retry_at: null,
    dead_reason: null,
    created_at: createdAt,
    updated_at: createdAt,
    completed_at: null,
  };
}

export function insertAttempt(db: Connection, deliverySeq: number, attempt: Attempt): void {
  db.prepare<(number | string | null)[]>(
    `INSERT INTO attempts (
       delivery_seq, number, attempt_trigger, started_at, latency_ms, response_code, response_body, error, outcome
     ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    deliverySeq,
    attempt.number,
    attempt.trigger,
    attempt.started_at,
    attempt.latency_ms,
    attempt.response_code,
    attempt.response_body,
    attempt.error,
    attempt.outcome,
  );
}

export interface SettledRow {
  seq: number;
  status: DeliveryStatus;
  lane: Lane | null;
  dueAt: Millis | null;
  retryCount: number | null;
  attemptCount: number;
  deadReason: Delivery["dead_reason"];
  updatedAt: Millis;
  completedAt: Millis | null;
}

/** Ends the lease and whatever a force-retry had remembered. */
export function settleDelivery(db: Connection, row: SettledRow): void {
  db.prepare<(number | string | null)[]>(
    `UPDATE deliveries SET
       status = ?, lane = ?, due_at = ?, retry_count = ?, attempt_count = ?, dead_reason = ?, updated_at = ?, completed_at = ?,
       attempt_trigger = 'schedule', lease_token = NULL, lease_expires_at = NULL,
       resume_status = NULL, resume_due_at = NULL, resume_dead_reason = NULL
     WHERE seq = ?`,
  ).run(
    row.status,
    row.lane,
    row.dueAt,
    row.retryCount,
    row.attemptCount,
    row.deadReason,
    row.updatedAt,
    row.completedAt,
    row.seq,
  );
}

/** One that is in flight keeps its lease: its attempt is still recorded. */
export function killDelivery(
  db: Connection,
  seq: number,
  { reason, at }: { reason: DeadReason; at: Millis },
): void {
  db.prepare<[string, number, number, number]>(
    `UPDATE deliveries SET
       status = 'dead', dead_reason = ?, lane = NULL, due_at = NULL, updated_at = ?, completed_at = ?,
       resume_status = NULL, resume_due_at = NULL, resume_dead_reason = NULL
     WHERE seq = ?`,
  ).run(reason, at, at, seq);
}
