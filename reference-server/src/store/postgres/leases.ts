import type { AttemptTrigger, Millis } from "../../domain/domain.js";
import type { DeliveryIdentity, QueuedDelivery } from "../../domain/queued.js";
import type { Token } from "../../domain/rate-limit.js";
import type { Settled } from "../settled.js";
import type { Lease, SettleResult } from "../store.js";
import type { Transaction } from "./database.js";
import type { LostCommit } from "./lost-commit.js";
import type { DeliveryKeys } from "./queue.js";

/** A delivery that this process holds. */
export interface Held {
  destinationSeq: number;
  identity: DeliveryIdentity;
  queued: QueuedDelivery;
  trigger: AttemptTrigger;
  token: Token | null;
  /** By which its destination got its event in order, when it was leased. */
  orderingKey: string | null;
  startsBudget: boolean;
  /** As the caller counts time. */
  lease: Lease;
  /** Its row of `lease_groups`. */
  group: string;
  /** Whether it has a row in the queue. */
  taken: boolean;
  /** The environment's when it was leased. */
  version: number;
  lost?: LostSettle;
}

/** A try to settle deliveries that may have succeeded: there was no reply to its COMMIT. */
export interface LostSettle {
  commit: LostCommit;
  recorded: ReadonlyMap<Held, Settled>;
  /** Until they are reported. */
  statusChanges: SettleResult["statusChanges"];
}

/** Its keys in other tables. */
export function keysOfHeld({ destinationSeq, identity }: Held): DeliveryKeys {
  const { id, environment_id, tenant } = identity;
  return { id, environment_id, destination_seq: destinationSeq, tenant };
}

/**
 * The deliveries that this process has in flight. The database has them too, by groups: only the one who holds a group's row may
 * settle its deliveries. This memory says which of a group are left, and what state they started from.
 */
export class Leases {
  readonly #byToken = new Map<string, Held>();
  readonly #byId = new Map<string, Held>();
  readonly #perDestination = new Map<number, number>();
  /** Leases left per group. */
  readonly #groups = new Map<string, number>();

  /** Until the transaction is rolled back. */
  add(tx: Transaction, held: Held): void {
    this.#put(held);
    tx.onRollback(() => this.#drop(held));
  }

  /** As above. Returns whether it was the last of its group, whose row then goes too. */
  remove(tx: Transaction, held: Held): boolean {
    if (!this.#byToken.has(held.lease.token)) return false;
    this.#drop(held);
    tx.onRollback(() => this.#put(held));
    return !this.#groups.has(held.group);
  }

  /** Slots that a claim is about to take; returns how to give them back. */
  reserve(destinationSeq: number, count: number): () => void {
    this.#count(destinationSeq, count);
    return () => this.#count(destinationSeq, -count);
  }

  byToken(token: string): Held | undefined {
    return this.#byToken.get(token);
  }

  byId(deliveryId: string): Held | undefined {
    return this.#byId.get(deliveryId);
  }

  inFlight(destinationSeq: number): number {
    return this.#perDestination.get(destinationSeq) ?? 0;
  }

  all(): Iterable<Held> {
    return this.#byId.values();
  }

  expired(now: Millis): Held[] {
    return [...this.#byToken.values()].filter(({ lease }) => lease.expires_at <= now);
  }

  get size(): number {
    return this.#byId.size;
  }

  /** Destinations with deliveries in flight, and how many. */
  destinations(): Iterable<[destinationSeq: number, count: number]> {
    return this.#perDestination;
  }

  #put(held: Held): void {
    this.#byToken.set(held.lease.token, held);
    this.#byId.set(held.identity.id, held);
    this.#count(held.destinationSeq, 1);
    this.#groups.set(held.group, (this.#groups.get(held.group) ?? 0) + 1);
  }

  #drop(held: Held): void {
    if (!this.#byToken.delete(held.lease.token)) return;
    if (this.#byId.get(held.identity.id) === held) this.#byId.delete(held.identity.id);
    this.#count(held.destinationSeq, -1);
    const left = (this.#groups.get(held.group) ?? 0) - 1;
    if (left > 0) this.#groups.set(held.group, left);
    else this.#groups.delete(held.group);
  }

  #count(destinationSeq: number, change: number): void {
    const count = this.inFlight(destinationSeq) + change;
    if (count > 0) this.#perDestination.set(destinationSeq, count);
    else this.#perDestination.delete(destinationSeq);
  }
}

/** Names a lease among those of its group. Tokens identify leases; they are not secret. */
export function leaseOf(group: string, index: number, expires_at: Millis): Lease {
  return { token: `${group}.${index.toString(36)}`, expires_at };
}
