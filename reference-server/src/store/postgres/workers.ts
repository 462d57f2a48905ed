import type { Clock } from "../../clock.js";
import type { Millis } from "../../domain/domain.js";
import { slotsOf } from "../../domain/worker-slots.js";
import type { ChangeFeed } from "./change-feed.js";
import { CHANNEL, type Database, type Reader, type Transaction } from "./database.js";
import { inFlightOfOthers } from "./lease-groups.js";
import type { Leases } from "./leases.js";
import { lockMaintenance, WORKER } from "./locks.js";
import { isGone, type Kind, Presence } from "./presence.js";

/** A worker that could not say that it is there for as long takes nothing: the others may be about to give it up. */
const SILENT_AFTER_MS = 5_000;

/** Slots of a destination that this process may use. */
export interface Share {
  slots: number;
  /** All of them: this process is the only worker, and no other has deliveries of the destination in flight. */
  whole: boolean;
}

const REFRESH_FAILED = "learning of the other workers failed; retrying";

const NOTHING: Share = { slots: 0, whole: false };

const KIND: Kind = { namespace: WORKER, key: (id) => `${id}::int` };

/**
 * The processes that deliver, and how they share the slots of a destination (`max_concurrent_deliveries`): each has a fixed part of
 * them, so that no lease costs a write to a row that others need too.
 *
 * A new worker starts when all others know of it and have no more in flight than the smaller share that leaves them. A worker that is
 * gone keeps the slots of the deliveries that it had in flight until their leases end; the rest is shared out at once. Should it be
 * alive after all, it cannot take leases: its row is gone, which every lease group refers to when it is inserted.
 */
export class Workers {
  readonly feed: ChangeFeed;
  readonly #elapsed: () => Millis;
  readonly #presence: Presence;
  #id: number | null = null;
  #members: number[] = [];
  #active = false;
  #joining: Promise<void> | null = null;
  #seenAt = -Infinity;
  /** The newest member that has been left its share. */
  #knows = 0;
  /** In flight at processes that are not members, by destination. */
  #elsewhere: ReadonlyMap<number, number> = new Map();

