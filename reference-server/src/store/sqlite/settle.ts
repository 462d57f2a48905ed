import { afterAttempt, type BreakerState, failingPercent } from "../../domain/circuit-breaker.js";
import { changeStatus } from "../../domain/change-destination.js";
import type { Attempt, Delivery, Millis } from "../../domain/domain.js";
import { countsAsDeath, nextState, type NextState } from "../../domain/next-state.js";
import { causesEvents, failingEvent, statusEvents } from "../../domain/operational-events.js";
import { type DeadDelivery, type LastAttempt, type QueuedDelivery, showDead } from "../../domain/queued.js";
import { Counter } from "../counter.js";
import { withoutResponse } from "../joined-delivery.js";
import { retryCountOf, type Settled, settleResult } from "../settled.js";
import type { NextOptions, Settlement, SettleResult } from "../store.js";
import { announce, announceDeaths } from "./announcements.js";
import { insertAttempts, lastAttempt, type NewAttempt } from "./attempts.js";
import { takeNext } from "./claim.js";
import { insertCounts } from "./counts.js";
import { insertDead } from "./dead.js";
import { breakerRow, resetBreaker, setConsecutiveFailures } from "./destination-state.js";
import { destinationBySeq, destinationFromRow, updateDestination } from "./destinations.js";
import type { Engine } from "./engine.js";
import { bumpVersion, readEnvironment } from "./environments.js";
import { type Held, keysOfHeld } from "./leases.js";
import { endOrdered } from "./ordered.js";
import { type DeliveryKeys, insertQueued } from "./queue.js";

/** Records attempts and their decisions: see `Store.settle`. In a transaction of the caller's. */
export function settle(
  engine: Engine,
  { batch, now, next }: { batch: readonly Settlement[]; now: Millis; next: NextOptions | undefined },
): SettleResult {
  const recording = new Recording(engine, now);
  const settled = batch.map((settlement) => recording.add(settlement));
  const { statusChanges, promoted } = recording.write();
  const taken = next === undefined ? [] : takeNext(engine, recording.freed, { ...next, now });
  if (promoted.some((seq) => engine.leases.bySeq(seq) === undefined)) engine.db.noteWorkDue(now);
  return settleResult(settled, { statusChanges, next: taken });
}

/** One batch: what is read once per environment and destination, and what is written together at the end. */
class Recording {
  /** Destinations with a slot less in use. */
  readonly freed = new Set<number>();
  readonly #offsets = new Map<number, Millis>();
  readonly #breakers = new Map<number, Breaker>();
  readonly #counter: Counter;
  readonly #attempts: NewAttempt[] = [];
  readonly #queued: [DeliveryKeys, QueuedDelivery][] = [];
  readonly #dead: [DeliveryKeys, DeadDelivery][] = [];
  readonly #died: Delivery[] = [];
  readonly #changes: SettleResult["statusChanges"] = [];
  /** Ordered ones that have finished. */
  readonly #ended: number[] = [];

  constructor(
    readonly engine: Engine,
    readonly now: Millis,
  ) {
    this.#counter = new Counter();
  }

  /** Null when the lease is no longer the caller's. */
  add(settlement: Settlement): Settled | null {
    const { leases } = this.engine;
    const held = leases.byToken(settlement.leaseToken);
    if (held === undefined || !isOf(held, settlement)) return null;
    leases.remove(held);
    this.freed.add(held.destinationSeq);
    const now = this.#environmentTime(settlement.environment_id);
    const next = nextState(held, settlement, now);
    const keys = keysOfHeld(held);
    if (next.kind === "queued") this.#requeue(keys, next.queued, now);
    else if (held.orderingKey !== null) this.#ended.push(held.seq);
    const { attempt: ended } = settlement;
    const attempt = ended !== null && held.isErased ? withoutResponse(ended) : ended;
    const last = attempt ?? lastAttempt(this.engine.db, held.seq);
    if (next.kind === "dead") this.#die(held, { keys, next, now, last });
    if (attempt !== null) this.#record(held, { attempt, next, now });
    return { identity: held.identity, next, last };
  }

