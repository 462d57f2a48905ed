import type { Deps } from "../deps.js";
import type { DeadReason, Delivery, Millis } from "../domain/domain.js";
import type { ClaimOptions, CommitOptions, LeasedDelivery, Settlement } from "../store/store.js";
import { budgetEnd, decide, outcomeOf } from "../domain/retry-policy.js";
import type { Deliver } from "./deliver-once.js";
import type { Routed, Routes, Target } from "../environments/environment-cache.js";
import type { Settle } from "./record.js";
import { isLocalFault } from "./send/transport.js";

export interface Dispatch {
  /** How much a commit may lease straight to this process. */
  handOff(): Pick<CommitOptions, "handOff" | "perDestination">;
  /** Takes over what a commit leased; `unleased` says that it left some for `claim`. */
  take(deliveries: LeasedDelivery[], left: { unleased: boolean }): void;
  /** A claim that takes nothing and only tells what waits in a environment at that time and when the next falls due. */
  claimNothing(environmentId: number, now: Millis): ClaimOptions;
  /** Due work may have appeared. */
  wake(): void;
  start(): void;
  /** Takes nothing new, resolves when all that is in flight is settled. */
  stop(): Promise<void>;
}

const CLAIM_LIMIT = 256;
/** Where due work waits for a slot that another process may free. */
const POLL_MS = 1000;
/** How soon to ask again after the store failed. */
const STORE_RETRY_MS = 500;