  constructor(
    readonly db: Database,
    readonly leases: Leases,
    { feed, clock }: { feed: ChangeFeed; clock: Pick<Clock, "elapsed" | "after"> },
  ) {
    this.feed = feed;
    this.#elapsed = clock.elapsed;
    this.#presence = new Presence(feed, KIND);
    const refreshed = () => feed.background.run(REFRESH_FAILED, () => this.#refreshed());
    feed.on("m", () => void clock.after(0, refreshed));
    feed.onPoll(REFRESH_FAILED, () => this.#refreshed());
    feed.onConnect(() => this.#connect());
  }

  /** Null before this process takes work. */
  get id(): number | null {
    return this.#id;
  }

  /** Called before anything is leased. Resolves at once when this process has joined already. */
  async join(): Promise<void> {
    if (this.#id !== null) return;
    this.#joining ??= this.#join().finally(() => (this.#joining = null));
    await this.#joining;
  }

  async #join(): Promise<void> {
    const row = await this.db.one<{ id: number }>("INSERT INTO workers DEFAULT VALUES RETURNING id");
    if (row === undefined) throw new Error("An INSERT returned no row.");
    this.#id = row.id;
    this.#active = false;
    await this.#connect();
    await this.refresh();
    await this.feed.send("m");
  }

  async #connect(): Promise<void> {
    if (this.#id !== null) await this.#presence.show(this.#id);
  }

  /** A larger share is work for a worker that waits for slots. */
  async #refreshed(): Promise<void> {
    if (await this.refresh()) this.feed.emit({ kind: "work_due", at: 0 });
  }

  /** Reports that this process lives, and learns of the others. Resolves with whether its shares may have grown. */
  async refresh(): Promise<boolean> {
    const id = this.#id;
    if (id === null) return false;
    const startedAt = this.#elapsed();
    const before = this.#state();
    await this.db.transaction((tx) => this.#refresh(tx, id), { durable: false });
    this.#seenAt = startedAt;
    const after = this.#state();
    if (before.knows !== after.knows || before.active !== after.active) await this.feed.send("m");
    return (
      before.active !== after.active || after.members < before.members || after.elsewhere < before.elsewhere
    );
  }

  #state() {
    let elsewhere = 0;
    for (const count of this.#elsewhere.values()) elsewhere += count;
    return { knows: this.#knows, active: this.#active, members: this.#members.length, elsewhere };
  }

  async #refresh(tx: Transaction, id: number): Promise<void> {
    lockMaintenance(tx, "workers");
    tx.soon(`DELETE FROM workers w WHERE id <> $1 AND ${isGone("w", KIND)}`, [id]);
    const members = await tx.all<{ id: number; knows: number }>("SELECT id, knows FROM workers ORDER BY id");
    if (!members.some((member) => member.id === id)) {
      this.leave();
      return;
    }
    const ids = members.map((member) => member.id);
    // Together: a claim in between must not give the slots of a worker that is gone to others.
    [this.#elsewhere, this.#members] = [await readElsewhere(tx, ids), ids];
    const newest = members.at(-1)?.id ?? id;
    if (newest > this.#knows && (await this.#keepsToShares(tx))) this.#knows = newest;
    tx.soon("UPDATE workers SET seen_at = clock_timestamp(), knows = $2, connected = $3 WHERE id = $1", [
      id,
      this.#knows,
      this.#presence.connected,
    ]);
    this.#active ||= members.every((member) => member.id === id || member.knows >= id);
  }

  /** Whether no destination has more in flight here than its share of now. */
  async #keepsToShares(tx: Transaction): Promise<boolean> {
    const counts = new Map(this.leases.destinations());
    if (counts.size === 0 || this.#members.length === 1) return true;
    const rows = await tx.all<{ seq: number; max: number }>(
      "SELECT seq, max_concurrent_deliveries AS max FROM destinations WHERE seq = ANY ($1::int[])",
      [[...counts.keys()]],
    );
    return rows.every(({ seq, max }) => (counts.get(seq) ?? 0) <= this.#part(seq, max));
  }

  /** The deliveries that processes which have left still have in flight: read at once, when their leases may have ended. */
  async readElsewhere(db: Reader): Promise<void> {
    const members = this.#members;
    const elsewhere = await readElsewhere(db, members);
    if (members === this.#members) this.#elsewhere = elsewhere;
  }

  get hasElsewhere(): boolean {
    return this.#elsewhere.size > 0;
  }

  /** The deliveries of a destination that this process may have in flight. */
  share(destinationSeq: number, max: number): Share {
    if (!this.#active || this.#elapsed() - this.#seenAt > SILENT_AFTER_MS) return NOTHING;
    const elsewhere = this.#elsewhere.get(destinationSeq) ?? 0;
    const whole = this.#members.length === 1 && elsewhere === 0;
    return { slots: this.#part(destinationSeq, max), whole };
  }

  /** Without the slots of workers that are gone and have deliveries in flight. */
  #part(destination: number, max: number): number {
    const slots = max - (this.#elsewhere.get(destination) ?? 0);
    return slotsOf(this.#id ?? -1, { workers: this.#members, destination, slots });
  }

  /** The others have given this process up: it joins again before it takes more. */
  leave(): void {
    this.#id = null;
    this.#active = false;
    this.#knows = 0;
    this.#members = [];
  }

  async close(): Promise<void> {
    const id = this.#id;
    this.leave();
    if (id === null) return;
    await this.db.transaction(async (tx) => {
      tx.soon("DELETE FROM workers WHERE id = $1", [id]);
      tx.soon("SELECT pg_notify($1, $2)", [CHANNEL, `${this.db.instance} m`]);
    });
  }
}

async function readElsewhere(db: Reader, members: readonly number[]): Promise<Map<number, number>> {
  const rows = await inFlightOfOthers(db, members);
  return new Map(rows.map(({ destination_seq, count }) => [destination_seq, count]));
}
