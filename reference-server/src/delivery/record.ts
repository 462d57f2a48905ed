import type { Deps } from "../deps.js";
import type { Delivery } from "../domain/domain.js";
import type { Metrics } from "../metrics.js";
import type { Settlement, SettleResult } from "../store/store.js";
import type { Changes } from "../environments/change-feed.js";
import { createGroup } from "../batcher.js";

export interface Settle {
  /** Resolves with the delivery as recorded, or null where the lease was lost. */
  add(settlement: Settlement): Promise<Delivery | null>;
  idle(): Promise<void>;
}

interface SettleOptions {
  changes: Changes;
  metrics: Pick<Metrics, "attempted" | "leaseLost">;
  onBreaker: (change: SettleResult["breaker"][number]) => void;
}

const MAX_GROUP = 256;

/** Records attempts and their decisions, many in one transaction; then tells stream, alerts and metrics. */
export function createSettle({ store, clock }: Deps, { changes, metrics, onBreaker }: SettleOptions): Settle {
  const group = createGroup(
    async (batch: Settlement[]) => {
      const { deliveries, breaker } = await store.settle(batch, clock.now());
      changes.emit(deliveries.filter((delivery) => delivery !== null));
      deliveries.forEach((delivery, i) => {
        const attempt = batch[i]?.attempt ?? null;
        if (delivery === null) metrics.leaseLost();
        else if (attempt !== null) metrics.attempted(attempt);
      });
      breaker.forEach(onBreaker);
      return deliveries;
    },
    { maxItems: MAX_GROUP },
  );
  return { add: (settlement) => group.add(settlement), idle: () => group.idle() };
}
