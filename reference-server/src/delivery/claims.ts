import type { Deps } from "../deps.js";
import type { Millis } from "../domain/domain.js";
import type { Pacer } from "../pacer.js";
import type { ClaimOptions, LeasedDelivery, NextOptions, Settlement } from "../store/store.js";
import type { Slots } from "./slots.js";

/**
 * Deliveries that are claimed at once, less those that have not started: a backlog fills no more turns of the event loop than this, so
 * that a first attempt does not wait behind hundreds of retries.
 */
const CLAIM_LIMIT = 64;
/** How soon to claim again after the store failed. */
const STORE_RETRY_MS = 500;
/** How soon to claim again when shares kept a claim from taking what is due. */
const ROOM_POLL_MS = 250;
/** A claim is followed by a rest of this many times its own duration, so that a large backlog leaves most of the time to others. */
const REST_PER_CLAIM = 4;
/** A claim that took long because the disk or the machine stalled must not delay the next ones as long. */
const MAX_REST_MS = 1000;

interface ClaimsParts {
  slots: Slots;
  /** Attempts that wait to start. */
  starts: Pick<Pacer, "waiting">;
  wakeIn: (delayMs: Millis) => void;
  takeOver: (delivery: LeasedDelivery) => void;
}

/** Takes due deliveries from the store, one claim at a time, as far as there are slots. */
export class Claims {
  /** Resolves when it has started what it took; null without a claim under way. */
  #underWay: Promise<void> | null = null;
  /** The environments whose due deliveries wait in the store for room here, by the last claim; null before it and during one. */
  #waitingIn: ReadonlySet<number> | null = null;
  #restUntil: Millis = -Infinity;

  constructor(
    private readonly deps: Pick<Deps, "store" | "clock" | "log" | "config">,
    private readonly parts: ClaimsParts,
  ) {}

  get underWay(): Promise<void> | null {
    return this.#underWay;
  }

  claim(): void {
    if (this.#underWay !== null) return;
    const now = this.deps.clock.elapsed();
    if (now < this.#restUntil) return this.parts.wakeIn(this.#restUntil - now);
    const limit = this.#limit();
    this.#waitingIn = null;
    // The attempt that ends next wakes the worker.
    if (limit === 0) return;
    this.#underWay = this.#claim(limit).finally(() => (this.#underWay = null));
  }

  async #claim(limit: number): Promise<void> {
    const { store, clock, log } = this.deps;
    const now = clock.elapsed();
    try {
      const { deliveries, waitingIn, nextDueInMs } = await store.claim(this.#options(limit));
      for (const delivery of deliveries) this.parts.takeOver(delivery);
      this.#waitingIn = new Set(waitingIn);
      const restMs = Math.min(REST_PER_CLAIM * (clock.elapsed() - now), MAX_REST_MS);
      this.#restUntil = clock.elapsed() + restMs;
      // A due delivery that was not taken waits for room in its share, which comes with a response or with time.
      const waitsForRoom = nextDueInMs === 0 && deliveries.length < limit;
      if (nextDueInMs !== null) this.parts.wakeIn(waitsForRoom ? ROOM_POLL_MS : nextDueInMs);
    } catch (error) {
      log.error({ err: error }, "claiming due deliveries failed; retrying");
      this.parts.wakeIn(STORE_RETRY_MS);
    }
  }

  #options(limit: number): ClaimOptions {
    const { times } = this.deps.config;
    return {
      now: this.deps.clock.now(),
      limit,
      shares: this.parts.slots.shares(),
      leaseSlackMs: times.leaseSlackMs,
      probeIntervalMs: times.probeIntervalMs,
      holdMs: times.holdMs,
    };
  }

  #limit(): number {
    return Math.max(0, Math.min(this.parts.slots.free, CLAIM_LIMIT - this.parts.starts.waiting));
  }

  /** Whether deliveries of the environment may wait in the store for a slot or for room in its share. */
  mayWait(environmentId: number): boolean {
    return this.#waitingIn === null || this.#waitingIn.has(environmentId);
  }

  /** While nothing of these environments waits in the store, a settle has no delivery to return for an attempt that ends. */
  room(ended: readonly Settlement[]): NextOptions | undefined {
    const limit = this.#limit();
    if (limit === 0) return undefined;
    return ended.some((each) => this.mayWait(each.environment_id)) ? this.#options(limit) : undefined;
  }
}
