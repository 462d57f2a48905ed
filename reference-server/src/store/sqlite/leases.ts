import { randomBytes } from "node:crypto";
import type { AttemptTrigger, Millis } from "../../domain/domain.js";
import type { DeadDelivery, DeliveryIdentity, QueuedDelivery } from "../../domain/queued.js";
import type { Token } from "../../domain/rate-limit.js";
import type { Lease } from "../store.js";
import type { Connection } from "./connection.js";
import { deleteLeaseGroup } from "./lease-groups.js";
import type { DeliveryKeys } from "./queue.js";

/** A delivery that a worker holds. */
export interface Held {
  seq: number;
  destinationSeq: number;
  identity: DeliveryIdentity;
  queued: QueuedDelivery;
  trigger: AttemptTrigger;
  token: Token | null;
  /** By which its destination got its event in order, when it was leased. */
  orderingKey: string | null;
  startsBudget: boolean;
  /** Set when it died while in flight. */
  dead: DeadDelivery | null;
  /** Its event was erased while it was in flight: the response is not stored. */
  isErased: boolean;
  lease: Lease;
  /** The row of `lease_groups` that a restart would find it by. Known once the transaction's deliveries are. */
  group: number;
}

/** Its keys in other tables. */
export function keysOfHeld({
  seq,
  destinationSeq,
  identity,
}: Pick<Held, "seq" | "destinationSeq" | "identity">): DeliveryKeys {
  const { id, environment_id, tenant } = identity;
  return { seq, environment_id, destination_seq: destinationSeq, id, tenant };
}

/**
 * The deliveries in flight. One process owns the file, so they are kept in its memory; `lease_groups` has what the next process
 * needs to find them. Every change is taken back when the transaction that it belongs to is rolled back.
 */
export class Leases {
  readonly #byToken = new Map<string, Held>();
  readonly #bySeq = new Map<number, Held>();
  readonly #perDestination = new Map<number, number>();
  /** Leases left per group. */
  readonly #groups = new Map<number, number>();
  readonly #tokenPrefix = randomBytes(9).toString("base64url");
  #tokens = 0;

  constructor(readonly db: Connection) {}

  /** Its token is unique among the leases of this process and of earlier ones. Tokens identify leases; they are not secret. */
  create(expires_at: Millis): Lease {
    this.#tokens += 1;
    return { token: `${this.#tokenPrefix}.${this.#tokens.toString(36)}`, expires_at };
  }

  add(held: Held): void {
    this.#put(held);
    this.db.onRollback(() => this.#drop(held));
  }

  /** A group whose last lease ends goes from the disk too. */
  remove(held: Held): void {
    this.#drop(held);
    this.db.onRollback(() => this.#put(held));
    if (!this.#groups.has(held.group)) deleteLeaseGroup(this.db, held.group);
  }

  /** It died: the lease continues, so that its attempt is recorded. */
  markDead(held: Held, dead: DeadDelivery): void {
    held.dead = dead;
    this.db.onRollback(() => (held.dead = null));
  }

  markErased(held: Held): void {
    held.isErased = true;
    this.db.onRollback(() => (held.isErased = false));
  }

  byToken(token: string): Held | undefined {
    return this.#byToken.get(token);
  }

  bySeq(seq: number): Held | undefined {
    return this.#bySeq.get(seq);
  }

  inFlight(destinationSeq: number): number {
    return this.#perDestination.get(destinationSeq) ?? 0;
  }

  all(): Iterable<Held> {
    return this.#bySeq.values();
  }

  ofDestination(destinationSeq: number): Held[] {
    if (this.inFlight(destinationSeq) === 0) return [];
    return [...this.#bySeq.values()].filter((held) => held.destinationSeq === destinationSeq);
  }

  get size(): number {
    return this.#bySeq.size;
  }

  #put(held: Held): void {
    this.#byToken.set(held.lease.token, held);
    this.#bySeq.set(held.seq, held);
    this.#perDestination.set(held.destinationSeq, this.inFlight(held.destinationSeq) + 1);
    this.#groups.set(held.group, (this.#groups.get(held.group) ?? 0) + 1);
  }

  #drop(held: Held): void {
    this.#byToken.delete(held.lease.token);
    this.#bySeq.delete(held.seq);
    countDown(this.#perDestination, held.destinationSeq);
    countDown(this.#groups, held.group);
  }
}

function countDown(counts: Map<number, number>, key: number): void {
  const left = (counts.get(key) ?? 0) - 1;
  if (left > 0) counts.set(key, left);
  else counts.delete(key);
}
