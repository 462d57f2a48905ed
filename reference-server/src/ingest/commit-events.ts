import { Batcher } from "../batcher.js";
import type { HandOff } from "../delivery/waiting-room.js";
import type { Deps } from "../deps.js";
import { identityOf, newQueued } from "../domain/queued.js";
import type { EnvironmentCache } from "../environments/environment-cache.js";
import type { Metrics } from "../metrics.js";
import {
  type CommitResult,
  type Idempotent,
  type IdempotentRequest,
  type Lease,
  type LeasedDelivery,
  type NewDelivery,
  type NewEvent,
  leasedDelivery,
  resultOf,
} from "../store/store.js";
import type { Intake } from "./intake.js";
import { createLoadReport, type LoadReport } from "./load-report.js";

export interface EventCommitsParts {
  environments: Pick<EnvironmentCache, "get" | "peek">;
  worker: HandOff;
  intake: Pick<Intake, "isCounting" | "storing" | "charge" | "gotAhead">;
  metrics: Pick<Metrics, "ingested">;
}

/** Events in one transaction at most: keeps the pause of a commit short. */
const MAX_BATCH = 256;
/** Bytes of bodies in one transaction: their copies, and the responses that become ready with it, take about 15 ms. */
const MAX_BATCH_BYTES = 2_097_152;

/** Commits routed events, many in one transaction, and hands their deliveries to the worker. */
export class EventCommits {
  readonly #deps: Pick<Deps, "store" | "clock" | "config" | "tracing">;
  readonly #worker: HandOff;
  readonly #reportLoad: LoadReport;
  readonly #metrics: EventCommitsParts["metrics"];
  readonly #batcher: Batcher<NewEvent, CommitResult>;

  constructor(
    deps: Pick<Deps, "store" | "clock" | "config" | "tracing">,
    { environments, worker, intake, metrics }: EventCommitsParts,
  ) {
    this.#deps = deps;
    this.#worker = worker;
    this.#reportLoad = createLoadReport({ environments, intake });
    this.#metrics = metrics;
    this.#batcher = new Batcher(async (events) => resultOf(await this.#commit(events)) ?? [], {
      maxItems: MAX_BATCH,
      weight: { of: ({ event }) => event.body.length, max: MAX_BATCH_BYTES },
      ownerOf: ({ event }) => event.environment_id,
      onFlushed: (events, results) => this.#handOver(events, results ?? []),
    });
  }

  /** Commits the event with others that come at about the same time. */
  add(event: NewEvent): Promise<CommitResult> {
    return this.#batcher.add(event);
  }

  /** Resolves when nothing waits to be committed. */
  idle(): Promise<void> {
    return this.#batcher.idle();
  }

  /** Commits exactly these. */
  async together(
    events: NewEvent[],
    request?: IdempotentRequest<CommitResult[]>,
  ): Promise<Idempotent<CommitResult[]> | "stale"> {
    let results: CommitResult[] = [];
    try {
      const outcome = await this.#commit(events, request);
      results = resultOf(outcome) ?? [];
      return outcome;
    } finally {
      this.#handOver(events, results);
    }
  }

  /** Reserves room at the worker right before the commit. */
  #commit(
    events: NewEvent[],
    request?: IdempotentRequest<CommitResult[]>,
  ): Promise<Idempotent<CommitResult[]> | "stale"> {
    const { store, clock, config, tracing } = this.#deps;
    for (const { event, deliveries } of events) {
      for (const delivery of deliveries) {
        const holder = { environment_id: event.environment_id, destination_id: delivery.destination_id };
        delivery.handOff = this.#worker.reserve(holder, event.body.length);
      }
    }
    const options = { now: clock.now(), leaseSlackMs: config.times.leaseSlackMs };
    return tracing === undefined
      ? store.commit(events, options, request)
      : tracing.commit(events, () => store.commit(events, options, request));
  }

  /** The room goes to the deliveries that the commit leased; the rest is returned. */
  #handOver(events: readonly NewEvent[], results: readonly CommitResult[]): void {
    events.forEach((item, i) => {
      const result = results[i];
      if (result?.status === "created") this.#reportLoad(item, result);
      const leases = result?.status === "created" ? result.deliveries : [];
      item.deliveries.forEach((to, at) => this.#handOverOne(item, to, leases[at]?.lease ?? null));
    });
    this.#metrics.ingested(results.filter(({ status }) => status === "created").length);
  }

  #handOverOne(item: NewEvent, to: NewDelivery, lease: Lease | null): void {
    const { environment_id, body } = item.event;
    if (lease !== null) this.#worker.deliver(toLeased(item, to, lease));
    else if (to.handOff)
      this.#worker.cancel({ environment_id, destination_id: to.destination_id }, body.length);
  }
}

function toLeased({ event, trace, version }: NewEvent, to: NewDelivery, lease: Lease): LeasedDelivery {
  const [identity, queued] = [identityOf(event, to), newQueued(event.created_at)];
  return leasedDelivery(
    { identity, queued, trigger: "schedule", token: null, lease, startsBudget: false },
    { body: event.body, trace, version },
  );
}
