import type { Deps } from "../deps.js";
import type { Delivery, Event } from "../domain/domain.js";
import { FilterWork } from "../domain/filter-work.js";
import type { Route } from "../domain/route-event.js";
import { environmentShare } from "../domain/slot-shares.js";
import type { EnvironmentView } from "../environments/environment-cache.js";
import { ApiError, overloaded } from "../errors.js";
import { createPacer } from "../pacer.js";
import {
  type Announcement,
  type CommitResult,
  type EventTypeRule,
  type Idempotent,
  type IdempotentRequest,
  type NewEvent,
  resultOf,
} from "../store/store.js";
import { Tally } from "../tally.js";
import type { IngestSpan } from "../tracing.js";
import { unavailableError } from "../unavailable-error.js";
import type { BodyChecks } from "./check-body.js";
import { eventFault } from "./check-event.js";
import { EventCommits, type EventCommitsParts } from "./commit-events.js";
import { type IngestInput, inputOf, newEvent, type RoutedInput } from "./new-event.js";

export interface Ingested {
  event: Event;
  deliveries: Delivery[];
  /** An earlier request with the same key created the event. */
  duplicate: boolean;
}

export type BatchResult = Ingested | ApiError;

export interface IngestParts extends EventCommitsParts {
  bodies: Pick<BodyChecks, "fault" | "isCurrent">;
}

const OVERLOADED_RETRY_SECONDS = 1;
/** Filters of that many nodes, about 2 ms, run in one turn of the event loop. An event with more takes a turn by itself. */
const FILTER_VISITS_PER_TURN = 40_000;

/** No request has it, so that only whether the key is taken matters. */
const NO_FINGERPRINT = new Uint8Array(0);

/** Takes events in: checks and routes them, and has them committed. */
export class Ingest {
  readonly #deps: Deps;
  readonly #environments: IngestParts["environments"];
  readonly #intake: IngestParts["intake"];
  readonly #bodies: IngestParts["bodies"];
  readonly #commits: EventCommits;
  readonly #routing = createPacer(FILTER_VISITS_PER_TURN);
  /** Events that are accepted and not stored yet, by environment. */
  readonly #queued = new Tally();

  constructor(deps: Deps, parts: IngestParts) {
    this.#deps = deps;
    this.#environments = parts.environments;
    this.#intake = parts.intake;
    this.#bodies = parts.bodies;
    this.#commits = new EventCommits(deps, parts);
  }

  /**
   * Resolves once the event is durable. Throws `ApiError`: invalid_event_type, invalid_event_body, body_too_large,
   * idempotency_key_conflict, overloaded, forbidden.
   */
  async one(input: IngestInput): Promise<Ingested> {
    const fault = eventFault(input, this.#deps.config.limits);
    if (fault !== null) throw fault;
    const environmentId = input.environment.id;
    this.#enter(environmentId, 1);
    try {
      const result = await this.#route(input);
      if (result instanceof ApiError) throw result;
      return result;
    } finally {
      this.#queue(environmentId, -1);
    }
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
    const merge = (results: BatchResult[]) => inPlaces(checked, results);
    const environmentId = first.environment.id;
    this.#enter(environmentId, valid.length);
    try {
      return request === undefined
        ? { result: merge(await this.#routeEach(valid)) }
        : await this.#routeTogether(valid, { request, merge });
    } finally {
      this.#queue(environmentId, -valid.length);
    }
  }

  /**
   * Stores the event of an announcement and removes that with it, unless another process has, or is about to. The cap of the queue is not
   * for what is stored already.
   */
  async announce(announcement: Announcement): Promise<void> {
    const { seq, environment_id: environmentId } = announcement;
    this.#queue(environmentId, 1);
    try {
      for (;;) {
        const view = await this.#environments.get(environmentId);
        const event = await this.#routeBy(view, inputOf(announcement, view.snapshot.environment));
        const result = await this.#commits.add({ ...event, announcement: seq });
        if (result.status === "failed") throw result.error;
        if (result.status !== "stale") return;
      }
    } finally {
      this.#queue(environmentId, -1);
    }
  }

  /** Resolves when every accepted event is stored. */
  idle(): Promise<void> {
    return this.#commits.idle();
  }

  /** The queue is capped, in all and for each environment: throws `overloaded` rather than grow memory. */
  #enter(environmentId: number, count: number): void {
    const byEnvironment = this.#queued.of(environmentId);
    const free = this.#deps.config.limits.maxQueued - this.#queued.total;
    if (count > environmentShare({ free, byEnvironment, bySilent: 0 }).total)
      throw overloaded(OVERLOADED_RETRY_SECONDS);
    this.#queue(environmentId, count);
  }

  #queue(environmentId: number, change: number): void {
    this.#queued.add(environmentId, change);
    this.#intake.storing(environmentId, change);
  }

  /** Routes and commits until the commit was routed by the current version. */
  #route(input: IngestInput): Promise<Ingested | ApiError> {
    const event = this.#toEvent(input);
    return event instanceof Promise
      ? event.then((routed) => this.#commit(input, routed))
      : this.#commit(input, event);
  }

  async #commit(input: IngestInput, event: NewEvent | ApiError): Promise<Ingested | ApiError> {
    if (event instanceof ApiError) return event;
    const span = this.#deps.tracing?.ingest(event);
    const added = this.#commits.add(span?.item ?? event);
    const result = await (span === undefined ? added : orFail([span], added));
    if (result.status !== "stale") span?.end(result);
    return result.status === "stale" ? await this.#route(input) : toResult(result);
  }