export function createDispatch(
  deps: Deps,
  {
    routes,
    deliver,
    settle,
    onLeaseLost,
  }: { routes: Routes; deliver: Deliver; settle: Settle; onLeaseLost: (id: string) => void },
): Dispatch {
  const { config, store, clock, random, log } = deps;
  const maxInFlight = config.limits.maxInFlight;
  let inFlight = 0;
  let open = false;
  /** Whether due deliveries may wait in the store for a slot: then every one that is freed asks for more. */
  let backlog = true;
  let claiming = false;
  let again = false;
  let timer: { at: Millis; cancel: () => void } | null = null;
  let onIdle: (() => void) | null = null;

  function handOff() {
    const free = open ? Math.max(0, maxInFlight - inFlight) : 0;
    // While there is room anyone may fill up to its own bound; as it fills, each may take a shrinking part of what is left, so
    // that destinations which hang cannot hold all of it.
    return { handOff: free, perDestination: free > maxInFlight / 2 ? maxInFlight : Math.max(2, free >> 3) };
  }

  function claimOptions(limit: number): ClaimOptions {
    return {
      now: clock.now(),
      limit,
      perDestination: handOff().perDestination,
      leaseSlackMs: config.times.leaseSlackMs,
      probeIntervalMs: config.times.probeIntervalMs,
      holdMs: config.times.holdMs,
    };
  }

  async function claimAll(): Promise<void> {
    do {
      again = false;
      const limit = Math.min(handOff().handOff, CLAIM_LIMIT);
      if (limit === 0) return;
      const { deliveries, waiting, nextDueInMs } = await store.claim(claimOptions(limit));
      for (const delivery of deliveries) start(delivery);
      backlog = waiting;
      if (deliveries.length === limit) again = true;
      else if (waiting) wakeIn(POLL_MS);
      if (nextDueInMs !== null) wakeIn(Math.max(1, nextDueInMs));
    } while (again && open);
  }

  /** Looks again in so many ms, unless it will do so sooner anyway. */
  function wakeIn(delayMs: Millis): void {
    const at = clock.now() + delayMs;
    if (timer !== null && timer.at <= at) return;
    timer?.cancel();
    const cancel = clock.after(delayMs, () => {
      timer = null;
      wake();
    });
    timer = { at, cancel };
  }

  function wake(): void {
    again = true;
    if (claiming || !open) return;
    claiming = true;
    claimAll()
      .catch((error: unknown) => {
        log.error({ err: error }, "claiming due deliveries failed");
        wakeIn(STORE_RETRY_MS);
      })
      .finally(() => {
        claiming = false;
        if (again && open && handOff().handOff > 0) wake();
      });
  }

  function start(delivery: LeasedDelivery): void {
    inFlight++;
    run(delivery)
      .catch((error: unknown) => {
        // The lease runs out and the attempt is made again.
        log.error(
          { err: error, delivery_id: delivery.id, event_id: delivery.event_id },
          "an attempt could not be recorded",
        );
      })
      .finally(() => {
        inFlight--;
        if (inFlight === 0) onIdle?.();
        if (backlog) wake();
      });
  }

  async function run(delivery: LeasedDelivery): Promise<void> {
    const routed = await routes.get(delivery.environment_id, delivery.version);
    const target = routed.target(delivery.destination_id);
    const settlement =
      target === undefined
        ? unsent(delivery, "destination_deleted")
        : await attempt(delivery, { routed, target });
    if (settlement === null) {
      onLeaseLost(delivery.id);
      return;
    }
    const settled: Delivery | null = await settle.add(settlement);
    if (settled === null) onLeaseLost(delivery.id);
    else tell(delivery, settlement);
    const { decision } = settlement;
    if ("due_at" in decision)
      wakeIn(Math.max(0, decision.due_at - routed.snapshot.clockOffsetMs - clock.now()));
  }

  /** Ids and outcome, never a body. A death is told at `info`; attempts only at `debug`, there are too many. */
  function tell({ id, event_id, destination_id }: LeasedDelivery, { attempt, decision }: Settlement): void {
    const dead = decision.status === "dead";
    const level = dead ? "info" : "debug";
    if (!log.isLevelEnabled(level)) return;
    const about = { delivery_id: id, event_id, destination_id, ...decision };
    const { number, trigger, outcome, response_code, error, latency_ms } = attempt ?? {};
    log[level](
      { ...about, attempt: number, trigger, outcome, response_code, error, latency_ms },
      dead ? "a delivery is dead" : "an attempt",
    );
  }

  /** Null: the lease has too little left to send under it. */
  async function attempt(
    delivery: LeasedDelivery,
    { routed, target }: { routed: Routed; target: Target },
  ): Promise<Settlement | null> {
    const { snapshot } = routed;
    const { retry_policy, timeout_seconds } = target.destination;
    const now = clock.now();
    const environmentNow = now + snapshot.clockOffsetMs;
    const isRetry = delivery.trigger === "schedule" && delivery.retry_count > 0;
    if (isRetry && environmentNow > budgetEnd(retry_policy, delivery)) {
      return unsent(delivery, "budget_exhausted");
    }
    if (delivery.lease.expires_at - now < timeout_seconds * 1000) return null;

    const sent = await deliver(delivery, {
      target,
      environment: snapshot.environment.mode,
      now,
      environmentNow,
    });
    if (isLocalFault(sent)) throw sent.local_fault;
    const after = clock.now() + snapshot.clockOffsetMs;
    return {
      ...addressed(delivery),
      attempt: {
        number: delivery.attempt_number,
        trigger: delivery.trigger,
        started_at: environmentNow,
        latency_ms: sent.latency_ms,
        response_code: sent.response_code,
        response_body: sent.response_body,
        error: sent.error,
        outcome: outcomeOf(sent),
      },
      decision: decide({ policy: retry_policy, delivery, result: sent, now: after, random: random() }),
    };
  }

  return {
    handOff,
    claimNothing: (environmentId, now) => ({ ...claimOptions(0), environmentId, now }),
    take(deliveries, { unleased }) {
      for (const delivery of deliveries) start(delivery);
      if (!unleased) return;
      backlog = true;
      wake();
    },
    wake,
    start() {
      open = true;
      wake();
    },
    async stop() {
      open = false;
      timer?.cancel();
      if (inFlight > 0) await new Promise<void>((resolve) => (onIdle = resolve));
      await settle.idle();
    },
  };
}

function addressed(delivery: LeasedDelivery) {
  const { id, environment_id, destination_id, retry_count } = delivery;
  return { id, environment_id, destination_id, leaseToken: delivery.lease.token, retry_count };
}

/** Dead without this attempt, which therefore does not count. */
function unsent(delivery: LeasedDelivery, dead_reason: DeadReason): Settlement {
  return {
    ...addressed(delivery),
    retry_count: delivery.trigger === "manual" ? delivery.retry_count : Math.max(0, delivery.retry_count - 1),
    attempt: null,
    decision: { status: "dead", dead_reason },
  };
}
