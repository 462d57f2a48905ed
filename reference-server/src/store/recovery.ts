import type { DeadDelivery } from "../domain/queued.js";
import type { FoundDelivery } from "./joined-delivery.js";

/** How a recovery treats one event. */
export type Recovery<Row> =
  { kind: "create" } | { kind: "revive"; row: Row; dead: DeadDelivery } | { kind: "skip" };

/**
 * By the event's deliveries to the destination, oldest first: nothing if one has succeeded or may still succeed; else the last dead one
 * starts again.
 */
export function recoveryOf<Row>(
  deliveries: readonly Pick<FoundDelivery<Row>, "row" | "place">[],
): Recovery<Row> {
  if (deliveries.some(({ place }) => place.kind !== "dead")) return { kind: "skip" };
  const last = deliveries.at(-1);
  if (last?.place.kind !== "dead") return { kind: "create" };
  return { kind: "revive", row: last.row, dead: last.place.dead };
}
