import type { Destination, Event } from "./domain.js";
import type { QueuedDelivery } from "./queued.js";

/** By which key a destination gets an event in order; null when it gets it in any order. */
export function orderingKeyFor(
  { ordering }: Pick<Destination, "ordering">,
  { ordering_key }: Pick<Event, "ordering_key">,
): string | null {
  return ordering === "key" ? ordering_key : null;
}

/** An ordered delivery may have waited for long: its time budget starts with its first attempt, not with its creation. */
export function startsBudget(
  orderingKey: string | null,
  { retry_count }: Pick<QueuedDelivery, "retry_count">,
): boolean {
  return orderingKey !== null && retry_count === null;
}

/** `off`: what waits for its turn may go. `on`: applies to what is queued later. */
export function orderingChange(
  before: Pick<Destination, "ordering">,
  after: Pick<Destination, "ordering">,
): "on" | "off" | null {
  if (before.ordering === after.ordering) return null;
  return after.ordering === "key" ? "on" : "off";
}
