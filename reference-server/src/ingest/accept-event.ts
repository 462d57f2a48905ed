import { Batcher } from "../batcher.js";
import type { Deps } from "../deps.js";
import type { HandOff } from "../delivery/waiting-room.js";
import type { Delivery, Environment, Event, Millis } from "../domain/domain.js";
import { FilterWork } from "../domain/filter-work.js";
import { identityOf, newQueued } from "../domain/queued.js";
import type { Route } from "../domain/route-event.js";
import { environmentShare } from "../domain/slot-shares.js";
import type { EnvironmentCache } from "../environments/environment-cache.js";
import { ApiError, overloaded } from "../errors.js";
import type { Metrics } from "../metrics.js";
import { createPacer } from "../pacer.js";
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
import { unavailableError } from "../unavailable-error.js";
import { eventFault } from "./check-event.js";
import type { Intake } from "./intake.js";
import { createLoadReport, type LoadReport } from "./load-report.js";

export interface IngestInput {
  environment: Environment;
  /** Null for Harbor's own operational events. */
  apiKeyId: string | null;
  /** The environment's version when the key was looked up: a view of this version knows the key. */
  version: number;
  type: string;
  /** The submitted bytes of `body`, verbatim. */
  body: Buffer;
  idempotencyKey: string | null;
  occurredAt: Millis | null;
}

export interface Ingested {
  event: Event;
  deliveries: Delivery[];
  /** An earlier request with the same key created the event. */
  duplicate: boolean;
}

export type BatchResult = Ingested | ApiError;

export interface IngestParts {
  environments: EnvironmentCache;
  worker: HandOff;
  intake: Pick<Intake, "isCounting" | "storing" | "charge" | "gotAhead">;
  metrics: Pick<Metrics, "ingested">;
}

/** Events in one transaction at most: keeps the pause of a commit short. */
const MAX_BATCH = 256;
const OVERLOADED_RETRY_SECONDS = 1;
/** Filters of that many nodes, about 2 ms, run in one turn of the event loop. An event with more takes a turn by itself. */
const FILTER_VISITS_PER_TURN = 40_000;

/** Takes events in: checks, routes and commits them, and hands their deliveries to the worker. */
export class Ingest {
  readonly #deps: Deps;
  readonly #environments: EnvironmentCache;
  readonly #worker: HandOff;
  readonly #intake: IngestParts["intake"];
  readonly #reportLoad: LoadReport;
  readonly #metrics: IngestParts["metrics"];
  readonly #batcher: Batcher<NewEvent, CommitResult>;
  readonly #routing = createPacer(FILTER_VISITS_PER_TURN);
  /** Events that are accepted and not stored yet, in all and by environment. */
  #queued = 0;
  readonly #queuedBy = new Map<number, number>();

