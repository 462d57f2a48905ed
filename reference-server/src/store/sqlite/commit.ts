import type { Event, ReadableEvent } from "../../domain/domain.js";
import { identityOf, newQueued, type QueuedDelivery, showQueued, waitingFor } from "../../domain/queued.js";
import { orderingKeyFor } from "../../domain/ordering.js";
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
import { takeAnnouncement } from "./announcements.js";
import { insertCounts } from "./counts.js";
import { deliveriesOfEvent, deliveryRow, type DeliveryRow, insertDeliveries } from "./deliveries.js";
import { type SlotRow, slotRow } from "./destinations.js";
import type { Engine } from "./engine.js";
import { type EnvironmentRow, readEnvironment } from "./environments.js";
import { findEvent, insertEvents, type NewEventRow } from "./events.js";
import { eventIdOfKey, idempotentWithin, insertEventKeys, isRequestKey } from "./idempotency.js";
import { type JobOptions, ownerOf } from "./hot-path.js";
import { insertCreatedGroup } from "./lease-groups.js";
import type { Held } from "./leases.js";
import { joinKey } from "./ordered.js";
import { insertQueued } from "./queue.js";

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
  if (request === undefined) return { result: await commitInSteps(engine, batch, options) };
  const work = () => commitWhole(engine, { batch, options, request });
  return await engine.hotPath.run(work, jobOf(batch));
}