  /** An error of one event is its result. Throws only if the store failed for every event: then the batch is refused as a whole. */
  async #routeEach(inputs: IngestInput[]): Promise<BatchResult[]> {
    const settled = await Promise.allSettled(this.#inOrder(inputs));
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

  /**
   * Those of an ordering key are committed one after the other: one may have to be routed a second time, and the next must not overtake it.
   * Their deliveries go one after the other too, and take longer.
   */
  #inOrder(inputs: readonly IngestInput[]): Promise<Ingested | ApiError>[] {
    const last = new Map<string, Promise<unknown>>();
    return inputs.map((input) => {
      const { orderingKey = null } = input;
      if (orderingKey === null) return this.#routeOne(input);
      const route = () => this.#routeOne(input);
      const routed = last.get(orderingKey)?.then(route, route) ?? route();
      last.set(orderingKey, routed);
      return routed;
    });
  }

  /** As `#route`, with its exceptions as rejections. */
  async #routeOne(input: IngestInput): Promise<Ingested | ApiError> {
    return await this.#route(input);
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
    for (;;) {
      const routed = await Promise.all(inputs.map(async (input) => await this.#toEvent(input)));
      const toBatch = (results: CommitResult[]) => merge(inPlaces(routed, results.map(toResult)));
      const events = routed.filter((event): event is NewEvent => !(event instanceof ApiError));
      if (events.length === 0) return { result: toBatch([]) };
      const { tracing } = this.#deps;
      const spans = tracing === undefined ? [] : events.map((event) => tracing.ingest(event));
      const items = tracing === undefined ? events : spans.map(({ item }) => item);
      const committed = this.#commits.together(items, {
        ...request,
        responseTo: (results) => request.responseTo(toBatch(results)),
      });
      const outcome = await orFail(spans, committed);
      if (outcome === "stale") continue;
      resultOf(outcome)?.forEach((result, at) => spans[at]?.end(result));
      return typeof outcome === "object" && "result" in outcome
        ? { result: toBatch(outcome.result) }
        : outcome;
    }
  }

  /** The event itself, or its refusal, if nothing has to be waited for. */
  #toEvent(input: IngestInput): NewEvent | ApiError | Promise<NewEvent | ApiError> {
    const { environment, version } = input;
    const view = this.#environments.peek(environment.id, version);
    if (view === undefined)
      return this.#environments.get(environment.id, version).then((loaded) => this.#checkBy(loaded, input));
    return this.#checkBy(view, input);
  }

  #checkBy(view: EnvironmentView, input: IngestInput): NewEvent | ApiError | Promise<NewEvent | ApiError> {
    if (!view.apiKeyIds.has(input.apiKeyId))
      throw new ApiError("forbidden", "This API key has been revoked.");
    const rule = view.eventType(input.type);
    const fault = this.#bodies.fault(rule, toChecked(input));
    if (fault === null) return this.#routeBy(view, input);
    return Promise.resolve(fault).then((found) =>
      found === null ? this.#routeBy(view, input) : this.#refuse(found, { view, rule, input }),
    );
  }

  /** A repetition returns what was accepted, regardless of the catalogue as of now, and a view may be behind the catalogue. */
  async #refuse(
    fault: ApiError,
    { view, rule, input }: { view: EnvironmentView; rule: EventTypeRule | undefined; input: IngestInput },
  ): Promise<NewEvent | ApiError> {
    const { environment, idempotencyKey } = input;
    if (idempotencyKey !== null && (await this.#isTaken(environment.id, idempotencyKey))) {
      return await this.#routeBy(view, input);
    }
    const isCurrent = await this.#bodies.isCurrent(rule, toChecked(input));
    if (isCurrent) return fault;
    const next = await this.#environments.get(environment.id, view.snapshot.version + 1);
    return await this.#checkBy(next, input);
  }

  async #isTaken(environmentId: number, key: string): Promise<boolean> {
    const request = { key, fingerprint: NO_FINGERPRINT, now: this.#deps.clock.now() };
    return (await this.#deps.store.findResponse(environmentId, request)) !== null;
  }

  #routeBy(view: EnvironmentView, input: RoutedInput): NewEvent | Promise<NewEvent> {
    const createdAt = this.#deps.clock.now() + view.snapshot.clockOffsetMs;
    const routed = this.#routing.run(input.environment.id, () => routeCounted(view.route, input));
    const eventTo = (destinationIds: string[]) =>
      newEvent(this.#deps, input, { destinationIds, createdAt, snapshot: view.snapshot });
    return routed instanceof Promise ? routed.then(eventTo) : eventTo(routed);
  }
}

/** Each item that is not an error is replaced by the next result. */
function inPlaces<T>(items: readonly (object | ApiError)[], results: readonly T[]): (T | ApiError)[] {
  const inOrder = results.values();
  return items.map((item) => (item instanceof ApiError ? item : (inOrder.next().value as T)));
}

/** Ends the spans if the commit of their events throws. */
async function orFail<T>(spans: readonly IngestSpan[], committed: Promise<T>): Promise<T> {
  try {
    return await committed;
  } catch (error) {
    for (const span of spans) span.fail();
    throw error;
  }
}

function toChecked({ environment, type, body }: IngestInput) {
  return { environmentId: environment.id, type, body };
}

function routeCounted(route: Route, input: RoutedInput): { result: string[]; cost: number } {
  const work = new FilterWork();
  return { result: route(input, work), cost: work.visits };
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
    case "already_taken":
      throw new Error("Only an event that is stored has a result.");
  }
}
