import type { Claim, IdempotencyStore } from "../idempotency.js";
import type { Call } from "./durable-objects/calls.js";
import { retentionMsOf, type RetentionOptions } from "./retention.js";

export {
  IdempotencyObject,
  type IdempotencyObjectState,
  type StorageTransaction,
} from "./durable-objects/idempotency-object.js";

/** The binding to {@link IdempotencyObject}: a `DurableObjectNamespace`. */
export interface IdempotencyNamespace {
  idFromName(name: string): unknown;
  get(id: unknown): { fetch(url: string, init: { method: string; body: string }): Promise<ObjectResponse> };
}

/** The part of a `Response` that the store reads. */
export interface ObjectResponse {
  readonly ok: boolean;
  readonly status: number;
  json(): Promise<unknown>;
}

/** Options of the store in Durable Objects. */
export interface DurableObjectStoreOptions extends RetentionOptions {
  /** The binding, such as `env.IDEMPOTENCY`. */
  namespace: IdempotencyNamespace;
}

/**
 * Remembers handled events in Cloudflare Durable Objects, one object for each event. See https://github.com/harbor-webhooks/harbor/blob/main/docs/idempotency.md
 *
 * Workers KV cannot be used instead: a write takes up to a minute to be seen elsewhere and there is no compare-and-set, so two
 * workers could handle one event.
 *
 * @example
 * // wrangler.toml: [[durable_objects.bindings]] name = "IDEMPOTENCY", class_name = "IdempotencyObject"
 * //                [[migrations]] tag = "v1", new_sqlite_classes = ["IdempotencyObject"]
 * export { IdempotencyObject } from "@harbor/receiver/stores/durable-objects";
 * const store = durableObjectStore({ namespace: env.IDEMPOTENCY });
 */
export function durableObjectStore(options: DurableObjectStoreOptions): IdempotencyStore {
  return new DurableObjectIdempotency(options);
}

class DurableObjectIdempotency implements IdempotencyStore {
  readonly #namespace: IdempotencyNamespace;
  readonly #retentionMs: number;

  constructor({ namespace, ...retention }: DurableObjectStoreOptions) {
    this.#namespace = namespace;
    this.#retentionMs = retentionMsOf(retention);
  }

  async claim(key: string, leaseMs: number): Promise<Claim> {
    return (await this.#call(key, { operation: "claim", leaseMs, retentionMs: this.#retentionMs })) as Claim;
  }

  async renew(key: string, token: string, leaseMs: number): Promise<boolean> {
    return (
      (await this.#call(key, { operation: "renew", token, leaseMs, retentionMs: this.#retentionMs })) === true
    );
  }

  async commit(key: string, token: string): Promise<boolean> {
    return (await this.#call(key, { operation: "commit", token, retentionMs: this.#retentionMs })) === true;
  }

  async release(key: string, token: string): Promise<boolean> {
    return (await this.#call(key, { operation: "release", token, retentionMs: this.#retentionMs })) === true;
  }

  async #call(key: string, call: Call): Promise<unknown> {
    const object = this.#namespace.get(this.#namespace.idFromName(key));
    const response = await object.fetch("https://idempotency/", {
      method: "POST",
      body: JSON.stringify(call),
    });
    if (!response.ok)
      throw new Error(
        `The idempotency object responded to ${call.operation} with status ${response.status}.`,
      );
    return response.json();
  }
}
