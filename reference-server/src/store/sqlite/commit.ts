import type { Delivery, Event } from "../../domain/domain.js";
import type { CommitOptions, CommitResult, Lease, NewEvent } from "../store.js";
import type { Connection } from "./connection.js";
import { StateChanges } from "./destination-state.js";
import { deliveriesOfEvent } from "./delivery-reads.js";
import { insertDelivery, insertEvent, newDelivery } from "./delivery-writes.js";
import { eventOfKey, insertEventKey } from "./event-keys.js";
import { isAnswerKey } from "./key-use.js";
import { FIRST_ATTEMPTS, type MakeLease } from "./leases.js";
import { findAnswer, insertAnswer } from "./once.js";
import { type EnvironmentRow, readEnvironment } from "./environments.js";
import { type Slots, readSlots } from "./slots.js";
import { StatCounts } from "./stat-counts.js";

/** Ingest: see `Store.commit`. Durable only when the log has been synced behind it (wal-sync.ts). */
export function commit(
  db: Connection,
  { batch, makeLease }: { batch: NewEvent[]; makeLease: MakeLease },
  options: CommitOptions,
): CommitResult[] {
  return db.quickly(() => {
    const [first] = batch;
    const { once } = options;
    if (once === undefined || first === undefined) return new Ingest(db, makeLease, options).run(batch);
    const answer = findAnswer(db, [first.environment.id, once.key, once.now]);
    if (answer !== null) return batch.map(() => ({ status: "repeated", answer }));
    const ingest = new Ingest(db, makeLease, options);
    // The answer speaks for the whole batch, so it is stored whole or not at all.
    if (batch.some((item) => ingest.isStale(item))) return batch.map(() => ({ status: "stale" }));
    const results = ingest.run(batch);
    insertAnswer(db, first.environment.id, { key: once, answer: once.answer(results) });
    return results;
  });
}

/** One batch inside its transaction: what is read once per environment and destination, and what is written once at the end. */
class Ingest {
  readonly #environments = new Map<number, EnvironmentRow>();
  readonly #slots = new Map<string, Slots>();
  readonly #states = new StateChanges();
  readonly #stats: StatCounts;
  #handOff: number;

  constructor(
    readonly db: Connection,
    readonly makeLease: MakeLease,
    readonly options: CommitOptions,
  ) {
    this.#stats = new StatCounts(db);
    this.#handOff = options.handOff;
  }

  run(batch: NewEvent[]): CommitResult[] {
    const results = batch.map((item) => this.#one(item));
    this.#states.write(this.db);
    this.#stats.write();
    return results;
  }

  isStale({ environment, version }: NewEvent): boolean {
    const stale = this.#environment(environment.id).version !== version;
    if (stale) this.db.noteEnvironmentChanged(environment.id);
    return stale;
  }

  #one(item: NewEvent): CommitResult {
    if (this.isStale(item)) return { status: "stale" };
    const earlier = this.#earlier(item);
    if (earlier === "conflict") return { status: "conflict" };
    if (earlier !== null) return this.#repeat(item.event, earlier);
    const { event } = item;
    const eventSeq = insertEvent(this.db, event);
    if (event.idempotency_key !== null && item.idempotencyExpiresAt !== null) {
      insertEventKey(this.db, event, item.idempotencyExpiresAt);
    }
    this.#stats.ingested(event.environment_id, event.created_at);
    const deliveries = item.deliveries.map((to) => this.#deliver(event, eventSeq, to));
    return { status: "created", event, deliveries };
  }

  /** The event that has the key; a conflict when another kind of request has it. */
  #earlier({ event }: NewEvent): Event | "conflict" | null {
    if (event.idempotency_key === null) return null;
    const now = this.options.now + this.#environment(event.environment_id).clock_offset_ms;
    const key = { environmentId: event.environment_id, key: event.idempotency_key, now };
    return isAnswerKey(this.db, key) ? "conflict" : eventOfKey(this.db, key);
  }

  #repeat(event: Event, earlier: Event): CommitResult {
    if (earlier.type !== event.type || !earlier.body.equals(event.body)) return { status: "conflict" };
    const deliveries = deliveriesOfEvent(this.db, earlier.environment_id, earlier.id);
    return { status: "duplicate", event: earlier, deliveries };
  }

  #deliver(
    event: Event,
    eventSeq: number,
    to: { id: string; destination_id: string },
  ): { delivery: Delivery; lease: Lease | null } {
    const slots = this.#slotsOf(event.environment_id, to.destination_id);
    const delivery = newDelivery(event, to, event.created_at);
    const lease = this.#takeSlot(slots);
    if (lease === null) this.db.noteWorkDue(this.options.now);
    insertDelivery(this.db, {
      delivery,
      eventSeq,
      destinationSeq: slots.destinationSeq,
      trigger: "schedule",
      place: lease === null ? { lane: FIRST_ATTEMPTS } : { lease },
    });
    this.#stats.routed({
      environmentId: event.environment_id,
      destinationSeq: slots.destinationSeq,
      at: event.created_at,
    });
    return { delivery, lease };
  }

  /** A lease, if the delivery may be sent at once. Once one of a destination has to wait, later ones wait behind it. */
  #takeSlot(slots: Slots): Lease | null {
    if (this.#handOff <= 0 || slots.free <= 0) {
      slots.free = 0;
      return null;
    }
    this.#handOff -= 1;
    slots.free -= 1;
    this.#states.add(slots.destinationSeq, { inFlight: 1 });
    return this.makeLease(this.options.now + slots.timeoutMs + this.options.leaseSlackMs);
  }

  #slotsOf(environmentId: number, destinationId: string): Slots {
    let slots = this.#slots.get(destinationId);
    if (slots === undefined) {
      const environmentTime = this.options.now + this.#environment(environmentId).clock_offset_ms;
      slots = readSlots(
        this.db,
        { environmentId, destinationId, now: environmentTime },
        this.options.perDestination,
      );
      this.#slots.set(destinationId, slots);
    }
    return slots;
  }

  #environment(environmentId: number): EnvironmentRow {
    let environment = this.#environments.get(environmentId);
    if (environment === undefined) {
      environment = readEnvironment(this.db, environmentId);
      this.#environments.set(environmentId, environment);
    }
    return environment;
  }
}