  /** Returns the destinations that attempts paused or resumed, and the deliveries that may go after ordered ones that have finished. */
  write(): Pick<SettleResult, "statusChanges"> & { promoted: number[] } {
    const { db } = this.engine;
    insertAttempts(db, this.#attempts);
    insertQueued(db, this.#queued);
    insertDead(db, this.#dead);
    insertCounts(db, this.#counter);
    const promoted = endOrdered(db, this.#ended);
    for (const [seq, breaker] of this.#breakers) this.#writeBreaker(seq, breaker);
    announceDeaths(db, this.#died);
    return { statusChanges: this.#changes, promoted };
  }

  #writeBreaker(seq: number, { state, stored, armedFrom }: Breaker): void {
    const { db } = this.engine;
    const { consecutiveFailures, threshold } = state;
    if (consecutiveFailures !== stored) setConsecutiveFailures(db, seq, consecutiveFailures);
    const percent = failingPercent(state, armedFrom);
    if (percent === null || threshold === null) return;
    const destination = destinationFromRow(destinationBySeq(db, seq));
    const at = this.#environmentTime(destination.environment_id);
    announce(db, [failingEvent(destination, { consecutiveFailures, threshold, percent, at })]);
  }

  #requeue(keys: DeliveryKeys, queued: QueuedDelivery, now: Millis): void {
    this.#queued.push([keys, queued]);
    this.engine.db.noteWorkDue(queued.due_at - (now - this.now));
  }

  #die(held: Held, { keys, next, now, last }: Dying): void {
    this.#dead.push([keys, next.dead]);
    if (held.dead === null) this.#counter.deadLetters(held.destinationSeq, 1);
    if (!countsAsDeath(held, next)) return;
    const environmentId = held.identity.environment_id;
    this.#counter.died({ environmentId, destinationSeq: held.destinationSeq, at: now });
    this.#died.push(showDead(held.identity, next.dead, last));
  }

  #record(held: Held, { attempt, next, now }: { attempt: Attempt; next: NextState; now: Millis }): void {
    const { seq: deliverySeq, destinationSeq, identity } = held;
    const { id: deliveryId, environment_id: environmentId } = identity;
    this.#attempts.push({
      deliverySeq,
      environmentId,
      destinationSeq,
      deliveryId,
      attempt,
      settledAt: now,
      retryCount: retryCountOf(next),
    });
    const place = { environmentId, destinationSeq, at: now };
    this.#counter.attempted(place, attempt.outcome, attempt.latency_ms);
    this.#watch(held, attempt, now);
  }

  #watch({ destinationSeq, identity }: Held, attempt: Attempt, now: Millis): void {
    const breaker = this.#breaker(destinationSeq);
    const { state, change } = afterAttempt(breaker.state, attempt);
    const isReported = causesEvents(identity.event_type);
    const { consecutiveFailures } = state;
    if (!isReported || consecutiveFailures < breaker.state.consecutiveFailures)
      breaker.armedFrom = consecutiveFailures;
    breaker.state = state;
    if (change === null) return;
    const { db } = this.engine;
    const row = destinationBySeq(db, destinationSeq);
    const before = destinationFromRow(row);
    const destination = changeStatus(before, change, now);
    updateDestination(db, destinationSeq, destination);
    if (change === "resumed") {
      resetBreaker(db, destinationSeq);
      breaker.stored = 0;
    }
    if (isReported) announce(db, statusEvents(before, destination, consecutiveFailures));
    bumpVersion(db, row.environment_id);
    // At once: a worker that looks then learns when the first hold ends or the first probe may go.
    db.noteWorkDue(this.now);
    this.#changes.push({ destination, change, consecutiveFailures });
  }

  #breaker(destinationSeq: number): Breaker {
    let breaker = this.#breakers.get(destinationSeq);
    if (breaker === undefined) {
      const { failures, threshold, paused, held } = breakerRow(this.engine.db, destinationSeq);
      const state = { consecutiveFailures: failures, threshold, paused: paused === 1, held: held === 1 };
      breaker = { state, stored: failures, armedFrom: failures };
      this.#breakers.set(destinationSeq, breaker);
    }
    return breaker;
  }

  #environmentTime(environmentId: number): Millis {
    let offset = this.#offsets.get(environmentId);
    if (offset === undefined) {
      offset = readEnvironment(this.engine.db, environmentId).clock_offset_ms;
      this.#offsets.set(environmentId, offset);
    }
    return this.now + offset;
  }
}

interface Breaker {
  state: BreakerState;
  /** The count that the database has. */
  stored: number;
  /** The count from which percentages are newly reached: `stored`, or 0 after a success. */
  armedFrom: number;
}

interface Dying {
  keys: DeliveryKeys;
  next: NextState & { kind: "dead" };
  now: Millis;
  last: LastAttempt | null;
}

function isOf({ identity }: Held, { id, environment_id }: Settlement): boolean {
  return identity.id === id && identity.environment_id === environment_id;
}
