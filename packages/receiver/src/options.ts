import { createDiagnosis, type Diagnosis } from "./diagnosis.js";
import type { EventSchemas } from "./events.js";
import type { IdempotencyStore } from "./idempotency.js";
import { bindableLog, consoleLog, type Log } from "./log.js";
import { isEventType } from "@harbor/shared/event-patterns";
import { createRoutes, type Routes } from "./routes.js";
import { harborScheme } from "./harbor-scheme.js";
import type { Scheme, SchemeName } from "./scheme.js";
import { secretReader, type SecretSource } from "./secrets.js";
import { standardScheme, type StandardSchemeOptions } from "./standard-scheme.js";

/** An authentic delivery, as `idempotencyKey` gets it. */
export interface KeyInput<Name extends SchemeName = "harbor"> {
  readonly eventId: string;
  readonly eventType: string;
  /** Missing with the scheme `standard`. */
  readonly deliveryId: Name extends "standard" ? undefined : string;
  /** The parsed body, before it is validated. */
  readonly body: unknown;
}

/** The options of every receiver. */
export interface BaseOptions<Events extends EventSchemas> {
  /**
   * The destination's `whsec_…` secret, several of them (newest first), or a function that returns them. Values are checked at
   * once. A function is called for every request; if it fails the response is 500, so that Harbor retries.
   */
  readonly secret: SecretSource;
  /** Event type -> Standard Schema of its body. The response to a body that fails validation is 422. */
  readonly events?: Events;
  /** The time a handler may take, in ms; then the response is 500 and `ctx.signal` aborts. Default 25,000; keep it below the destination's `timeout_seconds`. */
  readonly timeoutMs?: number;
  /** Maximum age of a signature in seconds, in the past and in the future. Default 300. */
  readonly toleranceSeconds?: number;
  /** Maximum size of a body. The response to a larger one is 500, not 413, which would dead-letter it. Default 1,048,576 (Harbor sends at most 262,144). */
  readonly maxBodyBytes?: number;
  /** The response to a type without a handler: `ack` (200, the default) or `reject` (422, Harbor dead-letters it). */
  readonly unhandled?: "ack" | "reject";
  /** Default: one JSON line per entry on the console. A pino logger can be passed as it is. */
  readonly log?: Log;
  /** The clock, for tests. */
  readonly now?: () => Date;
}

/** A receiver without a store. */
export interface WithoutIdempotency {
  readonly idempotency?: undefined;
}

/** A receiver with a store. */
export interface WithIdempotency<Store extends IdempotencyStore, Name extends SchemeName = "harbor"> {
  /** Records handled events, so that the response to a repeated delivery is 200 and its handler does not run again. */
  readonly idempotency: Store;
  /** Separates receivers that share a store: 1-100 of `A-Z a-z 0-9 _ . -`. A renamed receiver does not recognise events it has handled. */
  readonly name: string;
  /** The key of an event, by default its event id. Required with `acceptUnsignedHeaders`: derive it from the body, which is signed. */
  readonly idempotencyKey?: (delivery: KeyInput<Name>) => string;
  /** How long a claim lasts after its worker has crashed, in ms. Renewed every third of it while a handler runs. Default 30,000. */
  readonly leaseMs?: number;
  /** The time a call to the store may take, in ms; then the response is 500 and Harbor retries. Default 5,000. */
  readonly storeTimeoutMs?: number;
}

/** A receiver of Harbor's deliveries. */
export interface WithHarborScheme {
  readonly scheme?: "harbor" | undefined;
  /**
   * Accept deliveries whose event id, type and delivery id are not covered by a `v2` signature: an attacker could then change
   * them. Default false. https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#v1-and-v2
   */
  readonly acceptUnsignedHeaders?: boolean;
}

/** A receiver of deliveries by Standard Webhooks 1.0. */
export interface WithStandardScheme extends StandardSchemeOptions {
  readonly scheme: "standard";
}

/** The options of `createReceiver`. With `idempotency`, `name` is required. */
export type ReceiverOptions<
  Events extends EventSchemas,
  Store extends IdempotencyStore,
> = BaseOptions<Events> & WithHarborScheme & (WithoutIdempotency | WithIdempotency<Store>);

/** The options of `createReceiver` with `scheme: "standard"`. */
export type StandardReceiverOptions<
  Events extends EventSchemas,
  Store extends IdempotencyStore,
> = BaseOptions<Events> & WithStandardScheme & (WithoutIdempotency | WithIdempotency<Store, "standard">);

type AnyOptions<Events extends EventSchemas> =
  ReceiverOptions<Events, IdempotencyStore> | StandardReceiverOptions<Events, IdempotencyStore>;

