import { randomUUID } from "node:crypto";
import type { Event, ReadableEvent } from "../../domain/domain.js";
import { orderingKeyFor } from "../../domain/ordering.js";
import { identityOf, newQueued, showQueued, waitingFor } from "../../domain/queued.js";
import { Counter } from "../counter.js";
import { keyName, repeatOf } from "../event-keys.js";
import type {
  CommitOptions,
  CommitResult,
  Idempotent,
  IdempotentRequest,
  Lease,
  NewDelivery,
  NewEvent,
} from "../store.js";
import { takeAnnouncements } from "./announcements.js";
import { insertCounts } from "./counts.js";
import type { Transaction } from "./database.js";
import { deliveriesOfEvent, type DeliveryRow, insertDeliveries } from "./deliveries.js";
import type { Engine } from "./engine.js";
import { type EnvironmentRow, readEnvironments } from "./environments.js";
import { findEvent, insertEvents } from "./events.js";
import { idempotentWithin, takeEventKeys } from "./idempotency.js";
import { insertGroups } from "./lease-groups.js";
import { type Held, leaseOf } from "./leases.js";
import { shareEnvironments } from "./locks.js";
import { type OrderedKey, Places } from "./ordered.js";
import { insertQueued, type Queued } from "./queue.js";
import { readTargets, type Target } from "./targets.js";
import { knownUuid } from "./ulid-uuid.js";

/** Deliveries of one transaction, about. An event is never divided. */
const STEP_DELIVERIES = 1000;

interface Commit {
  batch: readonly NewEvent[];
  options: CommitOptions;
  request: IdempotentRequest<CommitResult[]> | undefined;
}

/**
 * Ingest: see `Store.commit`. A batch with a wide fan-out goes in several transactions, unless it is one idempotent request, which
 * is stored whole or not at all.
 */
export async function commit(
  engine: Engine,
  { batch, options, request }: Commit,
): Promise<Idempotent<CommitResult[]> | "stale"> {
  if (batch.some(({ deliveries }) => deliveries.some(({ handOff }) => handOff))) {
    await engine.workers.join();
    await engine.clock.compareIfMoved(engine.db);
  }
  if (request === undefined) return { result: await commitInSteps(engine, batch, options) };
  const [first] = batch;
  if (first === undefined) return { result: [] };
  return await engine.db.transaction(
    (tx) =>
      idempotentWithin<CommitResult[] | "stale">(
        tx,
        { environmentId: first.event.environment_id, request },
        async () => {
          const results = await new CommitStep(engine, tx, options).run(batch, { whole: true });
          return results ?? "stale";
        },
      ),
    { lane: "ingest" },
  );
}

/** Rejects only if every step failed: otherwise the caller has to learn what is stored and leased. */
async function commitInSteps(
  engine: Engine,
  batch: readonly NewEvent[],
  options: CommitOptions,
): Promise<CommitResult[]> {
  const steps = stepsOf(batch);
  const settled: PromiseSettledResult<CommitResult[]>[] = [];
  // One after the other, also when one has to be repeated: a batch keeps its order.
  for (const step of steps) {
    const committed = engine.db.transaction(
      async (tx) => (await new CommitStep(engine, tx, options).run(step, { whole: false })) ?? [],
      { lane: "ingest" },
    );
    settled.push(...(await Promise.allSettled([committed])));
  }
  const [first] = settled;
  if (first?.status === "rejected" && settled.every(({ status }) => status === "rejected")) {
    throw first.reason;
  }
  return settled.flatMap((outcome, index): CommitResult[] => {
    if (outcome.status === "fulfilled") return outcome.value;
    const error: unknown = outcome.reason;
    return (steps[index] ?? []).map(() => ({ status: "failed", error }));
  });
}

function stepsOf(batch: readonly NewEvent[]): NewEvent[][] {
  const steps: NewEvent[][] = [];
  let deliveries = Infinity;
  for (const item of batch) {
    if (deliveries + item.deliveries.length > STEP_DELIVERIES) {
      steps.push([]);
      deliveries = 0;
    }
    steps.at(-1)?.push(item);
    deliveries += item.deliveries.length;
  }
  return steps;
}

type Created = Extract<CommitResult, { status: "created" }>;

