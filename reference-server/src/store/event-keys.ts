import type { Event, ReadableEvent } from "../domain/domain.js";
import type { CommitResult } from "./store.js";

type Repeated = Extract<CommitResult, { status: "duplicate" }>;

/** Names the idempotency key of an event among those of all environments. */
export function keyName({
  environment_id,
  idempotency_key,
}: Pick<Event, "environment_id" | "idempotency_key">): string {
  return `${environment_id} ${String(idempotency_key)}`;
}

/** The result of an event whose key an earlier one has. */
export function repeatOf(
  event: ReadableEvent,
  earlier: Event,
  deliveries: () => Repeated["deliveries"],
): CommitResult {
  const hasSameBody = earlier.body === null || earlier.body.equals(event.body);
  const isSame =
    earlier.type === event.type &&
    earlier.tenant === event.tenant &&
    earlier.ordering_key === event.ordering_key &&
    hasSameBody;
  if (!isSame) return { status: "conflict" };
  return { status: "duplicate", event: earlier, deliveries: deliveries() };
}
