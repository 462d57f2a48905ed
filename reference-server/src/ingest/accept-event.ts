import { Batcher } from "../batcher.js";
import type { Deps } from "../deps.js";
import type { HandOff } from "../delivery/worker.js";
import type { Delivery, Environment, Event, Millis } from "../domain/domain.js";
import { FilterWork } from "../domain/filter-work.js";
import type { Route } from "../domain/route-event.js";
import { environmentShare } from "../domain/slot-shares.js";
import type { EnvironmentCache } from "../environments/environment-cache.js";
import { ApiError } from "../errors.js";
import type { Metrics } from "../metrics.js";
import type { CommitResult, LeasedDelivery, NewEvent, Once, RememberedAnswer } from "../store/store.js";
import { checkEvent, faultOf } from "./check-event.js";
import { createPacer } from "../pacer.js";

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
type BatchOutcome = { result: BatchResult[] } | { repeated: RememberedAnswer };

export interface IngestParts {
  environments: EnvironmentCache;
  worker: HandOff;
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
  readonly #metrics: IngestParts["metrics"];
  readonly #batcher: Batcher<NewEvent, CommitResult>;
  readonly #routing = createPacer(FILTER_VISITS_PER_TURN);
  /** Events that are accepted and not stored yet, in all and by environment. */
  #queued = 0;
  readonly #queuedBy = new Map<number, number>();

  constructor(deps: Deps, { environments, worker, metrics }: IngestParts) {
    this.#deps = deps;
    this.#environments = environments;
    this.#worker = worker;
    this.#metrics = metrics;
    this.#batcher = new Batcher((events) => this.#commit(events), {
      maxItems: MAX_BATCH,
      ownerOf: ({ environment }) => environment.id,
    });
  }

  /**
   * Resolves once the event is durable. Throws `ApiError`: invalid_event_type, body_too_large, idempotency_key_conflict, overloaded,
   * forbidden.
   */
  async one(input: IngestInput): Promise<Ingested> {
    checkEvent(input, this.#deps.config.limits.maxBodyBytes);
    const result = await this.#admitted(input.environment.id, 1, () => this.#route(input));
    if (result instanceof ApiError) throw result;
    return result;
  }

  /** One result per event, in order; each is accepted or refused alone. With `once` the batch is one idempotent request. */
  async many(inputs: IngestInput[], once?: Once<BatchResult[]>): Promise<BatchOutcome> {
    const [first] = inputs;
    if (first === undefined) return { result: [] };
    const faults = inputs.map((input) => faultOf(input, this.#deps.config.limits.maxBodyBytes));
    return await this.#admitted(first.environment.id, inputs.length, async () => {
      if (once !== undefined) return await this.#commitOnce(inputs, faults, once);
      const results = inputs.map(
        async (input, i) => faults[i] ?? (await refusalAsResult(this.#route(input))),
      );
      return { result: await Promise.all(results) };
    });
  }

  /** Resolves when every accepted event is stored. */
  idle(): Promise<void> {
    return this.#batcher.idle();
  }

  /** The queue is capped, in all and for each environment: responds 503 rather than grow memory. */
  async #admitted<T>(environmentId: number, count: number, run: () => Promise<T>): Promise<T> {
    const held = this.#queuedBy.get(environmentId) ?? 0;
    const free = this.#deps.config.limits.maxQueued - this.#queued;
    if (count > environmentShare({ free, byEnvironment: held, bySilent: 0 }).total) throw overloaded();
    this.#queued += count;
    this.#queuedBy.set(environmentId, held + count);
    try {
      return await run();
    } finally {
      this.#queued -= count;
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

  /** A batch under an idempotency key commits alone, so that its response is stored with its events or not at all. */
  async #commitOnce(
    inputs: IngestInput[],
    faults: (ApiError | null)[],
    once: Once<BatchResult[]>,
  ): Promise<BatchOutcome> {
    const valid = inputs.filter((_, i) => faults[i] === null);
    const merge = (results: CommitResult[]): BatchResult[] => {
      const accepted = results.map(toResult).values();
      return faults.map((fault) => fault ?? (accepted.next().value as BatchResult));
    };
    for (;;) {
      const events = await Promise.all(valid.map((input) => this.#toEvent(input)));
      const results = await this.#commit(events, {
        ...once,
        answer: (committed) => once.answer(merge(committed)),
      });
      const [first] = results;
      if (first?.status === "repeated") return { repeated: first.answer };
      if (!results.some(({ status }) => status === "stale")) return { result: merge(results) };
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
    const destinationIds = await this.#routing.run(() => routeCounted(route, input));
    return {
      environment,
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
      apiKeyId,
    };
  }

  /** Slots are reserved right before the commit and go to the deliveries that it leased; the others are returned. */
  async #commit(events: NewEvent[], once?: Once<CommitResult[]>): Promise<CommitResult[]> {
    const { store, clock, config } = this.#deps;
    for (const { event, deliveries } of events) {
      for (const delivery of deliveries) {
        const { environment_id } = event;
        delivery.handOff = this.#worker.reserve({ environment_id, destination_id: delivery.destination_id });
      }
    }
    let results: CommitResult[] = [];
    try {
      const terms = { now: clock.now(), leaseSlackMs: config.times.leaseSlackMs };
      results = await store.commit(events, once === undefined ? terms : { ...terms, once });
      this.#metrics.ingested(results.filter(({ status }) => status === "created").length);
      return results;
    } finally {
      events.forEach((event, i) => this.#handOver(event, results[i]));
    }
  }

  #handOver(item: NewEvent, result: CommitResult | undefined): void {
    item.deliveries.forEach((delivery, i) => {
      const { environment_id } = item.event;
      const lease = result?.status === "created" ? (result.deliveries[i]?.lease ?? null) : null;
      if (lease !== null) this.#worker.deliver(toLeased(item, delivery, lease));
      else if (delivery.handOff)
        this.#worker.release({ environment_id, destination_id: delivery.destination_id });
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
    case "repeated":
      throw new Error(`"${result.status}" is not the result of a single event.`);
  }
}

function toLeased(
  { event, version }: NewEvent,
  { id, destination_id }: { id: string; destination_id: string },
  lease: LeasedDelivery["lease"],
): LeasedDelivery {
  return {
    id,
    environment_id: event.environment_id,
    version,
    event_id: event.id,
    event_type: event.type,
    destination_id,
    body: event.body,
    lease,
    trigger: "schedule",
    retry_count: 0,
    attempt_number: 0,
    budget_started_at: event.created_at,
    before: { status: "pending", due_at: event.created_at, dead_reason: null },
  };
}

function overloaded(): ApiError {
  return new ApiError("overloaded", undefined, { retryAfterSeconds: OVERLOADED_RETRY_SECONDS });
}

/** In a batch one event's refusal is its own result, not the batch's. */
async function refusalAsResult(result: Promise<BatchResult>): Promise<BatchResult> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}
