import type { Claim, IdempotencyStore } from "../idempotency.js";
import type { Call } from "./durable-objects/calls.js";
import { retentionMsOf, type RetentionOptions } from "./retention.js";

export { IdempotencyObject, type IdempotencyObjectState } from "./durable-objects/idempotency-object.js";

/** The binding to {@link IdempotencyObject}: a `DurableObjectNamespace`. */
export interface IdempotencyNamespace {
  idFromName(name: string): unknown;
  get(id: unknown): { fetch(url: string, init: { method: string; body: string }): Promise<ObjectResponse> };
}

interface ObjectResponse {
  readonly ok: boolean;
  readonly status: number;
  json(): Promise<unknown>;
}

/** Options of the store in Durable Objects. */
export interface DurableObjectStoreOptions extends RetentionOptions {
  /** `env.IDEMPOTENCY`, or whatever the binding is called. */
  namespace: IdempotencyNamespace;
}

/**
 * Remembers handled events in Cloudflare Durable Objects, one object for each event (docs/contract.md §7).
 *
 * @example
 * // wrangler.toml: [[durable_objects.bindings]] name = "IDEMPOTENCY", class_name = "IdempotencyObject"
 * //                [[migrations]] tag = "v1", new_sqlite_classes = ["IdempotencyObject"]
 * export { IdempotencyObject } from "@harbor/receiver/stores/durable-objects";
 * const store = durableObjectStore({ namespace: env.IDEMPOTENCY });
 */
export function durableObjectStore(options: DurableObjectStoreOptions): DurableObjectStore {
  return new DurableObjectStore(options);
}

export class DurableObjectStore implements IdempotencyStore {
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
      throw new Error(`The idempotency object answered ${response.status} to ${call.operation}.`);
    return response.json();
  }
}
