import type { Delivery } from "../domain/domain.js";
import { type IdempotentOutcome, resultOf } from "./idempotency.js";
import { NoticeListeners } from "./notices.js";
import type { CommitResult, Store } from "./store.js";

type Emit = (deliveries: () => readonly (Delivery | null)[]) => void;

/**
 * Emits the notices that follow from a call's result, `deliveries_changed` and `status_changed`, for any store: after the
 * transaction, before the call's promise resolves. The store itself emits the others.
 */
export function withChangeNotices(inner: Store, onListenerError: (error: unknown) => void): Store {
  const { emit, subscribe } = new NoticeListeners(onListenerError);
  inner.subscribe(emit);
  const changed: Emit = (deliveries) => {
    emit({
      kind: "deliveries_changed",
      get deliveries() {
        return deliveries().filter((delivery) => delivery !== null);
      },
    });
  };

  return {
    ...inner,
    subscribe,
    async commit(...args) {
      const outcome = await inner.commit(...args);
      changed(() => createdIn(resultOf(outcome) ?? []));
      return outcome;
    },
    async settle(...args) {
      const result = await inner.settle(...args);
      if (result.recorded.includes(true)) changed(() => result.deliveries);
      for (const change of result.statusChanges) emit({ kind: "status_changed", change });
      return result;
    },
    async sweep(options) {
      const result = await inner.sweep(options);
      if (result.expired.length > 0) changed(() => result.expired);
      return result;
    },
    ...byHand(inner, changed),
  };
}

function createdIn(results: readonly CommitResult[]): Delivery[] {
  return results.flatMap((result) =>
    result.status === "created" ? result.deliveries.map(({ delivery }) => delivery) : [],
  );
}

/** Notices for changes of single deliveries by an API request. A change in steps emits each of them by itself. */
function byHand(inner: Store, changed: Emit): Pick<Store, "events" | "deliveries"> {
  const emitResult = <T extends IdempotentOutcome<Delivery | Delivery[]>>(outcome: T) => {
    changed(() => [resultOf<Delivery | Delivery[]>(outcome) ?? []].flat());
    return outcome;
  };
  return {
    events: {
      ...inner.events,
      replay: async (...args) => emitResult(await inner.events.replay(...args)),
      createTest: async (...args) => emitResult(await inner.events.createTest(...args)),
    },
    deliveries: {
      ...inner.deliveries,
      forceRetry: async (...args) => emitResult(await inner.deliveries.forceRetry(...args)),
      replayDead: async (...args) => emitResult(await inner.deliveries.replayDead(...args)),
    },
  };
}
