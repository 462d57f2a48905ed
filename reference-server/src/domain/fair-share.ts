import {
  allocateFairly,
  type Claimant,
  newTurns as newFairTurns,
  type Turns as FairTurns,
} from "./allocate-fairly.js";
import { LANES, type Lane } from "./queued.js";
import type { Shares } from "./slot-shares.js";

/** A destination in one claim. */
export interface Demand extends Claimant {
  freeSlots: number;
  /** Due deliveries per lane that may be taken. */
  due: Record<Lane, number>;
  /** Requests by schedule that its rate limit allows. Those by hand come first and count. */
  tokens: number;
}

export interface Grant {
  key: number;
  lanes: Record<Lane, number>;
}

/** From one claim to the next. Losing it costs a little fairness and nothing else. */
export interface Turns extends FairTurns {
  /** Per destination: the lane that gets the next odd slot. */
  oddSlot: Map<number, Lane>;
}

export function newTurns(): Turns {
  return { ...newFairTurns(), oddSlot: new Map() };
}

/** Shares `limit` between environments, their destinations and the lanes of each. Updates `turns`. */
export function fairShares(
  demands: readonly Demand[],
  { limit, shares, turns }: { limit: number; shares: Shares; turns: Turns },
): Grant[] {
  const given = new Map<Demand, number>();
  const open = demands.filter((demand) => wanted(demand) > 0);
  allocateFairly(open, { limit, shares, turns }, (demand, share) => {
    const before = given.get(demand) ?? 0;
    const more = Math.min(share, wanted(demand) - before);
    if (more > 0) given.set(demand, before + more);
    return more;
  });
  return [...given].map(([demand, count]) => ({ key: demand.key, lanes: splitLanes(demand, count, turns) }));
}

/** The most that a claim may take of a destination. */
function wanted({ freeSlots, due, tokens }: Demand): number {
  const byHand = due[LANES.byHand];
  return Math.min(freeSlots, byHand + Math.min(totalOf(due) - byHand, Math.max(0, tokens - byHand)));
}

/**
 * By hand first, for a person is waiting; then retries and first attempts half and half, so that neither can starve the other.
 * Slots that one lane does not need go to the other; an odd slot goes to each in turn.
 */
function splitLanes({ key, due }: Demand, count: number, turns: Turns): Record<Lane, number> {
  const byHand = Math.min(count, due[LANES.byHand]);
  const rest = count - byHand;
  const half = rest % 2 === 0 ? rest / 2 : (rest + oddSlot(turns, key)) / 2;
  const fairRetries = Math.min(half, due[LANES.retry]);
  const firsts = Math.min(rest - fairRetries, due[LANES.first]);
  const retries = Math.min(rest - firsts, due[LANES.retry]);
  return { [LANES.byHand]: byHand, [LANES.first]: firsts, [LANES.retry]: retries };
}

/** 1 when the odd slot is a retry's, -1 when it is a first attempt's. */
function oddSlot({ oddSlot }: Turns, key: number): 1 | -1 {
  const lane = oddSlot.get(key) ?? LANES.first;
  oddSlot.set(key, lane === LANES.retry ? LANES.first : LANES.retry);
  return lane === LANES.retry ? 1 : -1;
}

export function totalOf(lanes: Record<Lane, number>): number {
  return lanes[LANES.byHand] + lanes[LANES.first] + lanes[LANES.retry];
}