  constructor(deps: Deps, { environments, worker, intake, metrics }: IngestParts) {
    this.#deps = deps;
    this.#environments = environments;
    this.#worker = worker;
    this.#intake = intake;
    this.#reportLoad = createLoadReport({ environments, intake });
    this.#metrics = metrics;
    this.#batcher = new Batcher(async (events) => resultOf(await this.#commit(events)) ?? [], {
      maxItems: MAX_BATCH,
      ownerOf: ({ event }) => event.environment_id,
    });
  }

  /**
   * Resolves once the event is durable. Throws `ApiError`: invalid_event_type, body_too_large, idempotency_key_conflict, overloaded,
   * forbidden.
   */
  async one(input: IngestInput): Promise<Ingested> {
    const fault = eventFault(input, this.#deps.config.limits);
    if (fault !== null) throw fault;
    const result = await this.#admitted(input.environment.id, 1, () => this.#route(input));
    if (result instanceof ApiError) throw result;
    return result;
  }

  /**
   * One result per event, in order; each is accepted or refused alone. An event that could not be read comes as its refusal. With
   * `request` the batch is one idempotent request, unless it has no valid event: nothing is stored then.
   */
  async many(
    events: (IngestInput | ApiError)[],
    request?: IdempotentRequest<BatchResult[]>,
  ): Promise<Idempotent<BatchResult[]>> {
    const checked = events.map((event) =>
      event instanceof ApiError ? event : (eventFault(event, this.#deps.config.limits) ?? event),
    );
    const valid = checked.filter((event): event is IngestInput => !(event instanceof ApiError));
    const [first] = valid;
    if (first === undefined)
      return { result: checked.filter((event): event is ApiError => event instanceof ApiError) };
    const merge = (results: BatchResult[]) => {
      const inOrder = results.values();
      return checked.map((event) =>
        event instanceof ApiError ? event : (inOrder.next().value as BatchResult),
      );
    };
    return await this.#admitted(first.environment.id, valid.length, async () =>
      request === undefined
        ? { result: merge(await this.#routeEach(valid)) }
        : await this.#routeTogether(valid, { request, merge }),
    );
  }

  /** Resolves when every accepted event is stored. */
  idle(): Promise<void> {
    return this.#batcher.idle();
  }

  /** The queue is capped, in all and for each environment: responds 503 rather than grow memory. */
  async #admitted<T>(environmentId: number, count: number, run: () => Promise<T>): Promise<T> {
    const held = this.#queuedBy.get(environmentId) ?? 0;
    const free = this.#deps.config.limits.maxQueued - this.#queued;
    if (count > environmentShare({ free, byEnvironment: held, bySilent: 0 }).total)
      throw overloaded(OVERLOADED_RETRY_SECONDS);
    this.#queued += count;
    this.#intake.storing(count);
    this.#queuedBy.set(environmentId, held + count);
    try {
      return await run();
    } finally {
      this.#queued -= count;
      this.#intake.storing(-count);
      const left = (this.#queuedBy.get(environmentId) ?? 0) - count;
      if (left === 0) this.#queuedBy.delete(environmentId);
      else this.#queuedBy.set(environmentId, left);
    }
  }

  /** Routes and commits until the commit was routed by the current version. */
  async #route(input: IngestInput): Promise<Ingested | ApiError> {
    for (;;) {
      const result = await this.#batcher.add(await this.#toEvent(input));
      if (result.status !== "stale") return toResult(result);
    }
  }

  /** An error of one event is its result. Throws only if the store failed for every event: then the batch is refused as a whole. */
  async #routeEach(inputs: IngestInput[]): Promise<BatchResult[]> {
    const settled = await Promise.allSettled(inputs.map((input) => this.#route(input)));
    const errors = settled.flatMap((outcome) =>
      outcome.status === "rejected" && !(outcome.reason instanceof ApiError)
        ? [outcome.reason as unknown]
        : [],
    );
    if (errors.length === inputs.length) throw errors[0];
    return settled.map((outcome) =>
      outcome.status === "fulfilled" ? outcome.value : this.#toRefusal(outcome.reason),
    );
  }

  #toRefusal(error: unknown): ApiError {
    if (error instanceof ApiError) return error;
    const unavailable = unavailableError(error);
    if (unavailable === null) this.#deps.log.error({ err: error }, "an event of a batch failed");
    else this.#deps.log.warn({ err: error }, "store unavailable for an event of a batch");
    return unavailable ?? new ApiError("internal_error");
  }

  /** Under one idempotency key the events commit together and alone: their response is stored with them or not at all. */
  async #routeTogether(
    inputs: IngestInput[],
    {
      request,
      merge,
    }: { request: IdempotentRequest<BatchResult[]>; merge: (results: BatchResult[]) => BatchResult[] },
  ): Promise<Idempotent<BatchResult[]>> {
    const toBatch = (results: CommitResult[]) => merge(results.map(toResult));
    for (;;) {
      const events = await Promise.all(inputs.map((input) => this.#toEvent(input)));
      const outcome = await this.#commit(events, {
        ...request,
        responseTo: (results) => request.responseTo(toBatch(results)),
      });
      if (outcome === "stale") continue;
      return typeof outcome === "object" && "result" in outcome
        ? { result: toBatch(outcome.result) }
        : outcome;
    }
  }

  async #toEvent(input: IngestInput): Promise<NewEvent> {
    const { clock, newId, config } = this.#deps;
    const { environment, apiKeyId, idempotencyKey } = input;
    const { snapshot, route, apiKeyIds } = await this.#environments.get(environment.id, input.version);
    if (apiKeyId !== null && !apiKeyIds.has(apiKeyId)) {
      throw new ApiError("forbidden", "This API key has been revoked.");
    }
    const created_at = clock.now() + snapshot.clockOffsetMs;
    const destinationIds = await this.#routing.run(environment.id, () => routeCounted(route, input));
    return {
      event: {
        id: newId("evt"),
        environment_id: environment.id,
        type: input.type,
        body: input.body,
        idempotency_key: idempotencyKey,
        occurred_at: input.occurredAt,
        created_at,
      },
      idempotencyExpiresAt: idempotencyKey === null ? null : created_at + config.times.idempotencyMs,
      deliveries: destinationIds.map((destination_id) => ({
        id: newId("del"),
        destination_id,
        handOff: false,
      })),
      version: snapshot.version,
    };
  }

  /** Room at the worker is reserved right before the commit and goes to the deliveries that it leased; the rest is returned. */
  async #commit(
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

function routeCounted(route: Route, { type, body }: IngestInput): { result: string[]; cost: number } {
  const work = new FilterWork();
  return { result: route(type, body, work), cost: work.visits };
}

function toResult(result: CommitResult): BatchResult {
  switch (result.status) {
    case "created": {
      const deliveries = result.deliveries.map(({ delivery }) => delivery);
      return { event: result.event, deliveries, duplicate: false };
    }
    case "duplicate":
      return { event: result.event, deliveries: result.deliveries, duplicate: true };
    case "conflict":
      return new ApiError("idempotency_key_conflict");
    case "failed":
      throw result.error;
    case "stale":
      throw new Error("A stale event has to be routed again.");
  }
}

function toLeased({ event, version }: NewEvent, to: NewDelivery, lease: Lease): LeasedDelivery {
  const [identity, queued] = [identityOf(event, to), newQueued(event.created_at)];
  return leasedDelivery({ identity, queued, trigger: "schedule", lease }, { body: event.body, version });
}
