import type { Claim } from "../idempotency.js";
import { inProgress } from "./in-progress.js";

/**
 * The record of one key: the state machine of docs/idempotency.md as pure functions, for the stores that keep their records in
 * JavaScript. SQL, Lua and condition expressions implement the same where the database decides.
 */
export interface ClaimRecord {
  readonly state: "claimed" | "done";
  readonly token: string;
  /** Claimed: the end of the lease. Done: the end of the memory. From then on anyone may take the key. */
  readonly validUntilMs: number;
}

/** A result, and the record to keep from now on; `undefined` deletes it. */
export interface Step<Result> {
  readonly result: Result;
  readonly record: ClaimRecord | undefined;
}

type Current = ClaimRecord | undefined;

export function claim(
  current: Current,
  token: string,
  { nowMs, leaseMs }: { nowMs: number; leaseMs: number },
): Step<Claim> {
  if (current === undefined || current.validUntilMs <= nowMs) {
    return {
      result: { state: "acquired", token },
      record: { state: "claimed", token, validUntilMs: nowMs + leaseMs },
    };
  }
  if (current.state === "done") return { result: { state: "done" }, record: current };
  return { result: inProgress(current.validUntilMs - nowMs), record: current };
}

export function renew(current: Current, token: string, leaseEndMs: number): Step<boolean> {
  if (current?.token !== token) return { result: false, record: current };
  return {
    result: true,
    record: current.state === "claimed" ? { ...current, validUntilMs: leaseEndMs } : current,
  };
}

export function commit(current: Current, token: string, memoryEndMs: number): Step<boolean> {
  if (current?.token !== token) return { result: false, record: current };
  return { result: true, record: { state: "done", token, validUntilMs: memoryEndMs } };
}

export function release(current: Current, token: string): Step<boolean> {
  const owned = current?.token === token && current.state === "claimed";
  return { result: owned, record: owned ? undefined : current };
}

/**
 * When the record may be dropped. An abandoned claim outlives its lease by the retention: until another worker takes it
 * over, its owner may still commit.
 */
export function keepUntilMs({ state, validUntilMs }: ClaimRecord, retentionMs: number): number {
  return state === "done" ? validUntilMs : validUntilMs + retentionMs;
}