/** One transaction: what is read at its beginning for the whole batch, and what is written together at the end. */
class CommitStep {
  readonly #environments = new Map<number, EnvironmentRow>();
  readonly #created = new Map<string, Created>();
  /** The events that have a key, by key: null for a key of a whole request. */
  readonly #earlier = new Map<string, Earlier | null>();
  readonly #counter = new Counter();
  readonly #events: Pick<NewEvent, "event" | "trace">[] = [];
  readonly #deliveries: DeliveryRow[] = [];
  readonly #queued: Queued[] = [];
  readonly #handedOver: Held[] = [];
  /** A group for each end of leases. */
  readonly #groups = new Map<number, { id: string; size: number }>();
  #targets = new Map<string, Target>();
  /** Those that this transaction removes. */
  #announcements = new Set<number>();
  #places: Places | null = null;

  constructor(
    readonly engine: Engine,
    readonly tx: Transaction,
    readonly options: CommitOptions,
  ) {}

  /** Null when `whole` and one of them is stale: then nothing is written. */
  async run(batch: readonly NewEvent[], { whole }: { whole: boolean }): Promise<CommitResult[] | null> {
    await this.#read(batch);
    const fresh = batch.filter((item) => !this.#isStale(item));
    if (whole && fresh.length < batch.length) return null;
    await this.#takeKeys(fresh);
    await this.#takeAnnouncements(fresh);
    await this.#lockPlaces(fresh);
    const results = batch.map((item) => this.#one(item));
    this.#write();
    return results;
  }

  async #read(batch: readonly NewEvent[]): Promise<void> {
    const { tx, options } = this;
    const environmentIds = [...new Set(batch.map(({ event }) => event.environment_id))];
    shareEnvironments(tx, environmentIds);
    const destinationIds = new Set(
      batch.flatMap(({ deliveries }) => deliveries.map(({ destination_id }) => destination_id)),
    );
    const [environments, targets] = await Promise.all([
      readEnvironments(tx, environmentIds),
      readTargets(tx, [...destinationIds], options.now),
    ]);
    for (const environment of environments) this.#environments.set(environment.id, environment);
    this.#targets = targets;
  }

  #isStale({ event, version }: NewEvent): boolean {
    const { environment_id: id } = event;
    const environment = this.#environment(id);
    const stale = environment.version !== version || isBehind(event, environment);
    if (stale) this.tx.noteEnvironmentStale(id);
    return stale;
  }

