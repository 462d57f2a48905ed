import type { Deps } from "../deps.js";
import type { Millis } from "../domain/domain.js";
import type { EnvironmentCache } from "../environments/environment-cache.js";
import type { Metrics } from "../metrics.js";
import type { ClaimOptions, LeasedDelivery, NextOptions, StoreNotice } from "../store/store.js";
import { type DeliverDeps, deliverOnce } from "./deliver-once.js";
import { Recorder } from "./recorder.js";
import {
  isLocalFault,
  type SendResult,
  type SignedRequest,
  type Transport,
  type TransportKind,
} from "./send/transport.js";
import { isTunnelUrl } from "./send/tunnel-url.js";
import { type SlotHolder, Slots } from "./slots.js";
import { WakeTimer } from "./wake-timer.js";

export interface WorkerParts {
  environments: EnvironmentCache;
  transports: Record<TransportKind, Transport>;
  metrics: Pick<Metrics, "attempted" | "leaseLost">;
}

/** How ingest hands new deliveries to the worker, so that they need not be read back from the store. */
export interface HandOff {
  /** Takes a slot for a new delivery if the share of its destination allows one. */
  reserve(holder: SlotHolder): boolean;
  /** Returns a reserved slot that the commit did not use. */
  release(holder: SlotHolder): void;
  /** Delivers what the commit leased under a reserved slot. */
  deliver(delivery: LeasedDelivery): void;
}

const CLAIM_LIMIT = 256;
/** A request that fails sooner than this does not count as silence: its slot is free again. */
const SOON_MS = 1000;
/** How soon to claim again after the store failed. */
const STORE_RETRY_MS = 500;
/** How soon to claim again when shares kept a claim from taking what is due. */
const ROOM_POLL_MS = 250;
/** How soon to send again after a local fault: file descriptors come back in moments. */
const LOCAL_FAULT_RETRY_MS = 1000;
/** A claim is followed by a rest of this many times its own duration, so that a large backlog leaves most of the time to others. */
const REST_PER_CLAIM = 4;
/** A machine that is out of descriptors fails thousands of requests a second: one log entry in this time. */
const FAULT_LOG_MS = 5000;

/**
 * Delivers. Owns everything that changes: the slots, the deliveries in flight, the claim under way and the one timer. It learns of
 * due work by the store's notices; a slow poll covers the notices that never come.
 */
export class DeliveryWorker implements HandOff {
  readonly #deps: Deps;
  readonly #transports: WorkerParts["transports"];
  readonly #slots: Slots;
  readonly #timer: WakeTimer;
  readonly #recorder: Recorder;
  readonly #deliver: DeliverDeps;
  /** By delivery id. */
  readonly #inFlight = new Map<string, LeasedDelivery>();
  /** Attempts under way; one that has lost its delivery to a later attempt counts too. */
  #attempts = 0;
  #open = false;
  /** Resolves when it has started what it took. */
  #claiming: Promise<void> | null = null;
  /** Whether due deliveries may wait in the store for a slot. */
  #backlog = true;
  #restUntil: Millis = -Infinity;
  #faultLoggedAt: Millis = -Infinity;
  #unsubscribe: () => void = () => undefined;
  #onIdle: (() => void) | null = null;

