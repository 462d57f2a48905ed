import type { AttemptTrigger, DeadReason, Delivery, DeliveryStatus, Millis } from "../../domain.js";
import type { Decision, SettleResult, Settlement } from "../store.js";
import { Breaker } from "./breaker.js";
import type { Connection } from "./connection.js";
import { StateChanges } from "./destination-state.js";
import { deliveryBySeq } from "./delivery-reads.js";
import { type SettledRow, insertAttempt, settleDelivery } from "./delivery-writes.js";
import { FIRST_ATTEMPTS, RETRIES } from "./leases.js";
import { readScope } from "./scopes.js";
import { StatCounts } from "./stat-counts.js";

/** Records attempts and their decisions: see `Store.settle`. */
export function settle(db: Connection, batch: Settlement[], now: Millis): SettleResult {
  return db.quickly(() => {
    const context: Context = {
      db,
      now,
      offsets: new Map(),
      states: new StateChanges(),
      stats: new StatCounts(db),
      breaker: new Breaker(db),
    };
    const deliveries = batch.map((settlement) => settleOne(context, settlement));
    context.states.write(db);
    context.stats.write();
    return { deliveries, breaker: context.breaker.write() };
  });
}

interface Context {
  db: Connection;
  now: Millis;
  offsets: Map<number, Millis>;
  states: StateChanges;
  stats: StatCounts;
  breaker: Breaker;
}

interface Leased {
  seq: number;
  eventId: string;
  eventType: string;
  destinationSeq: number;
  status: DeliveryStatus;
  trigger: AttemptTrigger;
  retryCount: number | null;
  attemptCount: number;
  deadReason: DeadReason | null;
  createdAt: Millis;
  completedAt: Millis | null;
}

function settleOne(context: Context, settlement: Settlement): Delivery | null {
  const { db, states, stats, breaker } = context;
  const leased = leasedDelivery(db, settlement);
  if (leased === undefined) return null;
  const now = scopeTime(context, settlement.scope_id);
  const { attempt } = settlement;
  const row = settledRow(leased, settlement, now);
  settleDelivery(db, row);
  const where = { scopeId: settlement.scope_id, destinationSeq: leased.destinationSeq, at: now };
  const died = row.status === "dead" && leased.status !== "dead";
  states.add(leased.destinationSeq, { inFlight: -1, dead: died ? 1 : 0 });
  if (died) stats.died(where);
  if (attempt === null) return deliveryBySeq(db, leased.seq);
  insertAttempt(db, leased.seq, attempt);
  stats.attempted(where, attempt.outcome, attempt.latency_ms);
  breaker.record(where, attempt.outcome);
  return toDelivery(leased, { settlement, row, attempt });
}

function scopeTime({ db, now, offsets }: Context, scopeId: number): Millis {
  let offset = offsets.get(scopeId);
  if (offset === undefined) {
    offset = readScope(db, scopeId).clock_offset_ms;
    offsets.set(scopeId, offset);
  }
  return now + offset;
}

/** Nothing when the lease is somebody else's by now, or the delivery is gone. */
function leasedDelivery(db: Connection, { scope_id, id, leaseToken }: Settlement): Leased | undefined {
  // Rows as arrays: this is read for every attempt, and objects made by the driver take half as long again.
  const row = db
    .prepare<
      [number, string, string],
      [
        number,
        string,
        string,
        number,
        DeliveryStatus,
        AttemptTrigger,
        number | null,
        number,
        DeadReason | null,
        Millis,
        Millis | null,
      ]
    >(
      `SELECT d.seq, e.id, d.event_type, d.destination_seq, d.status, d.attempt_trigger, d.retry_count, d.attempt_count,
         d.dead_reason, d.created_at, d.completed_at
       FROM deliveries d JOIN events e ON e.seq = d.event_seq
       WHERE d.scope_id = ? AND d.id = ? AND d.lease_token = ?`,
    )
    .raw()
    .get(scope_id, id, leaseToken);
  if (row === undefined) return undefined;
  const [seq, eventId, eventType, destinationSeq, status, trigger, ...rest] = row;
  const [retryCount, attemptCount, deadReason, createdAt, completedAt] = rest;
  return {
    seq,
    eventId,
    eventType,
    destinationSeq,
    status,
    trigger,
    retryCount,
    attemptCount,
    deadReason,
    createdAt,
    completedAt,
  };
}

function settledRow(leased: Leased, { attempt, retry_count, decision }: Settlement, now: Millis): SettledRow {
  const scheduled = attempt !== null && leased.trigger !== "manual";
  return {
    seq: leased.seq,
    retryCount: scheduled ? retry_count : leased.retryCount,
    attemptCount: leased.attemptCount + (attempt === null ? 0 : 1),
    updatedAt: now,
    ...(leased.status === "dead" ? asItDied(leased) : asDecided(decision, now)),
  };
}

type Fate = Pick<SettledRow, "status" | "lane" | "dueAt" | "deadReason" | "completedAt">;

/** Its destination was deleted while it was in flight: the attempt is recorded, and that is all. */
function asItDied({ deadReason, completedAt }: Leased): Fate {
  return { status: "dead", lane: null, dueAt: null, deadReason, completedAt };
}

function asDecided(decision: Decision, now: Millis): Fate {
  switch (decision.status) {
    case "succeeded":
      return { status: "succeeded", lane: null, dueAt: null, deadReason: null, completedAt: now };
    case "dead":
      return { status: "dead", lane: null, dueAt: null, deadReason: decision.dead_reason, completedAt: now };
    case "pending":
    case "retrying": {
      const lane = decision.status === "pending" ? FIRST_ATTEMPTS : RETRIES;
      // Delays with jitter are no whole milliseconds.
      return {
        status: decision.status,
        lane,
        dueAt: Math.round(decision.due_at),
        deadReason: null,
        completedAt: null,
      };
    }
  }
}

function toDelivery(
  leased: Leased,
  {
    settlement,
    row,
    attempt,
  }: { settlement: Settlement; row: SettledRow; attempt: NonNullable<Settlement["attempt"]> },
): Delivery {
  return {
    id: settlement.id,
    scope_id: settlement.scope_id,
    event_id: leased.eventId,
    event_type: leased.eventType,
    destination_id: settlement.destination_id,
    status: row.status,
    retry_count: row.retryCount ?? 0,
    response_code: attempt.response_code,
    response_body: attempt.response_body,
    latency_ms: attempt.latency_ms,
    error: attempt.error,
    next_retry_at: row.status === "retrying" ? row.dueAt : null,
    dead_reason: row.deadReason,
    created_at: leased.createdAt,
    updated_at: row.updatedAt,
    completed_at: row.completedAt,
  };
}
