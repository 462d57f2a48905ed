import { LANES, type Lane } from "./queued.js";

/** A destination in one claim. */
export interface Demand {
  /** Orders the destinations, so that one claim can go on where the last one ended. */
  key: number;
  freeSlots: number;
  /** Due deliveries per lane that may be taken. */
  due: Record<Lane, number>;
}

export interface Grant {
  key: number;
  lanes: Record<Lane, number>;
}

/** From one claim to the next. Losing it costs a little fairness and nothing else. */
export interface Turns {
  /** The destination that was served last when there was not enough for all. */
  lastServed: number;
  /** Per destination: the lane that gets the next odd slot. */
  oddSlot: Map<number, Lane>;
}

export function newTurns(): Turns {
  return { lastServed: 0, oddSlot: new Map() };
}

/**
 * Gives every destination that has work and a free slot an equal share of `limit`; what one does not need goes to the others. A
 * long queue of one destination thus never holds back the rest. Updates `turns`.
 */
export function fairShares(demands: readonly Demand[], limit: number, turns: Turns): Grant[] {
  const wanted = (demand: Demand) => Math.min(demand.freeSlots, totalOf(demand.due));
  const given = new Map<Demand, number>();
  let open = inTurn(
    demands.filter((demand) => wanted(demand) > 0),
    turns.lastServed,
  );
  let left = limit;
  while (open.length > 0 && left > 0) {
    const share = Math.max(1, Math.floor(left / open.length));
    for (const demand of open) {
      const before = given.get(demand) ?? 0;
      const more = Math.min(share, wanted(demand) - before, left);
      if (more === 0) break;
      given.set(demand, before + more);
      left -= more;
      turns.lastServed = demand.key;
    }
    open = open.filter((demand) => wanted(demand) > (given.get(demand) ?? 0));
  }
  return [...given].map(([demand, count]) => ({ key: demand.key, lanes: splitLanes(demand, count, turns) }));
}

/** Begins behind the destination that was served last. */
function inTurn(demands: Demand[], lastServed: number): Demand[] {
  const ordered = demands.toSorted((a, b) => a.key - b.key);
  const start = ordered.findIndex(({ key }) => key > lastServed);
  return start <= 0 ? ordered : [...ordered.slice(start), ...ordered.slice(0, start)];
}

/**
 * By hand first, for a person is waiting; then retries and first attempts half and half, so that neither can starve the other.
 * What one lane does not need goes to the other; an odd slot goes to each in turn.
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
