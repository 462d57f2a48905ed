import { type Claimable, hasDueWork } from "../domain/claim-plan.js";
import type { ActiveOrPaused, Millis, PausedReason } from "../domain/domain.js";
import { fairShares, type Grant, type Turns } from "../domain/fair-share.js";
import { type Lane, LANES } from "../domain/queued.js";
import type { Shares } from "../domain/slot-shares.js";

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
  timeout_seconds: number;
  last_probe_at: Millis | null;
  version: number;
  clock_offset_ms: Millis;
  /** When the first of each lane falls due, in environment time. */
  by_hand_due_at: Millis | null;
  first_due_at: Millis | null;
  retry_due_at: Millis | null;
}

export function firstDueAt(head: QueueHead): Record<Lane, Millis | null> {
  return {
    [LANES.byHand]: head.by_hand_due_at,
    [LANES.first]: head.first_due_at,
    [LANES.retry]: head.retry_due_at,
  };
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
    const demands = candidates.map(({ head, may, due }) => ({
      key: head.seq,
      environmentId: head.environment_id,
      destinationId: head.id,
      freeSlots: may.freeSlots,
      due,
    }));
    this.#grants = new Map(fairShares(demands, terms).map((grant) => [grant.key, grant]));
  }

  of({ head }: Candidate, lane: Lane): number {
    return this.#grants.get(head.seq)?.lanes[lane] ?? 0;
  }

  total(candidate: Candidate): number {
    return ALL_LANES.reduce<number>((sum, lane) => sum + this.of(candidate, lane), 0);
  }

  /** Destinations whose due deliveries are not all taken. */
  left(): Candidate[] {
    return this.candidates.filter(
      (candidate) =>
        hasDueWork(candidate.may) && ALL_LANES.some((lane) => candidate.due[lane] > this.of(candidate, lane)),
    );
  }

  /** The environments of these destinations. */
  waitingIn(): number[] {
    return [...new Set(this.left().map(({ head }) => head.environment_id))];
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

/** The earliest of several waits; null without any. */
export function earliest(waits: readonly Millis[]): Millis | null {
  return waits.length === 0 ? null : Math.max(0, Math.min(...waits));
}
