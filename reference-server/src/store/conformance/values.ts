import type { IdempotentOutcome } from "../idempotency.js";
import type { Delivery, Environment } from "../../domain/domain.js";
import type { CommitResult, Lease, LeasedDelivery, Store, StoreNotice } from "../store.js";

/** A delivery in this worker's hands, from a hand-off or a claim. */
export interface Held {
  id: string;
  environment_id: number;
  destination_id: string;
  lease: Lease;
  trigger?: LeasedDelivery["trigger"];
  retry_count?: number;
  attempt_number?: number;
}

export interface EventFields {
  environment?: Environment;
  tenant?: string | null;
  type?: string;
  body?: string;
  key?: string | null;
  trace?: string | null;
  /** Its ordering key. */
  ordering?: string | null;
}

type Created = Extract<CommitResult, { status: "created" }>;

export function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("Expected a value.");
  return value;
}

export function created(result: CommitResult | undefined): Created {
  if (result?.status !== "created") throw new Error(`Expected created, not ${String(result?.status)}.`);
  return result;
}

/** The deliveries that a commit handed over. */
export function handedOff(results: CommitResult[]): Held[] {
  return results.flatMap((result) =>
    created(result).deliveries.flatMap(({ delivery, lease }) =>
      lease === null ? [] : [{ ...delivery, lease }],
    ),
  );
}

/** The result of an idempotent call that did what it was asked. */
export function done<T>(outcome: IdempotentOutcome<T>): T {
  if (typeof outcome === "string") throw new Error(`Expected a result, not ${outcome}.`);
  if ("stored" in outcome) throw new Error("Expected a result, not a stored response.");
  return outcome.result;
}

export function idsOf(items: readonly { id: string }[]): string[] {
  return items.map((item) => item.id);
}

/** The notices of one call. */
export async function noticesOf(store: Store, run: () => Promise<unknown>): Promise<StoreNotice[]> {
  const notices: StoreNotice[] = [];
  const unsubscribe = store.subscribe((notice) => notices.push(notice));
  await run();
  unsubscribe();
  return notices;
}

/** The deliveries of which a change in steps gave notice. */
export async function changedBy(store: Store, run: () => Promise<unknown>): Promise<Delivery[]> {
  return (await noticesOf(store, run)).flatMap((notice) =>
    notice.kind === "deliveries_changed" ? notice.deliveries : [],
  );
}
