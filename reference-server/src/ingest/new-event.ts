import type { Deps } from "../deps.js";
import type { Environment, Millis } from "../domain/domain.js";
import type { StoredTrace } from "../domain/trace-context.js";
import type { Announcement, EnvironmentSnapshot, NewEvent } from "../store/store.js";

export interface IngestInput {
  environment: Environment;
  apiKeyId: string;
  /** The environment's version when the key was looked up: a view of this version knows the key. */
  version: number;
  type: string;
  /** The sender's customer that the event is about; null for none. */
  tenant: string | null;
  /** The submitted bytes of `body`, verbatim. */
  body: Buffer;
  idempotencyKey: string | null;
  /** Destinations with `ordering: "key"` get the events of a key in order; missing or null: in any order. */
  orderingKey?: string | null;
  occurredAt: Millis | null;
  /** The trace of the request. */
  trace: StoredTrace | null;
}

/** After the checks of its sender and its body. */
export type RoutedInput = Omit<IngestInput, "apiKeyId" | "version">;

/** The event and its deliveries, as they are committed. Times are environment time. */
export function newEvent(
  { newId, config }: Pick<Deps, "newId" | "config">,
  { environment, type, tenant, body, idempotencyKey, orderingKey = null, occurredAt, trace }: RoutedInput,
  {
    destinationIds,
    createdAt,
    snapshot: { version, idsNotBefore },
  }: {
    destinationIds: readonly string[];
    createdAt: Millis;
    snapshot: Pick<EnvironmentSnapshot, "version" | "idsNotBefore">;
  },
): NewEvent {
  return {
    event: {
      id: newId("evt", idsNotBefore),
      environment_id: environment.id,
      tenant,
      type,
      body,
      idempotency_key: idempotencyKey,
      ordering_key: orderingKey,
      occurred_at: occurredAt,
      created_at: createdAt,
      erased_at: null,
    },
    trace,
    idempotencyExpiresAt: idempotencyKey === null ? null : createdAt + config.times.idempotencyMs,
    deliveries: destinationIds.map((destination_id) => ({
      id: newId("del"),
      destination_id,
      handOff: false,
    })),
    version,
  };
}

/** The event of an announcement, without what a request adds. */
export function inputOf(
  { type, tenant, body, occurred_at: occurredAt }: Announcement,
  environment: Environment,
): RoutedInput {
  return {
    environment,
    type,
    tenant,
    occurredAt,
    body: Buffer.from(body),
    idempotencyKey: null,
    trace: null,
  };
}
