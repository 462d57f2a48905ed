import type { EnvironmentShare, Responsiveness, Shares } from "./slot-shares.js";

/** A destination with deliveries that wait. */
export interface Claimant {
  /** Orders the destinations, so that one claim can continue where the last one ended. */
  key: number;
  environmentId: number;
  destinationId: string;
}

/** From one claim to the next. Losing it costs a little fairness and nothing else. */
export interface Turns {
  claims: number;
  /** The environment that was served last. */
  environmentId: number;
  /** Per environment: the destination that was served last. */
  destinations: Map<number, number>;
}

export function newTurns(): Turns {
  return { claims: 0, environmentId: 0, destinations: new Map() };
}

const RESPONSIVE_FIRST: readonly Responsiveness[] = ["responsive", "untried", "silent"];
const RESPONSIVE_LAST = RESPONSIVE_FIRST.toReversed();
/** Every so many claims the others come first, so that responsive destinations with long queues cannot starve them. */
const OTHERS_FIRST_EVERY = 8;

interface Terms {
  limit: number;
  shares: Shares;
  turns: Turns;
}

/**
 * Shares `limit` equally between environments, and what an environment gets equally between its destinations; what one does not
 * need goes to the others. Destinations that responded lately come first. `take` returns how many it could take; fewer than wanted
 * means that the claimant has no more. Updates `turns`.
 */
export function allocateFairly<C extends Claimant>(
  claimants: readonly C[],
  { limit, shares, turns }: Terms,
  take: (claimant: C, wanted: number) => number,
): void {
  const rooms = new Map<number, EnvironmentShare>();
  turns.claims += 1;
  const order = turns.claims % OTHERS_FIRST_EVERY === 0 ? RESPONSIVE_LAST : RESPONSIVE_FIRST;
  let left = limit;
  for (const responsiveness of order) {
    const groups = byEnvironment(claimants, { responsiveness, shares, turns });
    left -= shareOut(left, groups, ({ environmentId, open }, wanted) => {
      const room = roomOf(rooms, environmentId, shares);
      const most = responsiveness === "responsive" ? room.total : Math.min(room.total, room[responsiveness]);
      const taken = shareOut(Math.min(wanted, most), open, (entry, share) => {
        const got = take(entry.claimant, Math.min(share, entry.most));
        entry.most -= got;
        if (got > 0) turns.destinations.set(environmentId, entry.claimant.key);
        return got;
      });
      room.total -= taken;
      if (responsiveness !== "responsive") {
        room.silent -= taken;
        room.untried -= taken;
      }
      if (taken > 0) turns.environmentId = environmentId;
      return taken;
    });
  }
}

/** Gives each an equal share of `limit`, round by round; returns how many were taken. */
export function shareOut<T>(
  limit: number,
  items: readonly T[],
  take: (item: T, wanted: number) => number,
): number {
  let open = items;
  let taken = 0;
  while (open.length > 0 && taken < limit) {
    const share = Math.max(1, Math.floor((limit - taken) / open.length));
    const unsated: T[] = [];
    for (const item of open) {
      const wanted = Math.min(share, limit - taken);
      if (wanted === 0) break;
      const got = take(item, wanted);
      taken += got;
      if (got === wanted) unsated.push(item);
    }
    open = unsated;
  }
  return taken;
}

interface Group<C> {
  environmentId: number;
  open: { claimant: C; most: number }[];
}

function byEnvironment<C extends Claimant>(
  claimants: readonly C[],
  { responsiveness, shares, turns }: { responsiveness: Responsiveness; shares: Shares; turns: Turns },
): Group<C>[] {
  const groups = new Map<number, Group<C>>();
  for (const claimant of claimants) {
    const share = shares.destinations.get(claimant.destinationId) ?? shares.otherDestination;
    if (share.responsiveness !== responsiveness || share.most <= 0) continue;
    const { environmentId } = claimant;
    const group = groups.get(environmentId) ?? { environmentId, open: [] };
    groups.set(environmentId, group);
    group.open.push({ claimant, most: share.most });
  }
  const inTurn = [...groups.values()].map(({ environmentId, open }) => ({
    environmentId,
    open: after(open, turns.destinations.get(environmentId) ?? 0, ({ claimant }) => claimant.key),
  }));
  return after(inTurn, turns.environmentId, ({ environmentId }) => environmentId);
}

/** In ascending order, beginning behind `last`. */
function after<T>(items: T[], last: number, keyOf: (item: T) => number): T[] {
  const ordered = items.toSorted((a, b) => keyOf(a) - keyOf(b));
  const start = ordered.findIndex((item) => keyOf(item) > last);
  return start <= 0 ? ordered : [...ordered.slice(start), ...ordered.slice(0, start)];
}

function roomOf(rooms: Map<number, EnvironmentShare>, id: number, shares: Shares): EnvironmentShare {
  let room = rooms.get(id);
  if (room === undefined) {
    room = { ...(shares.environments.get(id) ?? shares.otherEnvironment) };
    rooms.set(id, room);
  }
  return room;
}
