import { type Claimable, hasDueWork } from "../domain/claim-plan.js";
import type { Millis } from "../domain/domain.js";
import { fairShares, type Grant, type Turns } from "../domain/fair-share.js";
import { type Lane, LANES } from "../domain/queued.js";
import type { Shares } from "../domain/slot-shares.js";

export const ALL_LANES = [LANES.byHand, LANES.retry, LANES.first] as const;

/** A row of a destination with deliveries that wait, as every store reads it. */
export interface Waiting {
  seq: number;
  id: string;
  environment_id: number;
}

/** A destination with work, and what a claim may take of it. */
export interface Candidate<Head extends Waiting> {
  head: Head;
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
export class Grants<Head extends Waiting> {
  readonly #grants: Map<number, Grant>;

  constructor(
    readonly candidates: readonly Candidate<Head>[],
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

  of({ head }: Candidate<Head>, lane: Lane): number {
    return this.#grants.get(head.seq)?.lanes[lane] ?? 0;
  }

  total(candidate: Candidate<Head>): number {
    return ALL_LANES.reduce<number>((sum, lane) => sum + this.of(candidate, lane), 0);
  }

  /** Destinations whose due deliveries are not all taken. */
  left(): Candidate<Head>[] {
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
  emptied(): { candidate: Candidate<Head>; lane: Lane }[] {
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
