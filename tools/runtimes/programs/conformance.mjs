import { idempotencyConformance } from "@harbor/receiver/conformance";
import { memoryStore } from "@harbor/receiver/stores/memory";

/** The idempotency suite on the memory store: claims, leases and many workers at once, on this runtime's timers. */
export function conformanceChecks() {
  const shared = memoryStore();
  const createStore = ({ retentionDays }) =>
    retentionDays === undefined ? shared : memoryStore({ retentionDays });
  return idempotencyConformance({ createStore }).map(({ name, run }) => [`store: ${name}`, run]);
}
