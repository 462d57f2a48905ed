/**
 * Refuses: Cloudflare KV cannot hold claims. A write takes up to a minute to be seen elsewhere and there is no
 * compare-and-set, so two workers would both find an event unclaimed and handle it twice. Use `durableObjectStore` from
 * `@harbor/receiver/stores/durable-objects`, which runs in the same place and is linearizable per key.
 *
 * @deprecated Always throws; it exists to explain the reason.
 * @throws TypeError always.
 */
export function cloudflareKvStore(_namespace?: unknown): never {
  throw new TypeError(
    "Cloudflare KV cannot keep claims apart: it is eventually consistent and has no compare-and-set, so two workers could " +
      "handle one event. Use durableObjectStore from @harbor/receiver/stores/durable-objects (docs/idempotency.md).",
  );
}