/** The validated options with their defaults. */
export interface Settings {
  readonly readSecrets: () => Promise<readonly string[]>;
  readonly routes: Routes;
  readonly timeoutMs: number;
  readonly toleranceSeconds: number;
  readonly maxBodyBytes: number;
  readonly scheme: Scheme;
  readonly unhandled: "ack" | "reject";
  readonly log: Log;
  readonly now: () => Date;
  readonly diagnose: Diagnosis;
  readonly idempotency: IdempotencySettings | undefined;
}

export interface IdempotencySettings {
  readonly store: IdempotencyStore;
  readonly leaseMs: number;
  readonly storeTimeoutMs: number;
  readonly keyOf: (delivery: KeyInput<SchemeName>) => string;
}

export function settingsOf<Events extends EventSchemas>(options: AnyOptions<Events>): Settings {
  const schemas: EventSchemas = options.events ?? {};
  for (const [type, schema] of Object.entries<unknown>(schemas)) {
    if (!isEventType(type))
      throw new TypeError(`"${type}" in events is not an event type. A wildcard cannot have a schema.`);
    if (!isStandardSchema(schema))
      throw new TypeError(
        `"${type}" in events has no Standard Schema (zod 3.24, valibot 1, arktype 2 or later).`,
      );
  }
  const scheme = schemeOf(options);
  const now = options.now ?? (() => new Date());
  return {
    readSecrets: secretReader(options.secret, (secret) => scheme.secretFault(secret)),
    routes: createRoutes(schemas),
    timeoutMs: positive("timeoutMs", options.timeoutMs ?? 25_000),
    toleranceSeconds: positive("toleranceSeconds", options.toleranceSeconds ?? 300),
    maxBodyBytes: positive("maxBodyBytes", options.maxBodyBytes ?? 1_048_576),
    scheme,
    unhandled: options.unhandled ?? "ack",
    log: bindableLog(options.log ?? consoleLog).log,
    now,
    diagnose: createDiagnosis(now),
    idempotency: idempotencyOf(options),
  };
}

function schemeOf(options: AnyOptions<EventSchemas>): Scheme {
  const { scheme: name = "harbor" } = options;
  if (options.scheme === "standard") {
    const { typeOf } = options;
    if (typeOf !== undefined && typeof typeOf !== "function")
      throw new TypeError("typeOf must be a function that returns the event's type from the parsed body.");
    if ("acceptUnsignedHeaders" in options)
      throw new TypeError(
        "acceptUnsignedHeaders belongs to the scheme harbor: the scheme standard reads no type from headers.",
      );
    return standardScheme(options);
  }
  if (name !== "harbor")
    throw new TypeError(`scheme must be "harbor" or "standard", not ${JSON.stringify(name)}.`);
  return harborScheme(options.acceptUnsignedHeaders ?? false);
}

function idempotencyOf(options: AnyOptions<EventSchemas>): IdempotencySettings | undefined {
  if (options.idempotency === undefined) return undefined;
  const { idempotency: store, name } = options;
  const idempotencyKey = options.idempotencyKey as IdempotencySettings["keyOf"] | undefined;
  if (typeof name !== "string" || !/^[\w.-]{1,100}$/.test(name)) {
    throw new TypeError(
      "A receiver with an idempotency store needs a name of 1-100 characters A-Z a-z 0-9 _ . -",
    );
  }
  const missing = (["claim", "renew", "commit", "release"] as const).filter((method) => !(method in store));
  if (missing.length > 0) {
    throw new TypeError(
      `idempotency is not a store: it has no ${missing.join(", ")}. Pass a database client to a store, such as postgresStore({ client }).`,
    );
  }
  if (
    options.scheme !== "standard" &&
    options.acceptUnsignedHeaders === true &&
    idempotencyKey === undefined
  ) {
    throw new TypeError(
      "With acceptUnsignedHeaders the event id is not proven: a replayed request could have a new one. " +
        "Pass idempotencyKey and derive the key from the body.",
    );
  }
  // With every scheme the same key, so that a change of the scheme forgets no event.
  const keyOf: IdempotencySettings["keyOf"] = idempotencyKey ?? (({ eventId }) => eventId);
  return {
    store,
    leaseMs: positive("leaseMs", options.leaseMs ?? 30_000),
    storeTimeoutMs: positive("storeTimeoutMs", options.storeTimeoutMs ?? 5_000),
    keyOf: (delivery) => `${name}:${checkedKey(keyOf(delivery))}`,
  };
}

/** A schema is an object or, with arktype, a function. */
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
