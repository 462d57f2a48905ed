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

/** Commits routed events, many in one transaction, and hands their deliveries to the worker. */
export class EventCommits {
  readonly #deps: Pick<Deps, "store" | "clock" | "config">;
  readonly #worker: HandOff;
  readonly #reportLoad: LoadReport;
  readonly #metrics: EventCommitsParts["metrics"];
  readonly #batcher: Batcher<NewEvent, CommitResult>;

  constructor(
    deps: Pick<Deps, "store" | "clock" | "config">,
    { environments, worker, intake, metrics }: EventCommitsParts,
  ) {
    this.#deps = deps;
    this.#worker = worker;
    this.#reportLoad = createLoadReport({ environments, intake });
    this.#metrics = metrics;
    this.#batcher = new Batcher(async (events) => resultOf(await this.together(events)) ?? [], {
      maxItems: MAX_BATCH,
      ownerOf: ({ event }) => event.environment_id,
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

  /**
   * Commits exactly these. Room at the worker is reserved right before the commit and goes to the deliveries that it leased; the rest
   * is returned.
   */
  async together(
    events: NewEvent[],
    request?: IdempotentRequest<CommitResult[]>,
  ): Promise<Idempotent<CommitResult[]> | "stale"> {
    const { store, clock, config } = this.#deps;
    for (const { event, deliveries } of events) {
      for (const delivery of deliveries) {
        const holder = { environment_id: event.environment_id, destination_id: delivery.destination_id };
        delivery.handOff = this.#worker.reserve(holder, event.body.length);
      }
    }
    let results: CommitResult[] = [];
    try {
      const terms = { now: clock.now(), leaseSlackMs: config.times.leaseSlackMs };
      const outcome = await store.commit(events, terms, request);
      results = resultOf(outcome) ?? [];
      this.#metrics.ingested(results.filter(({ status }) => status === "created").length);
      return outcome;
    } finally {
      events.forEach((event, i) => this.#handOver(event, results[i]));
    }
  }

  #handOver(item: NewEvent, result: CommitResult | undefined): void {
    if (result?.status === "created") this.#reportLoad(item, result);
    item.deliveries.forEach((delivery, i) => {
      const { environment_id } = item.event;
      const lease = result?.status === "created" ? (result.deliveries[i]?.lease ?? null) : null;
      if (lease !== null) this.#worker.deliver(toLeased(item, delivery, lease));
      else if (delivery.handOff)
        this.#worker.cancel(
          { environment_id, destination_id: delivery.destination_id },
          item.event.body.length,
        );
    });
  }
}

function toLeased({ event, version }: NewEvent, to: NewDelivery, lease: Lease): LeasedDelivery {
  const [identity, queued] = [identityOf(event, to), newQueued(event.created_at)];
  return leasedDelivery({ identity, queued, trigger: "schedule", lease }, { body: event.body, version });
}