  constructor(deps: Deps, { environments, transports, metrics }: WorkerParts) {
    const { clock, random, config } = deps;
    this.#deps = deps;
    this.#transports = transports;
    this.#slots = new Slots(config.limits.maxInFlight, clock.elapsed);
    this.#timer = new WakeTimer(clock, () => this.#wake());
    this.#recorder = new Recorder(deps, {
      metrics,
      room: (ending) => this.#room(ending),
      takeOver: (deliveries) => deliveries.forEach((delivery) => this.#takeOver(delivery)),
    });
    this.#deliver = {
      clock,
      random,
      environments,
      send: (request) => this.#send(request),
      record: (delivery, ending) => this.#recorder.record(delivery, ending),
    };
  }

  start(): void {
    this.#open = true;
    this.#unsubscribe = this.#deps.store.subscribe((notice) => this.#onNotice(notice));
    this.#timer.start();
  }

  /** Takes nothing new; resolves when everything in flight is recorded. */
  async stop(): Promise<void> {
    this.#open = false;
    this.#unsubscribe();
    this.#timer.stop();
    await this.#claiming;
    if (this.#attempts > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.#recorder.idle();
  }

  /** Resolves when every attempt that has ended is recorded. */
  recorded(): Promise<void> {
    return this.#recorder.idle();
  }

  /** Requests that this process can send now. */
  get freeSlots(): number {
    return this.#slots.free;
  }

  reserve(holder: SlotHolder): boolean {
    return this.#open && this.#slots.reserve(holder);
  }

  release(holder: SlotHolder): void {
    this.#slots.release(holder);
  }

  deliver(delivery: LeasedDelivery): void {
    this.#inFlight.set(delivery.id, delivery);
    this.#attempts += 1;
    void this.#finish(delivery);
  }

  #onNotice(notice: StoreNotice): void {
    if (notice.kind === "work_due") this.#timer.wakeIn(notice.at - this.#deps.clock.now());
  }

  /** Claims what is due, as far as there are slots. */
  #wake(): void {
    const now = this.#deps.clock.elapsed();
    if (!this.#open || this.#claiming !== null) return;
    if (now < this.#restUntil) return this.#timer.wakeIn(this.#restUntil - now);
    const limit = Math.min(this.#slots.free, CLAIM_LIMIT);
    this.#backlog = true;
    // The attempt that ends next wakes the worker.
    if (limit === 0) return;
    this.#claiming = this.#claim(limit).finally(() => (this.#claiming = null));
  }

  async #claim(limit: number): Promise<void> {
    const { store, clock, log } = this.#deps;
    const now = clock.elapsed();
    try {
      const { deliveries, waiting, nextDueInMs } = await store.claim(this.#claimOptions(limit));
      for (const delivery of deliveries) this.#takeOver(delivery);
      this.#backlog = waiting;
      this.#restUntil = clock.elapsed() + REST_PER_CLAIM * (clock.elapsed() - now);
      // What is due already and was not taken waits for room in its share, which a response or time makes.
      const waitsForRoom = nextDueInMs === 0 && deliveries.length < limit;
      if (nextDueInMs !== null) this.#timer.wakeIn(waitsForRoom ? ROOM_POLL_MS : nextDueInMs);
    } catch (error) {
      log.error({ err: error }, "claiming due deliveries failed; retrying");
      this.#timer.wakeIn(STORE_RETRY_MS);
    }
  }

  /**
   * Starts a claimed delivery. One whose same attempt is in flight here goes on under the new lease, since its old one has run out.
   * A later attempt shows that the earlier one is recorded, whatever its settle returned.
   */
  #takeOver(delivery: LeasedDelivery): void {
    const inFlight = this.#inFlight.get(delivery.id);
    if (inFlight !== undefined && isSameAttempt(inFlight, delivery)) {
      inFlight.lease = delivery.lease;
      return;
    }
    this.#slots.take(delivery);
    this.deliver(delivery);
  }

  async #finish(delivery: LeasedDelivery): Promise<void> {
    const { log } = this.#deps;
    try {
      await this.#attempt(delivery);
    } catch (error) {
      const { id, event_id } = delivery;
      log.error(
        { err: error, delivery_id: id, event_id },
        "an attempt could not be recorded; it is repeated",
      );
      this.#wakeAt(delivery.lease.expires_at);
    } finally {
      if (this.#inFlight.get(delivery.id) === delivery) this.#inFlight.delete(delivery.id);
      this.#slots.release(delivery);
      this.#attempts -= 1;
      if (this.#attempts === 0) this.#onIdle?.();
      if (this.#backlog) this.#timer.wakeIn(0);
    }
  }

  /** Repeats what this machine could not send until it can, or too little of the lease is left. */
  async #attempt(delivery: LeasedDelivery): Promise<void> {
    for (;;) {
      const finished = await deliverOnce(delivery, this.#deliver);
      switch (finished.kind) {
        case "recorded":
          return;
        case "lease_lost":
          this.#deps.log.warn({ delivery_id: delivery.id }, "lease lost: another worker has the delivery");
          return;
        case "lease_too_short":
          this.#wakeAt(finished.retryAt);
          return;
        case "local_fault":
          this.#logFault(finished.error);
          if (!this.#open) return;
          await new Promise<void>((resolve) => void this.#deps.clock.after(LOCAL_FAULT_RETRY_MS, resolve));
      }
    }
  }

  async #send(request: SignedRequest): Promise<SendResult> {
    const { destination } = request;
    const holder = { environment_id: destination.environment_id, destination_id: destination.id };
    this.#slots.sent(holder);
    const startedAt = this.#deps.clock.elapsed();
    const result = await this.#transports[isTunnelUrl(destination.url) ? "tunnel" : "http"](request);
    const soon = this.#deps.clock.elapsed() - startedAt < SOON_MS;
    this.#slots.ended(holder, { responded: isLocalFault(result) || result.response_code !== null || soon });
    return result;
  }

  #wakeAt(at: Millis): void {
    this.#timer.wakeIn(at - this.#deps.clock.now() + 1);
  }

  #claimOptions(limit: number): ClaimOptions {
    const { times } = this.#deps.config;
    return {
      now: this.#deps.clock.now(),
      limit,
      shares: this.#slots.shares(),
      leaseSlackMs: times.leaseSlackMs,
      probeIntervalMs: times.probeIntervalMs,
      holdMs: times.holdMs,
    };
  }

  /** While nothing waits in the store, a settle has nothing to give in the place of what ends. */
  #room(ending: number): NextOptions | undefined {
    if (!this.#open || !this.#backlog) return undefined;
    return this.#claimOptions(Math.min(this.#slots.free + ending, CLAIM_LIMIT));
  }

  #logFault(error: Error): void {
    const now = this.#deps.clock.elapsed();
    if (now - this.#faultLoggedAt < FAULT_LOG_MS) return;
    this.#faultLoggedAt = now;
    this.#deps.log.error(
      { err: error },
      `this machine cannot send (${error.message}); deliveries wait and are retried`,
    );
  }
}

function isSameAttempt(one: LeasedDelivery, other: LeasedDelivery): boolean {
  return (
    one.attempt_number === other.attempt_number &&
    one.trigger === other.trigger &&
    one.retry_count === other.retry_count &&
    one.budget_started_at === other.budget_started_at
  );
}