/** Rejects only if every step failed: otherwise the caller has to learn what is stored and leased. */
async function commitInSteps(
  engine: Engine,
  batch: readonly NewEvent[],
  options: CommitOptions,
): Promise<CommitResult[]> {
  const steps = stepsOf(batch, engine.hotPath.stepWeight(jobOf(batch).owner));
  const settled = await Promise.allSettled(
    steps.map((step) => engine.hotPath.run(() => new CommitStep(engine, options).run(step), jobOf(step))),
  );
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

function jobOf(batch: readonly NewEvent[]): JobOptions {
  const weight = batch.reduce((sum, item) => sum + weightOf(item), 0);
  return { durable: true, weight, owner: ownerOf(batch.map(({ event }) => event.environment_id)) };
}

function weightOf({ deliveries }: NewEvent): number {
  return 1 + deliveries.length;
}

/** Others are served between two steps. An event is never divided. */
function stepsOf(batch: readonly NewEvent[], maxWeight: number): NewEvent[][] {
  const steps: NewEvent[][] = [];
  let weight = Infinity;
  for (const item of batch) {
    if (weight + weightOf(item) > maxWeight) {
      steps.push([]);
      weight = 0;
    }
    steps.at(-1)?.push(item);
    weight += weightOf(item);
  }
  return steps;
}

/** The stored response is that of the whole batch, so that one stale event makes all of it stale. */
function commitWhole(
  engine: Engine,
  { batch, options, request }: Commit,
): Idempotent<CommitResult[]> | "stale" {
  const [first] = batch;
  if (first === undefined) return { result: [] };
  const step = new CommitStep(engine, options);
  return idempotentWithin<CommitResult[] | "stale">(
    engine.db,
    { environmentId: first.event.environment_id, request },
    () => (batch.some((item) => step.isStale(item)) ? "stale" : step.run(batch)),
  );
}

type Created = Extract<CommitResult, { status: "created" }>;

/** A destination, and whether new deliveries may be leased. */
interface Target {
  row: SlotRow;
  open: boolean;
}

/** One transaction: what is read once per environment and destination, and what is written together at the end. */
class CommitStep {
  readonly #environments = new Map<number, EnvironmentRow>();
  readonly #targets = new Map<string, Target>();
  readonly #created = new Map<string, Created>();
  readonly #counter: Counter;
  readonly #events: NewEventRow[] = [];
  readonly #keys: { event: Event; expiresAt: number }[] = [];
  readonly #deliveries: DeliveryRow[] = [];
  readonly #queued: [DeliveryRow, QueuedDelivery][] = [];
  readonly #handedOver: Held[] = [];

  constructor(
    readonly engine: Engine,
    readonly options: CommitOptions,
  ) {
    this.#counter = new Counter();
  }

  run(batch: readonly NewEvent[]): CommitResult[] {
    const results = batch.map((item) => this.#one(item));
    this.#write();
    return results;
  }

  isStale({ event, version }: NewEvent): boolean {
    const stale = this.#environment(event.environment_id).version !== version;
    if (stale) this.engine.db.noteEnvironmentChanged(event.environment_id);
    return stale;
  }

  #one(item: NewEvent): CommitResult {
    if (this.isStale(item)) return { status: "stale" };
    const { announcement } = item;
    if (announcement !== undefined && !takeAnnouncement(this.engine.db, announcement))
      return { status: "already_taken" };
    const earlier = this.#earlier(item.event);
    if (earlier !== null) return earlier;
    const { event, trace } = item;
    const seq = this.engine.sequences.event();
    this.#events.push({ seq, event, trace });
    this.#counter.ingested(event.environment_id, event.created_at);
    const deliveries = item.deliveries.map((to) => this.#deliver({ event, seq }, to));
    const created: Created = { status: "created", event, deliveries };
    if (event.idempotency_key !== null && item.idempotencyExpiresAt !== null) {
      this.#keys.push({ event, expiresAt: item.idempotencyExpiresAt });
      this.#created.set(keyName(event), created);
    }
    return created;
  }

  /** The outcome for an event whose key is taken; null when it is free. */
  #earlier(event: ReadableEvent): CommitResult | null {
    const { environment_id: environmentId, idempotency_key: key } = event;
    if (key === null) return null;
    const created = this.#created.get(keyName(event));
    if (created !== undefined) {
      return repeatOf(event, created.event, () => created.deliveries.map(({ delivery }) => delivery));
    }
    const { db } = this.engine;
    const keyAt = {
      environmentId,
      key,
      now: this.options.now + this.#environment(environmentId).clock_offset_ms,
    };
    if (isRequestKey(db, keyAt)) return { status: "conflict" };
    const id = eventIdOfKey(db, keyAt);
    const earlier = id === null ? null : findEvent(db, environmentId, id);
    if (earlier === null) return null;
    return repeatOf(event, earlier, () => deliveriesOfEvent(this.engine, environmentId, earlier.id));
  }

  #deliver(
    { event, seq: eventSeq }: { event: Event; seq: number },
    to: NewDelivery,
  ): Created["deliveries"][number] {
    const target = this.#targetOf(event.environment_id, to.destination_id);
    const identity = identityOf(event, to);
    const destinationSeq = target.row.seq;
    const seq = this.engine.sequences.delivery();
    const row = deliveryRow(identity, { seq, event_seq: eventSeq, destination_seq: destinationSeq });
    const orderingKey = orderingKeyFor(target.row, event);
    const behind =
      orderingKey !== null && joinKey(this.engine.db, { destinationSeq, orderingKey, deliverySeq: seq });
    const fresh = newQueued(event.created_at);
    const queued = behind ? { ...fresh, behind } : fresh;
    const lease = behind ? null : this.#lease(target, to);
    this.#deliveries.push(row);
    if (lease === null) this.#queued.push([row, queued]);
    else
      this.#handedOver.push({
        seq,
        destinationSeq,
        identity,
        queued,
        trigger: "schedule",
        token: null,
        orderingKey,
        startsBudget: false,
        dead: null,
        isErased: false,
        lease,
        group: 0,
      });
    this.#counter.routed({ environmentId: event.environment_id, destinationSeq, at: event.created_at });
    const waiting = lease === null ? waitingFor(queued, target.row) : null;
    return { delivery: showQueued(identity, queued, { last: null, waiting }), lease };
  }

  /** Once one delivery of a destination goes to the queue, later ones wait behind it. */
  #lease(target: Target, { handOff }: NewDelivery): Lease | null {
    target.open &&= handOff;
    if (!target.open) return null;
    const { now, leaseSlackMs } = this.options;
    return this.engine.leases.create(now + target.row.timeout_seconds * 1000 + leaseSlackMs);
  }

  #targetOf(environmentId: number, destinationId: string): Target {
    let target = this.#targets.get(destinationId);
    if (target === undefined) {
      const now = this.options.now + this.#environment(environmentId).clock_offset_ms;
      const row = slotRow(this.engine.db, { environmentId, destinationId, now });
      target = { row, open: row.status === "active" && row.waiting === 0 && row.max_per_second === null };
      this.#targets.set(destinationId, target);
    }
    return target;
  }

  #environment(environmentId: number): EnvironmentRow {
    let environment = this.#environments.get(environmentId);
    if (environment === undefined) {
      environment = readEnvironment(this.engine.db, environmentId);
      this.#environments.set(environmentId, environment);
    }
    return environment;
  }

  #write(): void {
    const { db, leases } = this.engine;
    insertEvents(db, this.#events);
    insertEventKeys(db, this.#keys);
    insertDeliveries(db, this.#deliveries);
    insertQueued(db, this.#queued);
    if (this.#queued.length > 0) db.noteWorkDue(this.options.now);
    const [first, last] = [this.#handedOver[0], this.#handedOver.at(-1)];
    if (first !== undefined && last !== undefined) {
      const group = insertCreatedGroup(db, { firstSeq: first.seq, lastSeq: last.seq });
      for (const held of this.#handedOver) {
        held.group = group;
        leases.add(held);
      }
    }
    insertCounts(db, this.#counter);
  }
}
