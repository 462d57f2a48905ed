import type { Deps } from "../deps.js";
import type { Delivery, Event, Millis, Environment } from "../domain/domain.js";
import { FilterWork } from "../domain/filter-work.js";
import type { Route } from "../domain/route-event.js";
import { ApiError } from "../errors.js";
import { isEventType, isReservedEventType } from "../domain/pattern.js";
import type {
  CommitOptions,
  CommitResult,
  LeasedDelivery,
  NewEvent,
  Once,
  RememberedAnswer,
} from "../store/store.js";
import type { Changes } from "../environments/change-feed.js";
import type { Dispatch } from "../delivery/worker.js";
import { createPacer } from "./pacer.js";
import { createGroup } from "../batcher.js";
import type { Routes } from "../environments/environment-cache.js";

export interface IngestInput {
  environment: Environment;
  /** Null for Harbor's own operational events. */
  apiKeyId: string | null;
  type: string;
  /** The submitted bytes of `body`, verbatim. */
  body: Buffer;
  idempotencyKey: string | null;
  occurredAt: Millis | null;
}

export interface Ingested {
  event: Event;
  deliveries: Delivery[];
  /** The event was made by an earlier request with the same key. */
  duplicate: boolean;
}

export type BatchResult = Ingested | ApiError;

export interface Ingest {
  /** Resolves once the event is durable. Throws `ApiError`: invalid_event_type, body_too_large, idempotency_key_conflict, overloaded, forbidden. */
  one(input: IngestInput): Promise<Ingested>;
  /** One result per event, in order; each stands or falls alone. With `once` the batch is one idempotent request. */
  many(
    inputs: IngestInput[],
    once?: Once<BatchResult[]>,
  ): Promise<{ result: BatchResult[] } | { repeated: RememberedAnswer }>;
  /** Resolves when every accepted event is stored. */
  idle(): Promise<void>;
}

/** Events in one transaction at most: keeps the pause of a commit short. */
const MAX_GROUP = 256;
const OVERLOADED_RETRY_SECONDS = 1;
/** Filters of that many nodes, about 2 ms, run in one turn of the event loop. An event with more takes a turn by itself. */
const FILTER_VISITS_PER_TURN = 40_000;

export function createIngest(
  deps: Deps,
  { routes, dispatch, changes }: { routes: Routes; dispatch: Dispatch; changes: Changes },
): Ingest {
  const { config, store, clock, newId } = deps;
  const group = createGroup((events: NewEvent[]) => store.commit(events, commitOptions()), {
    maxItems: MAX_GROUP,
  });
  const routing = createPacer(FILTER_VISITS_PER_TURN);
  /** Events that have been taken in and are not stored yet. */
  let queued = 0;

  function commitOptions(): CommitOptions {
    return { now: clock.now(), leaseSlackMs: config.times.leaseSlackMs, ...dispatch.handOff() };
  }

  /** Bounded, so that a store that is slower than its senders is told of by 503 and not by memory. */
  async function admitted<T>(count: number, run: () => Promise<T>): Promise<T> {
    if (queued + count > config.limits.maxQueued) throw overloaded();
    queued += count;
    try {
      return await run();
    } finally {
      queued -= count;
    }
  }

  async function prepare(input: IngestInput): Promise<NewEvent> {
    const routed = await routes.get(input.environment.id);
    if (input.apiKeyId !== null && !routed.apiKeyIds.has(input.apiKeyId)) {
      throw new ApiError("forbidden", "This API key has been revoked.");
    }
    const { clockOffsetMs, version } = routed.snapshot;
    const created_at = clock.now() + clockOffsetMs;
    return {
      environment: input.environment,
      event: {
        id: newId("evt"),
        environment_id: input.environment.id,
        type: input.type,
        body: input.body,
        idempotency_key: input.idempotencyKey,
        occurred_at: input.occurredAt,
        created_at,
      },
      idempotencyExpiresAt: input.idempotencyKey === null ? null : created_at + config.times.idempotencyMs,
      deliveries: (await routing.run(() => routeCounted(routed.route, input))).map((destination_id) => ({
        id: newId("del"),
        destination_id,
      })),
      version,
      apiKeyId: input.apiKeyId,
    };
  }

  /** Routes and commits until the commit was routed by the current version. */
  async function commit(input: IngestInput): Promise<Ingested | ApiError> {
    for (;;) {
      const prepared = await prepare(input);
      const result = await group.add(prepared);
      if (result.status !== "stale") {
        announce(prepared, result);
        return outcome(result);
      }
      routes.drop(input.environment.id);
    }
  }

  /** What is new is told and sent. */
  function announce(prepared: NewEvent, result: CommitResult): void {
    if (result.status !== "created") return;
    changes.emit(result.deliveries.map(({ delivery }) => delivery));
    dispatch.take(leased(prepared, result), {
      unleased: result.deliveries.some(({ lease }) => lease === null),
    });
  }

  return {
    async one(input) {
      check(input, config.limits.maxBodyBytes);
      const result = await admitted(1, () => commit(input));
      if (result instanceof ApiError) throw result;
      return result;
    },
    async many(inputs, once) {
      const faults = inputs.map((input) => faultOf(input, config.limits.maxBodyBytes));
      return await admitted(inputs.length, async () => {
        if (once !== undefined) return await commitOnce(inputs, faults, once);
        const results = inputs.map(async (input, i) => faults[i] ?? (await settled(commit(input))));
        return { result: await Promise.all(results) };
      });
    },
    idle: () => group.idle(),
  };

  /** A batch under an idempotency key commits alone, so that its answer is stored with its events or not at all. */
  async function commitOnce(
    inputs: IngestInput[],
    faults: (ApiError | null)[],
    once: Once<BatchResult[]>,
  ): Promise<{ result: BatchResult[] } | { repeated: RememberedAnswer }> {
    const valid = inputs.filter((_, i) => faults[i] === null);
    for (;;) {
      const prepared = await Promise.all(valid.map(prepare));
      const merge = (results: CommitResult[]): BatchResult[] => {
        const good = results.map((result) => outcome(result));
        return faults.map((fault) => fault ?? (good.shift() as BatchResult));
      };
      const results = await store.commit(prepared, {
        ...commitOptions(),
        once: { ...once, answer: (committed) => once.answer(merge(committed)) },
      });
      const [first] = results;
      if (first?.status === "repeated") return { repeated: first.answer };
      if (results.some(({ status }) => status === "stale")) {
        for (const { environment } of valid) routes.drop(environment.id);
        continue;
      }
      results.forEach((result, i) => {
        announce(prepared[i] as NewEvent, result);
      });
      return { result: merge(results) };
    }
  }
}

