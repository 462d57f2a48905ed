import type { AttemptTrigger, DeadReason, DeliveryStatus, Millis } from "../../domain/domain.js";
import type { Lease, LeasedDelivery } from "../store.js";
import type { WaitingDestination } from "./backlog.js";
import type { Connection } from "./connection.js";
import type { Lane } from "./leases.js";

export interface DueRow {
  seq: number;
  id: string;
  event_id: string;
  event_type: string;
  body: Buffer;
  status: DeliveryStatus;
  due_at: Millis;
  retry_count: number | null;
  attempt_count: number;
  budget_started_at: Millis;
  resume_status: DeliveryStatus | null;
  resume_due_at: Millis | null;
  resume_dead_reason: DeadReason | null;
}

/** The longest due ones of one queue of a destination. */
export function dueDeliveries(
  db: Connection,
  params: { destinationSeq: number; lane: Lane; now: Millis; limit: number },
): DueRow[] {
  return db
    .query<[typeof params], DueRow>(
      `SELECT d.seq, d.id, e.id AS event_id, d.event_type, e.body, d.status, d.due_at, d.retry_count, d.attempt_count,
         d.budget_started_at, d.resume_status, d.resume_due_at, d.resume_dead_reason
       FROM deliveries d INDEXED BY deliveries_waiting JOIN events e ON e.seq = d.event_seq
       WHERE d.destination_seq = @destinationSeq AND d.lane = @lane AND d.due_at <= @now
       ORDER BY d.due_at
       LIMIT @limit`,
    )
    .all(params);
}

export function nextDueAfter(
  db: Connection,
  params: { destinationSeq: number; lane: Lane; now: Millis },
): Millis | null {
  return (
    db
      .query<[typeof params], { at: Millis | null }>(
        `SELECT min(due_at) AS at FROM deliveries INDEXED BY deliveries_waiting
         WHERE destination_seq = @destinationSeq AND lane = @lane AND due_at > @now`,
      )
      .get(params)?.at ?? null
  );
}

export function toLeased(
  row: DueRow,
  { destination, lease, trigger }: { destination: WaitingDestination; lease: Lease; trigger: AttemptTrigger },
): LeasedDelivery {
  const before =
    row.resume_status === null
      ? { status: row.status, due_at: row.due_at, dead_reason: null }
      : { status: row.resume_status, due_at: row.resume_due_at, dead_reason: row.resume_dead_reason };
  return {
    id: row.id,
    environment_id: destination.environment_id,
    version: destination.version,
    event_id: row.event_id,
    event_type: row.event_type,
    destination_id: destination.id,
    body: row.body,
    lease,
    trigger,
    retry_count: retryCountHeader(row.retry_count, trigger),
    attempt_number: row.attempt_count,
    budget_started_at: row.budget_started_at,
    before,
  };
}

/** A scheduled attempt counts on from the last scheduled one; an attempt by hand repeats its number. */
function retryCountHeader(last: number | null, trigger: AttemptTrigger): number {
  if (last === null) return 0;
  return trigger === "manual" ? last : last + 1;
}
