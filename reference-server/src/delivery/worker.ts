import type { Deps } from "../deps.js";
import type { Millis } from "../domain/domain.js";
import type { EnvironmentCache } from "../environments/environment-cache.js";
import type { Metrics } from "../metrics.js";
import { createPacer } from "../pacer.js";
import type { Waiting } from "../stats.js";
import type { LeasedDelivery, StoreNotice } from "../store/store.js";
import { Claims } from "./claims.js";
import { type DeliverDeps, deliverOnce, isSameAttempt } from "./deliver-once.js";
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
import { bytesOf, type HandOff, type WaitingFilter, WaitingRoom } from "./waiting-room.js";
import { WakeTimer } from "./wake-timer.js";

export interface WorkerParts {
  environments: EnvironmentCache;
  transports: Record<TransportKind, Transport>;
  /** Notified of first attempts that had waited in the store. */
  intake: { caughtUp(destinationId: string): void };
  metrics: Pick<Metrics, "attempted" | "leaseLost">;
}

/** Attempts that start in one turn of the event loop: less than 2 ms, even if each has to open a connection. */
const STARTS_PER_TURN = 8;
/** A request that fails sooner than this does not count as silence: its slot is free again. */
const SOON_MS = 1000;
/** How soon to send again after a local fault: file descriptors come back in moments. */
const LOCAL_FAULT_RETRY_MS = 1000;
/** How long a delivery waits in memory for a slot before it goes back to its queue. */
const MAX_WAIT_MS = 2000;
/**
 * Delivers. Owns everything that changes: the slots, the deliveries in flight and those that wait for a slot, the claims and the one
 * timer. The store's notices announce due work; a slow poll covers missed notices.
 */
export class DeliveryWorker implements HandOff {
  readonly #deps: Deps;
  readonly #transports: WorkerParts["transports"];
  readonly #intake: WorkerParts["intake"];
  readonly #slots: Slots;
  readonly #timer: WakeTimer;
  readonly #recorder: Recorder;
  readonly #deliver: DeliverDeps;
  /** Leased deliveries, waiting or under way, by id. */
  readonly #leased = new Map<string, LeasedDelivery>();
  readonly #waiting: WaitingRoom;
  /** Deliveries that hold a slot. */
  readonly #started = new Set<LeasedDelivery>();
  readonly #starts = createPacer(STARTS_PER_TURN);
  readonly #claims: Claims;
  /** Attempts under way; one that has lost its delivery to a later attempt counts too. */
  #attempts = 0;
  #open = false;
  /** Resolves when what was given back is in its queue. */
  #givenBack: Promise<unknown> = Promise.resolve();
  #unsubscribe: () => void = () => undefined;
  #onIdle: (() => void) | null = null;

