import type { ActiveOrPaused, Destination, Millis, PausedReason, RetryPolicy } from "./domain.js";

export type DestinationPatch = Partial<
  Pick<
    Destination,
    "url" | "name" | "max_concurrent_deliveries" | "timeout_seconds" | "headers" | "header_names" | "metadata"
  > & {
    /** The members given replace those of the current policy. */
    retry_policy: Partial<RetryPolicy>;
    status: ActiveOrPaused;
    paused_reason: PausedReason | null;
  }
>;

/** `now` is environment time. A repeated pause keeps its start, so that it does not prolong holds; its reason may change. */
export function patchDestination(before: Destination, patch: DestinationPatch, now: Millis): Destination {
  const { status = before.status, paused_reason, retry_policy = {}, ...fields } = patch;
  const policy = { ...before.retry_policy, ...retry_policy };
  const changed = { ...before, ...fields, retry_policy: policy, status, updated_at: now };
  if (status === "active") return { ...changed, paused_reason: null, paused_at: null };
  return {
    ...changed,
    paused_reason: paused_reason ?? before.paused_reason ?? "manual",
    paused_at: before.paused_at ?? now,
  };
}

/** Resuming resets the circuit breaker's count. */
export function isResumed(before: Destination, after: Destination): boolean {
  return before.status === "paused" && after.status === "active";
}

export function pausedByBreaker(destination: Destination, now: Millis): Destination {
  return {
    ...destination,
    status: "paused",
    paused_reason: "circuit_breaker",
    paused_at: now,
    updated_at: now,
  };
}

export function resumedByBreaker(destination: Destination, now: Millis): Destination {
  return { ...destination, status: "active", paused_reason: null, paused_at: null, updated_at: now };
}

/** Kept while deliveries refer to it, without its secrets. */
export function deletedDestination(destination: Destination, now: Millis): Destination {
  return {
    ...destination,
    headers: null,
    header_names: [],
    metadata: null,
    old_key_expires_at: null,
    updated_at: now,
  };
}

export interface Rotation {
  destination: Destination;
  /** `end`: every earlier key ends now. `expire`: the current one ends with the grace period. */
  earlierKeys: "end" | "expire";
}

/** `endNow` is for a leaked key: a running grace period does not prevent it. Times are environment time. */
export function rotateKey(
  before: Destination,
  { now, endNow, oldKeysExpireAt }: { now: Millis; endNow: boolean; oldKeysExpireAt: Millis },
): Rotation | "rotation_in_progress" {
  if (endNow) {
    return { destination: { ...before, old_key_expires_at: null, updated_at: now }, earlierKeys: "end" };
  }
  if (before.old_key_expires_at !== null && before.old_key_expires_at > now) return "rotation_in_progress";
  const destination = { ...before, old_key_expires_at: oldKeysExpireAt, updated_at: now };
  return { destination, earlierKeys: "expire" };
}