  #environment(id: number): EnvironmentRow {
    const environment = this.#environments.get(id);
    if (environment === undefined) throw new Error(`Environment ${id} is missing.`);
    return environment;
  }

  async #takeKeys(fresh: readonly NewEvent[]): Promise<void> {
    const firsts = new Map<string, Parameters<typeof takeEventKeys>[1][number]>();
    for (const { event, idempotencyExpiresAt: expiresAt } of fresh) {
      const { environment_id: environmentId, idempotency_key: key, id: eventId } = event;
      if (key === null || expiresAt === null || firsts.has(keyName(event))) continue;
      const now = this.options.now + this.#environment(environmentId).clock_offset_ms;
      firsts.set(keyName(event), { environmentId, key, eventId, expiresAt, now });
    }
    for (const { environmentId, key, eventId } of await takeEventKeys(this.tx, [...firsts.values()])) {
      const name = keyName({ environment_id: environmentId, idempotency_key: key });
      this.#earlier.set(name, eventId === null ? null : await this.#readEarlier(environmentId, eventId));
    }
  }

  async #takeAnnouncements(fresh: readonly NewEvent[]): Promise<void> {
    const seqs = fresh.flatMap(({ announcement }) => announcement ?? []);
    if (seqs.length > 0) this.#announcements = await takeAnnouncements(this.tx, seqs);
  }

  /** Null for an event whose row has gone: its key refuses everything until its window ends. */
  async #readEarlier(environmentId: number, id: string): Promise<Earlier | null> {
    const [event, deliveries] = await Promise.all([
      findEvent(this.tx, environmentId, id),
      deliveriesOfEvent(this.tx, environmentId, id),
    ]);
    return event === null ? null : { event, deliveries };
  }

  /** The last locks of the transaction, and the only ones for which another commit may have to wait for its end. */
  async #lockPlaces(fresh: readonly NewEvent[]): Promise<void> {
    const keys = fresh.flatMap(({ event, deliveries }) =>
      deliveries.flatMap(
        ({ destination_id }) => this.#orderedKey(event, this.#targets.get(destination_id)) ?? [],
      ),
    );
    if (keys.length > 0) this.#places = await Places.lock(this.tx, keys);
  }

  #orderedKey(event: Event, target: Target | undefined): OrderedKey | null {
    const orderingKey = target === undefined ? null : orderingKeyFor(target, event);
    return target === undefined || orderingKey === null ? null : { destinationSeq: target.seq, orderingKey };
  }

  #one(item: NewEvent): CommitResult {
    if (this.#isStale(item)) return { status: "stale" };
    const { announcement } = item;
    if (announcement !== undefined && !this.#announcements.delete(announcement))
      return { status: "already_taken" };
    const earlier = this.#repeat(item.event);
    if (earlier !== null) return earlier;
    const { event } = item;
    this.#events.push(item);
    this.#counter.ingested(event.environment_id, event.created_at);
    const deliveries = item.deliveries.map((to) => this.#deliver(item, to));
    const created: Created = { status: "created", event, deliveries };
    if (event.idempotency_key !== null) this.#created.set(keyName(event), created);
    return created;
  }

  /** The outcome for an event whose key is taken; null when it is free. */
  #repeat(event: ReadableEvent): CommitResult | null {
    if (event.idempotency_key === null) return null;
    const earlier = this.#earlier.get(keyName(event));
    if (earlier === null) return { status: "conflict" };
    if (earlier !== undefined) return repeatOf(event, earlier.event, () => earlier.deliveries);
    const created = this.#created.get(keyName(event));
    if (created === undefined) return null;
    return repeatOf(event, created.event, () => created.deliveries.map(({ delivery }) => delivery));
  }

  #deliver(item: NewEvent, to: NewDelivery): Created["deliveries"][number] {
    const target = this.#targets.get(to.destination_id);
    if (target?.environment_id !== item.event.environment_id) {
      throw new Error(
        `Destination ${to.destination_id} is missing from environment ${item.event.environment_id}.`,
      );
    }
    const { event } = item;
    const identity = identityOf(event, to);
    const row = { ...identity, destination_seq: target.seq };
    const key = this.#orderedKey(event, target);
    const behind = key !== null && this.#places?.take(key, to.id) === true;
    const fresh = newQueued(event.created_at);
    const queued = behind ? { ...fresh, behind } : fresh;
    this.#deliveries.push(row);
    this.#counter.routed({
      environmentId: event.environment_id,
      destinationSeq: target.seq,
      at: event.created_at,
    });
    const { group, lease } = (behind ? null : this.#lease(target, to)) ?? {};
    if (group === undefined || lease === undefined) {
      this.#queued.push([row, queued]);
      const waiting = waitingFor(queued, target);
      return { delivery: showQueued(identity, queued, { last: null, waiting }), lease: null };
    }
    const place = { destinationSeq: target.seq, identity, queued, trigger: "schedule", token: null } as const;
    const ordered = { orderingKey: key?.orderingKey ?? null, startsBudget: false };
    const held: Held = { ...place, ...ordered, lease, group, taken: false, version: item.version };
    this.#handedOver.push(held);
    this.engine.leases.add(this.tx, held);
    return { delivery: showQueued(identity, queued, { last: null, waiting: null }), lease };
  }

  /** Once one delivery of a destination goes to the queue, later ones wait behind it. */
  #lease(target: Target, { handOff }: NewDelivery): { group: string; lease: Lease } | null {
    const { leases, workers } = this.engine;
    target.open &&= handOff;
    if (!target.open) return null;
    // The only worker may hold more than the destination has slots, and keeps the rest waiting in its memory.
    const { slots, whole } = workers.share(target.seq, target.max_concurrent_deliveries);
    target.open = whole || leases.inFlight(target.seq) < slots;
    if (!target.open) return null;
    const { now, leaseSlackMs } = this.options;
    const expiresAt = now + target.timeout_seconds * 1000 + leaseSlackMs;
    let group = this.#groups.get(expiresAt);
    if (group === undefined) {
      group = { id: randomUUID(), size: 0 };
      this.#groups.set(expiresAt, group);
    }
    group.size += 1;
    return { group: group.id, lease: leaseOf(group.id, group.size, expiresAt) };
  }

  #write(): void {
    const { tx, engine } = this;
    insertEvents(tx, this.#events);
    insertDeliveries(tx, this.#deliveries);
    insertQueued(tx, this.#queued);
    if (this.#queued.length > 0) tx.noteWorkDue(this.options.now);
    this.#places?.write();
    insertGroups(tx, engine, this.#handedOver);
    insertCounts(tx, this.#counter);
  }
}

interface Earlier {
  event: Event;
  deliveries: Extract<CommitResult, { status: "duplicate" }>["deliveries"];
}

/** Its id is from before an erasure of tenants, made by a process whose clock is behind: it gets a new one, by the snapshot's `idsNotBefore`. */
function isBehind({ id, tenant }: Event, { erased_to }: EnvironmentRow): boolean {
  return tenant !== null && erased_to !== null && knownUuid(id) <= erased_to;
}
