import type { Delivery } from "../domain/domain.js";
import type { NextState } from "../domain/next-state.js";
import {
  type DeliveryIdentity,
  type LastAttempt,
  showDead,
  showQueued,
  showSucceeded,
} from "../domain/queued.js";
import type { SettleResult } from "./store.js";

/** A delivery after its attempt was recorded. */
export interface Settled {
  identity: DeliveryIdentity;
  next: NextState;
  last: LastAttempt | null;
}

/** Builds the deliveries only when they are read: most callers do not need them. */
export function settleResult(
  settled: readonly (Settled | null)[],
  rest: Pick<SettleResult, "statusChanges" | "next">,
): SettleResult {
  return {
    ...rest,
    recorded: settled.map((one) => one !== null),
    get deliveries() {
      return settled.map((one) => one && show(one));
    },
  };
}

function show({ identity, next, last }: Settled): Delivery {
  switch (next.kind) {
    case "succeeded":
      return showSucceeded(identity, next, last);
    case "queued":
      // Whether its destination is paused is not read for it.
      return showQueued(identity, next.queued, { last, waiting: next.queued.behind ? "key" : null });
    case "dead":
      return showDead(identity, next.dead, last);
  }
}

export function retryCountOf(next: NextState): number | null {
  switch (next.kind) {
    case "succeeded":
      return next.retry_count;
    case "queued":
      return next.queued.retry_count;
    case "dead":
      return next.dead.retry_count;
  }
}