  constructor(deps: Deps, { environments, transports, intake, metrics }: WorkerParts) {
    const { clock, random, config, tracing } = deps;
    this.#deps = deps;
    this.#transports = transports;
    this.#intake = intake;
    this.#slots = new Slots(config.limits.maxInFlight, clock.elapsed);
    this.#timer = new WakeTimer(clock, () => this.#wake());
    this.#claims = new Claims(deps, {
      slots: this.#slots,
      starts: this.#starts,
      wakeIn: (delayMs) => this.#timer.wakeIn(delayMs),
      takeOver: (delivery) => this.#takeOver(delivery),
    });
    this.#waiting = new WaitingRoom({
      slots: this.#slots,
      environments,
      clock,
      maxWaitMs: Math.min(MAX_WAIT_MS, config.times.leaseSlackMs / 2),
      start: (delivery) => this.#start(delivery),
      giveBack: (deliveries) => this.#giveBack(deliveries),
      reviewIn: (delayMs) => this.#timer.wakeIn(delayMs),
    });
    this.#recorder = new Recorder(deps, {
      metrics,
      room: (ended) => (this.#open ? this.#claims.room(ended) : undefined),
      takeOver: (deliveries) => deliveries.forEach((delivery) => this.#takeOver(delivery)),
    });
    this.#deliver = {
      clock,
      random,
      tracing,
      environments,
      portalTestNetworks: config.portalTestNetworks,
      send: (request, delivery) => this.#send(request, delivery),
      record: (delivery, ending) => this.#recorder.record(delivery, ending),
    };
  }

  start(): void {
    this.#open = true;
    this.#unsubscribe = this.#deps.store.subscribe((notice) => this.#onNotice(notice));
    this.#timer.start();
  }

  /** Takes nothing new and gives back what waits; resolves when everything in flight is recorded. */
  async stop(): Promise<void> {
    this.#close();
    await this.#claims.underWay;
    if (this.#attempts > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.#endStoreCalls();
  }

  /** Like `stop`, but leaves attempts under way to their leases: none is recorded after it has resolved. */
  async abandon(): Promise<void> {
    this.#close();
    this.#recorder.close();
    await this.#claims.underWay;
    await this.#endStoreCalls();
  }

  #close(): void {
    this.#open = false;
    this.#unsubscribe();
    this.#timer.stop();
    this.#waiting.close();
  }

  async #endStoreCalls(): Promise<void> {
    await this.#recorder.idle();
    await this.#givenBack;
  }

  /** Resolves when every attempt that has ended is recorded. */
  recorded(): Promise<void> {
    return this.#recorder.idle();
  }

  get freeSlots(): number {
    return this.#slots.free;
  }

  waiting(of?: WaitingFilter): Waiting {
    return this.#waiting.count(of);
  }

  reserve(holder: SlotHolder, bytes: number): boolean {
    return this.#open && this.#waiting.reserve(holder, bytes);
  }

  cancel(holder: SlotHolder, bytes: number): void {
    this.#waiting.cancel(holder, bytes);
  }

  /** By environment, the leased deliveries that wait for a slot of this process, and not for a receiver. */
  get behind(): ReadonlyMap<number, number> {
    return this.#waiting.countPrompt();
  }

  /** Whether deliveries of the destination wait because its receiver is slow or silent. */
  waitsForReceiver(destinationId: string): boolean {
    return this.#slots.waitsForReceiver(destinationId);
  }

  /** Returns a delivery that waits in memory to its queue; false if it does not wait. */
  async recall(id: string): Promise<boolean> {
    const delivery = this.#leased.get(id);
    if (delivery === undefined || !this.#waiting.recall(delivery)) return false;
    await this.#givenBack;
    return true;
  }

  deliver(delivery: LeasedDelivery): void {
    // The commit's reply came after the end of its lease, and a claim took the delivery.
    if (this.#leased.has(delivery.id)) this.cancel(delivery, bytesOf(delivery));
    else this.#add(delivery);
  }

  #add(delivery: LeasedDelivery): void {
    this.#leased.set(delivery.id, delivery);
    this.#waiting.add(delivery);
  }

  #onNotice(notice: StoreNotice): void {
    if (notice.kind === "work_due") {
      const wake = () => this.#timer.wakeIn(notice.at - this.#deps.clock.now());
      wake();
      // The claim under way may not have seen the work, and the worker does not wake up during a claim.
      void this.#claims.underWay?.then(wake);
    }
    if (notice.kind === "environment_changed") this.#waiting.changed(notice.environmentId);
  }

  #start(delivery: LeasedDelivery): void {
    this.#started.add(delivery);
    this.#attempts += 1;
    void this.#starts.run(delivery.environment_id, () => ({ result: void this.#finish(delivery), cost: 1 }));
  }

  /** Its slot goes to one that waits. */
  #endSlot(delivery: LeasedDelivery): void {
    if (!this.#started.delete(delivery)) return;
    this.#slots.release(delivery);
    this.#waiting.freed(delivery.destination_id);
  }

  /** Should it fail, the leases end by themselves. */
  #giveBack(deliveries: readonly LeasedDelivery[]): void {
    const { store, clock, log } = this.#deps;
    for (const delivery of deliveries) this.#forget(delivery);
    const tokens = deliveries.map(({ lease }) => lease.token);
    const given = store.release(tokens, clock.now()).catch((error: unknown) => {
      log.error(
        { err: error },
        "returning deliveries to their queue failed; they are claimed when their leases end",
      );
      this.#wakeAt(Math.min(...deliveries.map(({ lease }) => lease.expires_at)));
    });
    // Without a result of its own each promise would hold all before it.
    this.#givenBack = Promise.all([this.#givenBack, given]).then(() => undefined);
  }

  #forget(delivery: LeasedDelivery): void {
    if (this.#leased.get(delivery.id) === delivery) this.#leased.delete(delivery.id);
  }

  #wake(): void {
    this.#waiting.review();
    if (this.#open) this.#claims.claim();
  }

  /**
   * Starts a claimed delivery. If the same attempt waits or is under way here, it continues under the new lease, since its old one
   * has run out. A later attempt shows that the earlier one is recorded, even if its settle failed.
   */
  #takeOver(delivery: LeasedDelivery): void {
    const leased = this.#leased.get(delivery.id);
    if (leased !== undefined && isSameAttempt(leased, delivery)) {
      leased.lease = delivery.lease;
      return;
    }
    this.#slots.take(delivery, bytesOf(delivery));
    if (delivery.attempt_number === 0) this.#intake.caughtUp(delivery.destination_id);
    this.#add(delivery);
  }

  async #finish(delivery: LeasedDelivery): Promise<void> {
    try {
      let finished = await deliverOnce(delivery, this.#deliver);
      while (finished.kind === "local_fault" && (await this.#recovers(finished.error)))
        finished = await deliverOnce(delivery, this.#deliver);
      // A claim gives it a new lease at once, or as soon as there is a token.
      const isUnsent = finished.kind === "lease_too_short" || finished.kind === "token_expired";
      if (isUnsent && this.#leased.get(delivery.id) === delivery) this.#giveBack([delivery]);
      if (finished.kind === "lease_lost")
        this.#deps.log.warn({ delivery_id: delivery.id }, "lease lost: another worker has the delivery");
    } catch (error) {
      const { id, event_id } = delivery;
      this.#deps.log.error(
        { err: error, delivery_id: id, event_id },
        "an attempt could not be recorded; it is repeated",
      );
      this.#wakeAt(delivery.lease.expires_at);
    } finally {
      this.#forget(delivery);
      this.#endSlot(delivery);
      this.#attempts -= 1;
      if (this.#attempts === 0) this.#onIdle?.();
      if (this.#claims.mayWait(delivery.environment_id)) this.#timer.wakeIn(0);
    }
  }

  /** This machine could not send. Resolves when it is worth another try, with false once the worker stops. */
  async #recovers(fault: Error): Promise<boolean> {
    this.#deps.logFault(fault, "this machine cannot send; deliveries wait and are retried");
    if (this.#open) await this.#pause(LOCAL_FAULT_RETRY_MS);
    return this.#open;
  }

  #pause(delayMs: Millis): Promise<void> {
    return new Promise((resolve) => void this.#deps.clock.after(delayMs, resolve));
  }

  #send(request: SignedRequest, delivery: LeasedDelivery): Promise<SendResult> {
    const { url } = request.destination;
    this.#slots.sent(delivery);
    const startedAt = this.#deps.clock.elapsed();
    return this.#transports[isTunnelUrl(url) ? "tunnel" : "http"](request).then(
      (result) => {
        this.#sent(delivery, result, this.#deps.clock.elapsed() - startedAt);
        return result;
      },
      (error: unknown) => {
        // The store failed under the transport, which says nothing about the destination.
        this.#slots.ended(delivery, { responded: true, tookMs: 0 });
        throw error;
      },
    );
  }

  /** The slot is free when the response is there, before the attempt is recorded. */
  #sent(delivery: LeasedDelivery, result: SendResult, tookMs: Millis): void {
    const responded = isLocalFault(result) || result.response_code !== null || tookMs < SOON_MS;
    this.#slots.ended(delivery, { responded, tookMs });
    if (!isLocalFault(result)) this.#endSlot(delivery);
  }

  #wakeAt(at: Millis): void {
    this.#timer.wakeIn(at - this.#deps.clock.now() + 1);
  }
}
