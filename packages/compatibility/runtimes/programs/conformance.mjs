import { idempotencyConformance } from "@harbor/receiver/conformance";
import { memoryStore } from "@harbor/receiver/stores/memory";

/** The idempotency suite on the memory store: claims, leases and many workers at once, on this runtime's timers. */
export function memoryChecks() {
  const shared = memoryStore();
  return storeChecks("memory", (options) =>
    options.retentionDays === undefined ? shared : memoryStore(options),
  );
}

export function storeChecks(name, createStore) {
  return idempotencyConformance({ createStore }).map((test) => [`${name} store: ${test.name}`, test.run]);
}
