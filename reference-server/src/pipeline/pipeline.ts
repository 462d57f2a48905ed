import type { Delivery, Event, Millis, Scope } from "../domain.js";
import type { ApiError } from "../errors.js";
import type { CommitResult, Once, RememberedAnswer, ScopeSnapshot } from "../store/store.js";

/** What http/ may ask of the pipeline: the stages' entrances, put together in app.ts. */
export interface Pipeline {
  ingest: Ingest;
  /** Snapshots of scopes, cached under their version. */
  routes: Routes;
  /** Due work may have appeared (a resume, a retry by hand, a replay, a new destination). Cheap, never throws. */
  wake(): void;
  /** Moves a scope's clock and answers its new time when all work that fell due has been attempted. */
  advanceClock(
    scope: Scope,
    byMs: Millis,
    once?: Once<Millis>,
  ): Promise<{ now: Millis } | { repeated: RememberedAnswer }>;
  /** Every state change of a delivery, after it is durable. */
  changes: Changes;
}

export interface Ingest {
  /** Resolves after the event is durable. Throws `ApiError`: invalid_event_type, body_too_large, idempotency_key_conflict, overloaded. */
  one(input: IngestInput): Promise<Ingested>;
  /** One result per event, in order; each stands or falls alone. */
  many(
    inputs: IngestInput[],
    once?: Once<BatchResult[]>,
  ): Promise<{ result: BatchResult[] } | { repeated: RememberedAnswer }>;
}

export type BatchResult = Ingested | ApiError;

export interface IngestInput {
  scope: Scope;
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

export interface Routes {
  /** The cached snapshot, loaded when there is none or when it is not of `version`. */
  get(scopeId: number, version?: number): Promise<Routed>;
  /** Forget it: the next `get` loads it afresh. */
  drop(scopeId: number): void;
}

/** A snapshot with its patterns, filters and signing secrets made ready. */
export interface Routed {
  snapshot: ScopeSnapshot;
  /** Ids of the destinations that take this event, each once. `body` is parsed only if a filter needs it. */
  route(type: string, body: Buffer): string[];
}

export interface Changes {
  emit(deliveries: readonly Delivery[]): void;
  /** The returned function ends the subscription. */
  subscribe(listener: (delivery: Delivery) => void): () => void;
}

export type { CommitResult };
