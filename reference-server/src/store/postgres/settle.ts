import { afterAttempt, type StatusChange } from "../../domain/circuit-breaker.js";
import { changeStatus } from "../../domain/change-destination.js";
import type { Attempt, Delivery, Millis } from "../../domain/domain.js";
import { countsAsDeath, type HeldDelivery, nextState, type NextState } from "../../domain/next-state.js";
import { causesEvents, statusEvents } from "../../domain/operational-events.js";
import { type DeadDelivery, type LastAttempt, showDead } from "../../domain/queued.js";
import { Counter } from "../counter.js";
import { withoutResponse } from "../joined-delivery.js";
import { retryCountOf, type Settled, settleResult } from "../settled.js";
import type { NextOptions, Settlement, SettleResult } from "../store.js";
import { announce, announceDeaths } from "./announcements.js";
import { announceFailing, type Breaker, breakerOf } from "./breakers.js";
import { insertAttempts, lastAttempts, type NewAttempt } from "./attempts.js";
import { takeNext } from "./claim.js";
import { insertCounts } from "./counts.js";
import type { Transaction } from "./database.js";
import { insertDead, readDead } from "./dead.js";
import { lockStates, readStates, resetBreaker, setConsecutiveFailures } from "./destination-state.js";
import { destinationBySeq, destinationFromRow, updateDestination } from "./destinations.js";
import type { Engine } from "./engine.js";
import { bumpVersion, type EnvironmentRow, readEnvironments } from "./environments.js";
import { erasedOf } from "./events.js";
import { deleteEmptied, lockGroups } from "./lease-groups.js";
import { type Held, keysOfHeld } from "./leases.js";
import { lockEnvironments } from "./locks.js";
import { noteLost, type Recorded, recordedBefore } from "./lost-settle.js";
import { endOrdered, lockKeys } from "./ordered.js";
import { deleteQueued, type DeliveryKeys, insertQueued, lockQueued, type Queued } from "./queue.js";
import { knownUuid } from "./ulid-uuid.js";

interface Settle {
  batch: readonly Settlement[];
  now: Millis;
  next: NextOptions | undefined;
}

/** Records attempts and their decisions: see `Store.settle`. */
export async function settle(engine: Engine, { batch, now, next }: Settle): Promise<SettleResult> {
  const held = batch.map((settlement) => heldFor(engine, settlement));
  const freed = new Set(held.flatMap((one) => one?.destinationSeq ?? []));
  const unrecorded = batch.map(() => null);
  if (freed.size === 0) return settleResult(unrecorded, { statusChanges: [], next: [] });
  const before = await recordedBefore(held);
  const given = { batch, held, earlier: new Map(before.flatMap(({ recorded }) => [...recorded])), now };
  const { settled, statusChanges } =
    (await record(engine, { ...given, locked: [] })) ?? (await recordLocked(engine, given));
  const changes = [...before.flatMap((one) => one.statusChanges.splice(0)), ...statusChanges];
  const taken = next === undefined ? [] : await takeNext(engine, freed, { ...next, now });
  return settleResult(settled, { statusChanges: changes, next: taken });
}

/** Undefined when this process does not hold the lease, or the batch has settled it before. */
function heldFor({ leases }: Engine, settlement: Settlement): Held | undefined {
  const held = leases.byToken(settlement.leaseToken);
  const { id, environment_id } = held?.identity ?? {};
  return id === settlement.id && environment_id === settlement.environment_id ? held : undefined;
}

interface Batch {
  batch: readonly Settlement[];
  held: readonly (Held | undefined)[];
  /** Those that an earlier try has recorded. */
  earlier: ReadonlyMap<Held, Settled>;
  now: Millis;
  /** Environments that the transaction may change. */
  locked: readonly number[];
}

/** A breaker that pauses or resumes its destination changes the environment, which takes its lock before everything else. */
async function recordLocked(engine: Engine, batch: Omit<Batch, "locked">): Promise<Recorded> {
  const locked = [...new Set(batch.batch.map(({ environment_id }) => environment_id))];
  const recorded = await record(engine, { ...batch, locked });
  if (recorded === null) throw new Error("A locked environment could not be changed.");
  return recorded;
}

