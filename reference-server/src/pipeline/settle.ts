import type { Deps } from "../deps.js";
import type { Delivery } from "../domain.js";
import type { Settlement, SettleResult } from "../store/store.js";
import type { Changes } from "./changes.js";
import { createGroup } from "./group.js";

export interface Settle {
  /** Resolves with the delivery as recorded, or null where the lease was lost. */
  add(settlement: Settlement): Promise<Delivery | null>;
  idle(): Promise<void>;
}

const MAX_GROUP = 256;

/** Records attempts and their decisions, many in one transaction; then tells stream, alerts and metrics. */
export function createSettle(
  { store, clock }: Deps,
  { changes, onBreaker }: { changes: Changes; onBreaker: (change: SettleResult["breaker"][number]) => void },
): Settle {
  const group = createGroup(
    async (batch: Settlement[]) => {
      const { deliveries, breaker } = await store.settle(batch, clock.now());
      changes.emit(deliveries.filter((delivery) => delivery !== null));
      breaker.forEach(onBreaker);
      return deliveries;
    },
    { maxItems: MAX_GROUP },
  );
  return { add: (settlement) => group.add(settlement), idle: () => group.idle() };
}
