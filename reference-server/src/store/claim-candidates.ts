import { type Claimable, hasDueWork } from "../domain/claim-plan.js";
import type { ActiveOrPaused, Millis, Ordering, PausedReason } from "../domain/domain.js";
import { type Demand, fairShares, type Grant, type Turns } from "../domain/fair-share.js";
import { type Lane, LANES } from "../domain/queued.js";
import { afterTaking, type Bucket, type Token, tokenTaken, waitMs } from "../domain/rate-limit.js";
import type { Shares } from "../domain/slot-shares.js";
import type { Upcoming } from "./store.js";

export const ALL_LANES = [LANES.byHand, LANES.retry, LANES.first] as const;

/** A destination that has deliveries in the queue. */
export interface QueueHead {
  seq: number;
  id: string;
  environment_id: number;
  tenant: string | null;
  status: ActiveOrPaused;
  paused_reason: PausedReason | null;
  paused_at: Millis | null;
  max_concurrent_deliveries: number;
  max_per_second: number | null;
  /** Until its token bucket is full; null without a rate limit. */
  bucket_full_in_ms: Millis | null;
  timeout_seconds: number;
  last_probe_at: Millis | null;
  version: number;
  clock_offset_ms: Millis;
  /** When the first of each lane falls due, in environment time. */
  by_hand_due_at: Millis | null;
  first_due_at: Millis | null;
  retry_due_at: Millis | null;
  /** Of first attempts behind others; null where nothing is ordered. */
  follower_due_at: Millis | null;
  ordering: Ordering;
}

export function firstDueAt(head: QueueHead): Record<Lane, Millis | null> {
  return {
    [LANES.byHand]: head.by_hand_due_at,
    [LANES.first]: head.first_due_at,
    [LANES.retry]: head.retry_due_at,
  };
}

export function bucketOf(head: Pick<QueueHead, "max_per_second" | "bucket_full_in_ms">): Bucket | null {
  if (head.max_per_second === null) return null;
  return { perSecond: head.max_per_second, fullInMs: head.bucket_full_in_ms ?? 0 };
}

/** A destination with work, and what a claim may take of it. */
export interface Candidate {
  head: QueueHead;
  /** Environment time. */
  now: Millis;
  may: Claimable;
  /** Due ones that may be taken, counted to one more than could be. */
  due: Record<Lane, number>;
}

/** How far to count due deliveries: the lanes of which any may be taken. */
export function lanesToCount(may: Claimable, limit: number): { lanes: Lane[]; atMost: number } {
  const most = Math.max(0, Math.min(may.freeSlots, limit));
  return { lanes: ALL_LANES.filter((lane) => may.most[lane] > 0), atMost: most + 1 };
}

/** The number that a claim takes of each destination and lane. */
export class Grants {
  readonly #grants: Map<number, Grant>;

  constructor(
    readonly candidates: readonly Candidate[],
    terms: { limit: number; shares: Shares; turns: Turns },
  ) {
    this.#grants = new Map(fairShares(candidates.map(demandOf), terms).map((grant) => [grant.key, grant]));
  }

  of({ head }: Candidate, lane: Lane): number {
    return this.#grants.get(head.seq)?.lanes[lane] ?? 0;
  }

  total(candidate: Candidate): number {
    return ALL_LANES.reduce<number>((sum, lane) => sum + this.of(candidate, lane), 0);
  }