function routeCounted(route: Route, { type, body }: IngestInput): { result: string[]; cost: number } {
  const work = new FilterWork();
  return { result: route(type, body, work), cost: work.visits };
}

function outcome(result: CommitResult): BatchResult {
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
      throw new Error(`"${result.status}" is no answer to an event`);
  }
}

function leased(prepared: NewEvent, result: CommitResult & { status: "created" }): LeasedDelivery[] {
  const { event } = result;
  return result.deliveries.flatMap(({ delivery, lease }) =>
    lease === null
      ? []
      : {
          id: delivery.id,
          environment_id: event.environment_id,
          version: prepared.version,
          event_id: event.id,
          event_type: event.type,
          destination_id: delivery.destination_id,
          body: event.body,
          lease,
          trigger: "schedule",
          retry_count: 0,
          attempt_number: 0,
          budget_started_at: event.created_at,
          before: { status: "pending", due_at: event.created_at, dead_reason: null },
        },
  );
}

function check(input: IngestInput, maxBodyBytes: number): void {
  const fault = faultOf(input, maxBodyBytes);
  if (fault !== null) throw fault;
}

function faultOf({ type, body, apiKeyId }: IngestInput, maxBodyBytes: number): ApiError | null {
  if (!isEventType(type)) {
    return typeFault(
      "An event type is 1-256 characters: dotted segments of A-Z a-z 0-9 _ -, such as order.created.",
    );
  }
  if (apiKeyId !== null && isReservedEventType(type)) {
    return typeFault("Types that start with harbor. are Harbor's own.");
  }
  if (body.length <= maxBodyBytes) return null;
  const message = `The event body is ${body.length} bytes; at most ${maxBodyBytes} are taken.`;
  return new ApiError("body_too_large", message, { details: [{ path: "body/body", message }] });
}

function typeFault(message: string): ApiError {
  return new ApiError("invalid_event_type", message, { details: [{ path: "body/type", message }] });
}

function overloaded(): ApiError {
  return new ApiError("overloaded", undefined, { retryAfterSeconds: OVERLOADED_RETRY_SECONDS });
}

/** In a batch one event's refusal is its own result, not the batch's. */
async function settled(result: Promise<BatchResult>): Promise<BatchResult> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}
