import { createDiagnosis, type Diagnosis } from "./diagnosis.js";
import type { EventSchemas } from "./events.js";
import type { IdempotencyStore } from "./idempotency.js";
import { consoleLog, withFields, type Log } from "./log.js";
import { isEventType } from "./patterns.js";
import { createRoutes, type Routes } from "./routes.js";
import { secretReader, type SecretSource } from "./secrets.js";

/** Event id, type and delivery id of a delivery whose signature is good. */
export interface KeyInput {
  readonly eventId: string;
  readonly type: string;
  readonly deliveryId: string;
  /** The parsed body, before its schema has seen it. */
  readonly body: unknown;
}

interface BaseOptions<Events extends EventSchemas> {
  /**
   * The destination's `whsec_…` secret, several of them (newest first), or a function that fetches them. Given by value
   * they are checked now; a function is called for every request and a failure there is a 500, so that Harbor retries.
   */
  readonly secret: SecretSource;
  /** Event type -> Standard Schema of its body. Bodies are validated; one that does not match gets 422. */
  readonly events?: Events;
  /** After this time the response is 500 and the handler's `signal` aborts. Default 25,000; keep it below the destination's timeout. */
  readonly timeoutMs?: number;
  /** Greatest age of a signature, past or future. Default 300. */
  readonly toleranceSeconds?: number;
  /** Larger bodies get 500, not 413, which would dead-letter them. Default 1,048,576 (Harbor sends at most 262,144). */
  readonly maxBodyBytes?: number;
  /** Accept deliveries whose event id, type and delivery id no `v2` signature covers. Default false; see docs/contract.md §7 for what an attacker gains. */
  readonly acceptUnsignedHeaders?: boolean;
  /** What to do with a type that has no handler: `ack` (200, the default) or `reject` (422, dead-lettered). */
  readonly unhandled?: "ack" | "reject";
  /** Default: one JSON line per entry on the console. A pino logger fits. */
  readonly log?: Log;
  /** The clock, for tests. */
  readonly now?: () => Date;
}

interface WithoutIdempotency {
  readonly idempotency?: undefined;
}

interface WithIdempotency<Store extends IdempotencyStore> {
  /** Remembers handled events, so that a repeated delivery gets 200 and is not handled again. */
  readonly idempotency: Store;
  /** Keeps receivers apart that share a store: 1-100 of `A-Z a-z 0-9 _ . -`. Renaming one makes it forget. */
  readonly name: string;
  /** The key of an event; by default its event id. Required with `acceptUnsignedHeaders`: take it from the body, which is signed. */
  readonly idempotencyKey?: (delivery: KeyInput) => string;
  /** How long a claim outlives a crashed worker. Renewed every third of it while a handler runs. Default 30,000. */
  readonly leaseMs?: number;
}

/** What `createReceiver` takes: with `idempotency`, a `name` is required. */
export type ReceiverOptions<
  Events extends EventSchemas,
  Store extends IdempotencyStore,
> = BaseOptions<Events> & (WithoutIdempotency | WithIdempotency<Store>);

/** Options with their defaults filled in and their faults thrown. */
export interface Settings {
  readonly readSecrets: () => Promise<readonly string[]>;
  readonly routes: Routes;
  readonly timeoutMs: number;
  readonly toleranceSeconds: number;
  readonly maxBodyBytes: number;
  readonly acceptUnsignedHeaders: boolean;
  readonly unhandled: "ack" | "reject";
  readonly log: Log;
  readonly now: () => Date;
  readonly diagnose: Diagnosis;
  readonly idempotency: IdempotencySettings | undefined;
}

export interface IdempotencySettings {
  readonly store: IdempotencyStore;
  readonly leaseMs: number;
  readonly keyOf: (delivery: KeyInput) => string;
}

export function settingsOf<Events extends EventSchemas>(
  options: ReceiverOptions<Events, IdempotencyStore>,
): Settings {
  const schemas: EventSchemas = options.events ?? {};
  for (const [type, schema] of Object.entries<unknown>(schemas)) {
    if (!isEventType(type))
      throw new TypeError(`"${type}" in events is not an event type (wildcards have no schema).`);
    if (!isStandardSchema(schema))
      throw new TypeError(
        `"${type}" in events has no Standard Schema (zod 3.24, valibot 1, arktype 2 or later).`,
      );
  }
  const now = options.now ?? (() => new Date());
  return {
    readSecrets: secretReader(options.secret),
    routes: createRoutes(schemas),
    timeoutMs: positive("timeoutMs", options.timeoutMs ?? 25_000),
    toleranceSeconds: positive("toleranceSeconds", options.toleranceSeconds ?? 300),
    maxBodyBytes: positive("maxBodyBytes", options.maxBodyBytes ?? 1_048_576),
    acceptUnsignedHeaders: options.acceptUnsignedHeaders ?? false,
    unhandled: options.unhandled ?? "ack",
    log: withFields(options.log ?? consoleLog, {}),
    now,
    diagnose: createDiagnosis(now),
    idempotency: idempotencyOf(options),
  };
}

function idempotencyOf(
  options: ReceiverOptions<EventSchemas, IdempotencyStore>,
): IdempotencySettings | undefined {
  if (options.idempotency === undefined) return undefined;
  const { idempotency: store, name, idempotencyKey, leaseMs = 30_000, acceptUnsignedHeaders } = options;
  if (typeof name !== "string" || !/^[\w.-]{1,100}$/.test(name)) {
    throw new TypeError(
      "A receiver with an idempotency store needs a name of 1-100 characters A-Z a-z 0-9 _ . -",
    );
  }
  const missing = (["claim", "renew", "commit", "release"] as const).filter((method) => !(method in store));
  if (missing.length > 0) {
    throw new TypeError(
      `idempotency is not a store: it has no ${missing.join(", ")}. A client goes into a store.`,
    );
  }
  if (acceptUnsignedHeaders === true && idempotencyKey === undefined) {
    throw new TypeError(
      "With acceptUnsignedHeaders the event id is not proven: a replayed request could carry a fresh one. " +
        "Pass idempotencyKey and take the key from the body.",
    );
  }
  const keyOf = idempotencyKey ?? ((delivery: KeyInput) => delivery.eventId);
  return {
    store,
    leaseMs: positive("leaseMs", leaseMs),
    keyOf: (delivery) => `${name}:${checkedKey(keyOf(delivery))}`,
  };
}

/** Schemas may be objects or, with arktype, functions. */
function isStandardSchema(schema: unknown): boolean {
  return (
    (typeof schema === "object" || typeof schema === "function") && schema !== null && "~standard" in schema
  );
}

function checkedKey(key: string): string {
  if (typeof key !== "string" || key === "")
    throw new TypeError("idempotencyKey must return a non-empty string.");
  return key;
}

function positive(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new RangeError(`${name} must be a positive number, not ${value}.`);
}
