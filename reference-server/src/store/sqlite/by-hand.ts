import type { Delivery, Millis } from "../../domain/domain.js";
import type { RetryRefusal } from "../store.js";
import type { Connection } from "./connection.js";
import { StateChanges } from "./destination-state.js";
import { type DeliveryState, deliveryBySeq, deliveryState } from "./delivery-reads.js";
import { BY_HAND, RETRIES } from "./leases.js";
import { environmentNow } from "./environments.js";

interface ByHand {
  environmentId: number;
  id: string;
  now: Millis;
  retentionMs: Millis;
}

/** One attempt now, whatever its schedule says. One that waits for such an attempt already just goes on waiting. */
export function forceRetry(db: Connection, { environmentId, id, ...times }: ByHand): Delivery | RetryRefusal {
  const now = environmentNow(db, environmentId, times.now);
  const delivery = deliveryState(db, environmentId, id);
  if (delivery === undefined) return "delivery_not_found";
  const refusal = refusalFor(delivery, now - times.retentionMs);
  if (refusal !== null) return refusal;
  if (delivery.status === "succeeded" || delivery.lease_token !== null) return "delivery_not_retryable";
  if (delivery.lane === BY_HAND) return deliveryBySeq(db, delivery.seq);
  queueByHand(db, delivery.seq, now);
  db.noteWorkDue(times.now);
  if (delivery.status === "dead") countRevived(db, delivery.destination_seq);
  return deliveryBySeq(db, delivery.seq);
}

/** Out of the DLQ, as if it had just been created. */
export function replayDead(
  db: Connection,
  { environmentId, id, ...times }: ByHand,
): Delivery | RetryRefusal | "destination_paused" {
  const now = environmentNow(db, environmentId, times.now);
  const delivery = deliveryState(db, environmentId, id);
  if (delivery === undefined) return "delivery_not_found";
  const refusal = refusalFor(delivery, now - times.retentionMs);
  if (refusal !== null) return refusal;
  if (delivery.status !== "dead") return "delivery_not_retryable";
  if (delivery.destination_status === "paused") return "destination_paused";
  revive(db, delivery.seq, now);
  db.noteWorkDue(times.now);
  countRevived(db, delivery.destination_seq);
  return deliveryBySeq(db, delivery.seq);
}

/** Out of the DLQ for good. */
export function deleteDead(db: Connection, environmentId: number, id: string): boolean {
  const delivery = deliveryState(db, environmentId, id);
  if (delivery?.status !== "dead") return false;
  deleteDelivery(db, delivery.seq);
  const states = new StateChanges();
  states.add(delivery.destination_seq, { dead: -1, inFlight: delivery.lease_token === null ? 0 : -1 });
  states.write(db);
  return true;
}

function refusalFor(
  delivery: DeliveryState,
  retainedSince: Millis,
): "delivery_too_old" | "destination_deleted" | null {
  if (delivery.event_created_at <= retainedSince) return "delivery_too_old";
  return delivery.destination_deleted === 1 ? "destination_deleted" : null;
}

function countRevived(db: Connection, destinationSeq: number): void {
  const states = new StateChanges();
  states.add(destinationSeq, { dead: -1 });
  states.write(db);
}

function queueByHand(db: Connection, seq: number, now: Millis): void {
  db.prepare<[number, number, number]>(
    `UPDATE deliveries SET
       resume_status = status, resume_due_at = due_at, resume_dead_reason = dead_reason,
       status = 'retrying', lane = ${BY_HAND}, due_at = ?, attempt_trigger = 'manual', dead_reason = NULL, completed_at = NULL,
       updated_at = ?
     WHERE seq = ?`,
  ).run(now, now, seq);
}

export function revive(db: Connection, seq: number, now: Millis): void {
  db.prepare<[number, number, number, number]>(
    `UPDATE deliveries SET
       status = 'retrying', lane = ${RETRIES}, due_at = ?, retry_count = NULL, budget_started_at = ?, dead_reason = NULL,
       completed_at = NULL, updated_at = ?
     WHERE seq = ?`,
  ).run(now, now, now, seq);
}

export function deleteDelivery(db: Connection, seq: number): void {
  db.prepare<[number]>("DELETE FROM attempts WHERE delivery_seq = ?").run(seq);
  db.prepare<[number]>("DELETE FROM deliveries WHERE seq = ?").run(seq);
}