  /** Destinations whose due deliveries are not all taken, for another reason than their rate limit. */
  left(): Candidate[] {
    return this.candidates.filter(
      (candidate) =>
        hasDueWork(candidate.may) &&
        (this.#leaves(candidate, LANES.byHand) ||
          (this.#leavesScheduled(candidate) && this.#tokensLeft(candidate) >= 1)),
    );
  }

  /** Until the next tokens that due deliveries wait for, in ms. */
  tokenWaits(): Millis[] {
    return this.candidates.flatMap((candidate) => {
      const bucket = bucketOf(candidate.head);
      const isShort = this.#leavesScheduled(candidate) && this.#tokensLeft(candidate) < 1;
      if (bucket === null || !(isShort || candidate.may.waitsForToken)) return [];
      return waitMs(afterTaking(bucket, this.total(candidate)));
    });
  }

  #leavesScheduled(candidate: Candidate): boolean {
    return this.#leaves(candidate, LANES.first) || this.#leaves(candidate, LANES.retry);
  }

  #leaves(candidate: Candidate, lane: Lane): boolean {
    return candidate.due[lane] > this.of(candidate, lane);
  }

  #tokensLeft(candidate: Candidate): number {
    return candidate.may.tokens - this.total(candidate);
  }

  /** The environments of these destinations. */
  waitingIn(): number[] {
    return [...new Set(this.left().map(({ head }) => head.environment_id))];
  }

  /** The environments of what was granted and is not among these, because a commit or another process was faster. */
  notTaken(taken: readonly { destination_id: string }[]): number[] {
    return this.candidates.flatMap((candidate) => {
      const [{ id, environment_id }, granted] = [candidate.head, this.total(candidate)];
      if (granted === 0) return [];
      const count = taken.filter(({ destination_id }) => destination_id === id).length;
      return count < granted ? [environment_id] : [];
    });
  }

  /** Whether more could have been taken, had the claim asked for more. */
  hasMore(): boolean {
    return this.left().some((candidate) => candidate.may.freeSlots > this.total(candidate));
  }

  /** Lanes whose due deliveries are all taken: the next of them to fall due is behind those. */
  emptied(): { candidate: Candidate; lane: Lane }[] {
    return this.candidates.flatMap((candidate) =>
      ALL_LANES.filter((lane) => {
        const taken = this.of(candidate, lane);
        return taken > 0 && taken >= candidate.due[lane] && candidate.may.most[lane] !== 1;
      }).map((lane) => ({ candidate, lane })),
    );
  }
}

function demandOf({ head, may, due }: Candidate): Demand {
  return {
    key: head.seq,
    environmentId: head.environment_id,
    destinationId: head.id,
    freeSlots: may.freeSlots,
    due,
    tokens: may.tokens,
  };
}

/** Whether more deliveries of the destination are due than its rate limit allows now. */
function exceedsRateLimit({ may, due }: Candidate): boolean {
  return may.waitsForToken || due[LANES.first] + due[LANES.retry] > may.tokens;
}

/**
 * The queue's part of `Store.upcoming`. `limited`: destinations that are left out, because their rate limit waits for real time, which
 * no clock of an environment moves.
 */
export function upcomingOf(
  candidates: readonly Candidate[],
  announceInMs: Millis | null,
): Omit<Upcoming, "inFlight"> & { limited: ReadonlySet<number> } {
  const limited = new Set(candidates.filter(exceedsRateLimit).map(({ head }) => head.seq));
  const waiting = candidates.filter(({ head, may }) => hasDueWork(may) && !limited.has(head.seq));
  const isFree = waiting.some(({ may }) => may.freeSlots > 0);
  const waits = candidates.flatMap(({ may }) => may.nextMs ?? []);
  if (announceInMs !== null) waits.push(announceInMs);
  return { limited, waiting: waiting.length > 0, nextDueInMs: isFree ? 0 : earliest(waits) };
}

/** Null for an attempt that does not wait for the rate limit of its destination. */
export function tokenOf(
  { head, now }: Candidate,
  { lane, due_at: dueAt }: { lane: Lane; due_at: Millis },
  claimedAt: Millis,
): Token | null {
  if (head.max_per_second === null || lane === LANES.byHand) return null;
  return tokenTaken({ now, dueAt, claimedAt });
}

/** The earliest of several waits; null without any. */
export function earliest(waits: readonly Millis[]): Millis | null {
  return waits.length === 0 ? null : Math.max(0, Math.min(...waits));
}
