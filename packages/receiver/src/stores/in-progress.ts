import type { Claim } from "../idempotency.js";

/** The claim while another worker's lease has `remainingMs` left: whole seconds, rounded up, at least 1. */
export function inProgress(remainingMs: number): Claim {
  return { state: "in_progress", retryAfterSeconds: Math.max(1, Math.ceil(remainingMs / 1000)) };
}
