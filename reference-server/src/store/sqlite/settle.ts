import type { AttemptTrigger, DeadReason, Delivery, DeliveryStatus, Millis } from "../../domain/domain.js";
import type { Decision, SettleResult, Settlement } from "../store.js";
import { Breaker } from "./breaker.js";
import type { Connection } from "./connection.js";
import { StateChanges } from "./destination-state.js";
import { deliveryBySeq } from "./delivery-reads.js";
import { type SettledRow, insertAttempt, settleDelivery } from "./delivery-writes.js";
import { FIRST_ATTEMPTS, RETRIES } from "./leases.js";
import { readEnvironment } from "./environments.js";
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
    return { deliveries, breaker: context.breaker.write(), next: [] };
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
  event_id: string;
  event_type: string;
  destination_seq: number;
  status: DeliveryStatus;
  attempt_trigger: AttemptTrigger;
  retry_count: number | null;
  attempt_count: number;
  dead_reason: DeadReason | null;
  created_at: Millis;
  completed_at: Millis | null;
}

function settleOne(context: Context, settlement: Settlement): Delivery | null {
  const { db, states, stats, breaker } = context;
  const leased = leasedDelivery(db, settlement);
  if (leased === undefined) return null;
  const now = environmentTime(context, settlement.environment_id);
  const { attempt } = settlement;
  const row = settledRow(leased, settlement, now);
  settleDelivery(db, row);
  if (row.dueAt !== null) db.noteWorkDue(row.dueAt - (now - context.now));
  const where = { environmentId: settlement.environment_id, destinationSeq: leased.destination_seq, at: now };
  const died = row.status === "dead" && leased.status !== "dead";
  states.add(leased.destination_seq, { inFlight: -1, dead: died ? 1 : 0 });
  // One that a force-retry could not save has died before.
  if (died && leased.attempt_trigger !== "manual") stats.died(where);
  if (attempt === null) return deliveryBySeq(db, leased.seq);
  insertAttempt(db, leased.seq, attempt);
  stats.attempted(where, attempt.outcome, attempt.latency_ms);
  breaker.record(where, attempt.outcome);
  return toDelivery(leased, { settlement, row, attempt });
}

function environmentTime({ db, now, offsets }: Context, environmentId: number): Millis {
  let offset = offsets.get(environmentId);
  if (offset === undefined) {
    offset = readEnvironment(db, environmentId).clock_offset_ms;
    offsets.set(environmentId, offset);
  }
  return now + offset;
}

/** Nothing when the lease is somebody else's by now, or the delivery is gone. */
function leasedDelivery(db: Connection, { environment_id, id, leaseToken }: Settlement): Leased | undefined {
  return db
    .query<[number, string, string], Leased>(
      `SELECT d.seq, e.id AS event_id, d.event_type, d.destination_seq, d.status, d.attempt_trigger, d.retry_count,
         d.attempt_count, d.dead_reason, d.created_at, d.completed_at
       FROM deliveries d JOIN events e ON e.seq = d.event_seq
       WHERE d.environment_id = ? AND d.id = ? AND d.lease_token = ?`,
    )
    .get(environment_id, id, leaseToken);
}

function settledRow(leased: Leased, { attempt, retry_count, decision }: Settlement, now: Millis): SettledRow {
  const scheduled = attempt !== null && leased.attempt_trigger !== "manual";
  return {
    seq: leased.seq,
    retryCount: scheduled ? retry_count : leased.retry_count,
    attemptCount: leased.attempt_count + (attempt === null ? 0 : 1),
    updatedAt: now,
    ...(leased.status === "dead" ? asItDied(leased) : asDecided(decision, now)),
  };
}

type Fate = Pick<SettledRow, "status" | "lane" | "dueAt" | "deadReason" | "completedAt">;

/** Its destination was deleted while it was in flight: the attempt is recorded, and that is all. */
function asItDied({ dead_reason, completed_at }: Leased): Fate {
  return { status: "dead", lane: null, dueAt: null, deadReason: dead_reason, completedAt: completed_at };
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
    environment_id: settlement.environment_id,
    event_id: leased.event_id,
    event_type: leased.event_type,
    destination_id: settlement.destination_id,
    status: row.status,
    retry_count: row.retryCount ?? 0,
    response_code: attempt.response_code,
    response_body: attempt.response_body,
    latency_ms: attempt.latency_ms,
    error: attempt.error,
    next_retry_at: row.status === "retrying" ? row.dueAt : null,
    dead_reason: row.deadReason,
    created_at: leased.created_at,
    updated_at: row.updatedAt,
    completed_at: row.completedAt,
  };
}