/** Null when a destination would have to be paused or resumed, and its environment is not locked. Nothing is recorded then. */
async function record(engine: Engine, { batch, held, locked, ...of }: Batch): Promise<Recorded | null> {
  let recorded: Recorded = { settled: [], statusChanges: [] };
  try {
    return await engine.db.transaction(
      async (tx) => {
        if (locked.length > 0) await lockEnvironments(tx, locked);
        const recording = new Recording(engine, tx, { ...of, mayChange: locked.length > 0 });
        await recording.read(held);
        await recording.readDead(batch);
        const settled = batch.map((settlement, index) => recording.add(settlement, held[index]));
        return (recorded = { settled, statusChanges: await recording.write() });
      },
      { lane: "work", durable: false, lost: (commit) => noteLost(held, recorded, commit) },
    );
  } catch (error) {
    if (error instanceof EnvironmentChange) return null;
    throw error;
  }
}

/** Ends a transaction that turns out to change an environment. */
class EnvironmentChange extends Error {}

interface Dying {
  keys: DeliveryKeys;
  next: NextState & { kind: "dead" };
  now: Millis;
  last: LastAttempt | null;
}

/** One batch: what is read once per environment and destination, and what is written together at the end. */
class Recording {
  readonly #groups = new Set<string>();
  readonly #environments = new Map<number, EnvironmentRow>();
  readonly #breakers = new Map<number, Breaker>();
  /** Deliveries of deleted destinations and erased events that died while they were in flight. */
  #dead = new Map<string, DeadDelivery>();
  /** Of those that may be dead, the ones that still have a row in the queue. */
  #alive: ReadonlySet<string> = new Set();
  #last = new Map<string, LastAttempt>();
  /** Events that were erased while deliveries of them were in flight. */
  #erased: ReadonlySet<string> = new Set();
  readonly #settled = new Set<Held>();
  readonly #emptied: string[] = [];
  /** Those that have a row in the queue, which this process still holds. */
  readonly #dequeued: string[] = [];
  readonly #counter = new Counter();
  readonly #attempts: NewAttempt[] = [];
  readonly #queued: Queued[] = [];
  /** Ordered ones that have finished. */
  readonly #ended: string[] = [];
  readonly #died: [DeliveryKeys, DeadDelivery][] = [];
  /** Those of them whose death counts. */
  readonly #deaths: Delivery[] = [];
  readonly #changes: {
    seq: number;
    change: StatusChange;
    at: Millis;
    consecutiveFailures: number;
    isReported: boolean;
  }[] = [];

  constructor(
    readonly engine: Engine,
    readonly tx: Transaction,
    readonly options: Pick<Batch, "earlier" | "now"> & { mayChange: boolean },
  ) {}

  async read(batch: readonly (Held | undefined)[]): Promise<void> {
    const { tx } = this;
    const held = batch.filter((one) => one !== undefined);
    const seqs = [...new Set(held.map(({ destinationSeq }) => destinationSeq))];
    const [groups, environments, states] = await Promise.all([
      lockGroups(tx, [...new Set(held.map(({ group }) => group))]),
      readEnvironments(tx, [...new Set(held.map(({ identity }) => identity.environment_id))]),
      readStates(tx, seqs),
    ]);
    lockKeys(
      tx,
      held.flatMap(({ destinationSeq, orderingKey }) =>
        orderingKey === null ? [] : [{ destinationSeq, orderingKey }],
      ),
    );
    for (const group of groups.ids) this.#groups.add(group);
    tx.id = groups.transactionId;
    for (const environment of environments) this.#environments.set(environment.id, environment);
    for (const state of states) this.#breakers.set(state.destinationSeq, breakerOf(state));
  }

  /** And the last attempts of those that end without one, and the counts of failures that change. */
  async readDead(batch: readonly Settlement[]): Promise<void> {
    const { tx } = this;
    const held = batch.flatMap((settlement) => heldFor(this.engine, settlement) ?? []);
    this.#erased = await this.#erasedOf(held);
    const mayBeDead = held.filter((one) => this.#isDeleted(one) || this.#isErased(one));
    const unsent = batch.filter(({ attempt }) => attempt === null).map(({ id }) => id);
    const counted = new Set(
      batch.flatMap((settlement) => {
        const one = heldFor(this.engine, settlement);
        return one !== undefined && this.#changesCount(one.destinationSeq, settlement.attempt)
          ? one.destinationSeq
          : [];
      }),
    );
    if (mayBeDead.length > 0) {
      const ids = mayBeDead.map(({ identity }) => identity.id);
      // Before the dead are read: another transaction may be moving them there.
      this.#alive = await lockQueued(tx, ids);
      this.#dead = await readDead(tx, ids);
    }
    if (unsent.length > 0) this.#last = await lastAttempts(tx, unsent);
    if (counted.size === 0) return;
    for (const state of await lockStates(tx, [...counted])) {
      this.#breakers.set(state.destinationSeq, breakerOf(state));
    }
  }

  /** Only an environment that has erased something since they were leased has to be asked. */
  async #erasedOf(held: readonly Held[]): Promise<ReadonlySet<string>> {
    const erased = new Set<string>();
    for (const [environmentId, { erased_version }] of this.#environments) {
      const leasedBefore = held.filter(
        ({ identity, version }) => identity.environment_id === environmentId && version < erased_version,
      );
      if (leasedBefore.length === 0) continue;
      const eventIds = leasedBefore.map(({ identity }) => identity.event_id);
      for (const id of await erasedOf(this.tx, environmentId, eventIds)) erased.add(id);
    }
    return erased;
  }

  #isErased({ identity }: Held): boolean {
    return this.#erased.has(identity.event_id);
  }

  #isDeleted({ destinationSeq }: Held): boolean {
    return this.#breaker(destinationSeq).state.deleted;
  }

  #changesCount(destinationSeq: number, attempt: Attempt | null): boolean {
    if (attempt === null || attempt.outcome === "rejected") return false;
    const { state } = this.#breaker(destinationSeq);
    return attempt.outcome === "failed" || state.consecutiveFailures > 0 || state.held;
  }

  /** Null when the lease is no longer the caller's. */
  add(settlement: Settlement, held: Held | undefined): Settled | null {
    if (held === undefined || this.#settled.has(held)) return null;
    this.#settled.add(held);
    if (this.engine.leases.remove(this.tx, held)) this.#emptied.push(held.group);
    const earlier = this.options.earlier.get(held);
    if (earlier !== undefined) return earlier;
    const dead = this.#dead.get(held.identity.id) ?? null;
    if (!this.#groups.has(held.group) || this.#isRemoved(held, dead)) return null;
    if (held.taken) this.#dequeued.push(held.identity.id);
    const now = this.#environmentTime(settlement.environment_id);
    const current = { ...held, dead };
    const next = nextState(current, settlement, now);
    const keys = keysOfHeld(held);
    if (next.kind === "queued") this.#requeue([keys, next.queued], now);
    else if (held.orderingKey !== null) this.#ended.push(knownUuid(held.identity.id));
    const { identity } = held;
    const { attempt: ended } = settlement;
    const attempt = ended !== null && this.#isErased(held) ? withoutResponse(ended) : ended;
    const last = attempt ?? this.#last.get(identity.id) ?? null;
    if (next.kind === "dead") this.#die(current, { keys, next, now, last });
    if (attempt !== null) this.#record(held, { attempt, next, now });
    return { identity, next, last };
  }

  /**
   * Once its destination is deleted or its event erased, a delivery is in the queue or dead. One that is neither has been taken out of the
   * DLQ since.
   */
  #isRemoved(held: Held, dead: DeadDelivery | null): boolean {
    const mayBeDead = this.#isDeleted(held) || this.#isErased(held);
    return mayBeDead && dead === null && !this.#alive.has(held.identity.id);
  }

  /** Returns the destinations that attempts paused or resumed. */
  async write(): Promise<SettleResult["statusChanges"]> {
    const { tx } = this;
    if (this.#changes.length > 0 && !this.options.mayChange) throw new EnvironmentChange();
    deleteQueued(tx, this.#dequeued);
    insertAttempts(tx, this.#attempts);
    insertQueued(tx, this.#queued);
    insertDead(tx, this.#died);
    insertCounts(tx, this.#counter);
    // Those that an earlier try has recorded are there to see, unless a crash of the database lost them after all.
    const ended = [...this.#settled].filter((held) => !this.options.earlier.has(held));
    deleteEmptied(tx, { groups: this.#emptied, ended });
    if (await endOrdered(tx, this.#ended)) tx.noteWorkDue(this.options.now);
    const changes = await this.#changeDestinations();
    setConsecutiveFailures(
      tx,
      [...this.#breakers]
        .filter(([, { state, stored }]) => state.consecutiveFailures !== stored)
        .map(([destinationSeq, { state }]) => ({ destinationSeq, count: state.consecutiveFailures })),
    );
    await announceFailing(tx, this.#breakers, (id) => this.#environmentTime(id));
    await announceDeaths(tx, this.#deaths);
    return changes;
  }

  #requeue([keys, queued]: Queued, now: Millis): void {
    this.#queued.push([keys, queued]);
    this.tx.noteWorkDue(queued.due_at - (now - this.options.now));
  }

  #die(held: HeldDelivery & Held, { keys, next, now, last }: Dying): void {
    this.#died.push([keys, next.dead]);
    if (held.dead === null) this.#counter.deadLetters(held.destinationSeq, 1);
    if (!countsAsDeath(held, next)) return;
    const environmentId = held.identity.environment_id;
    this.#counter.died({ environmentId, destinationSeq: held.destinationSeq, at: now });
    this.#deaths.push(showDead(held.identity, next.dead, last));
  }

  #record(held: Held, { attempt, next, now }: { attempt: Attempt; next: NextState; now: Millis }): void {
    const { destinationSeq, identity } = held;
    this.#attempts.push({
      deliveryId: identity.id,
      attempt,
      settledAt: now,
      retryCount: retryCountOf(next),
    });
    const place = { environmentId: identity.environment_id, destinationSeq, at: now };
    this.#counter.attempted(place, attempt.outcome, attempt.latency_ms);
    this.#watch(held, attempt, now);
  }

  #watch({ destinationSeq: seq, identity }: Held, attempt: Attempt, at: Millis): void {
    const breaker = this.#breaker(seq);
    const { state, change } = afterAttempt(breaker.state, attempt);
    const isReported = causesEvents(identity.event_type);
    const { consecutiveFailures } = state;
    if (!isReported || consecutiveFailures < breaker.state.consecutiveFailures)
      breaker.armedFrom = consecutiveFailures;
    breaker.state = { ...breaker.state, ...state };
    if (change === null) return;
    this.#changes.push({ seq, change, at, consecutiveFailures, isReported });
  }

  async #changeDestinations(): Promise<SettleResult["statusChanges"]> {
    const { tx } = this;
    const changes: SettleResult["statusChanges"] = [];
    for (const { seq, change, at, consecutiveFailures, isReported } of this.#changes) {
      const row = await destinationBySeq(tx, seq);
      const before = destinationFromRow(row);
      const destination = changeStatus(before, change, at);
      updateDestination(tx, seq, destination);
      if (change === "resumed") {
        resetBreaker(tx, seq);
        this.#breaker(seq).stored = 0;
      }
      if (isReported) await announce(tx, statusEvents(before, destination, consecutiveFailures));
      await bumpVersion(tx, row.environment_id);
      // At once: a worker that looks then learns when the first hold ends or the first probe may go.
      tx.noteWorkDue(this.options.now);
      changes.push({ destination, change, consecutiveFailures });
    }
    return changes;
  }

  #breaker(destinationSeq: number): Breaker {
    const breaker = this.#breakers.get(destinationSeq);
    if (breaker === undefined) throw new Error(`Destination row ${destinationSeq} is missing.`);
    return breaker;
  }

  #environmentTime(environmentId: number): Millis {
    return this.options.now + (this.#environments.get(environmentId)?.clock_offset_ms ?? 0);
  }
}
