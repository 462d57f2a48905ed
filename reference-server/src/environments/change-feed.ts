import type { Delivery } from "../domain/domain.js";

/** Every state change of a delivery, told after it is durable. */
export interface Changes {
  emit(deliveries: readonly Delivery[]): void;
  /** The returned function ends the subscription. */
  subscribe(listener: (delivery: Delivery) => void): () => void;
}

export function createChanges(onListenerError: (error: unknown) => void): Changes {
  const listeners = new Set<(delivery: Delivery) => void>();
  return {
    emit(deliveries) {
      for (const listener of listeners) {
        try {
          deliveries.forEach(listener);
        } catch (error) {
          onListenerError(error);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
