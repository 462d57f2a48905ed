/**
 * How the slots of one process (HARBOR_MAX_IN_FLIGHT requests at once) are shared. Pure.
 *
 * Every bound is a dynamic threshold (Choudhury and Hahne, 1998): a party may hold at most a multiple of what is still free. It
 * may use most slots while it is alone, and a party that comes later always finds room.
 */

/**
 * `responsive`: has responded lately. `silent`: its requests are open for longer than usual, or the last one timed out.
 * `untried`: nothing is known yet.
 */
export type Responsiveness = "responsive" | "untried" | "silent";

export interface HeldSlots {
  /** Free slots of the process. */
  free: number;
  /** Held by the environment. */
  byEnvironment: number;
  /** Held by the environment for destinations that are not responsive. */
  bySilent: number;
  /** Held by the destination. */
  byDestination: number;
}

/** Slots that a party may hold for each free one. */
const PER_FREE_SLOT = {
  environment: 3,
  silentOfEnvironment: 1,
  /** Together with the silent ones. */
  untriedOfEnvironment: 2,
  responsive: 1,
  untried: 1 / 8,
  silent: 1 / 8,
};

/** How many more slots a destination may take, beside its own `max_concurrent_deliveries`. */
export function slotsFor(responsiveness: Responsiveness, held: HeldSlots): number {
  const share = environmentShare(held);
  return Math.min(
    destinationShare(responsiveness, held).most,
    share.total,
    classShare(responsiveness, held, share),
  );
}

/** The slots that the deliveries of an environment may take. */
export interface EnvironmentShare {
  total: number;
  /** Of these, for destinations that are not responsive: the rest is kept for those that are. */
  silent: number;
  /** Of these, for first attempts at untried destinations, so that many of them cannot take what is kept for the responsive ones. */
  untried: number;
}

export interface DestinationShare {
  responsiveness: Responsiveness;
  most: number;
}

export function environmentShare({
  free,
  byEnvironment,
  bySilent,
}: Pick<HeldSlots, "free" | "byEnvironment" | "bySilent">): EnvironmentShare {
  return {
    total: Math.max(firstSlot(byEnvironment, free), more(PER_FREE_SLOT.environment, byEnvironment, free)),
    silent: Math.max(firstSlot(bySilent, free), more(PER_FREE_SLOT.silentOfEnvironment, bySilent, free)),
    untried: Math.max(firstSlot(bySilent, free), more(PER_FREE_SLOT.untriedOfEnvironment, bySilent, free)),
  };
}

export function destinationShare(
  responsiveness: Responsiveness,
  { free, byDestination }: Pick<HeldSlots, "free" | "byDestination">,
): DestinationShare {
  const first = firstSlot(byDestination, free);
  // One attempt shows whether it responds; until it does, further ones are bounded like those of a silent destination.
  if (responsiveness === "untried" && byDestination === 0) return { responsiveness, most: first };
  const most = Math.max(first, more(PER_FREE_SLOT[responsiveness], byDestination, free));
  return { responsiveness: responsiveness === "untried" ? "silent" : responsiveness, most };
}

/** One attempt at a destination that is untried may take more room than the silent ones have: it may turn out to be responsive. */
function classShare(
  responsiveness: Responsiveness,
  { byDestination, free }: HeldSlots,
  { silent, untried }: EnvironmentShare,
): number {
  if (responsiveness === "responsive") return Infinity;
  if (responsiveness === "silent") return silent;
  return Math.max(Math.min(firstSlot(byDestination, free), untried), silent);
}

/** Of something shared: how much is free, and how much two parties hold. */
export type Holding = Pick<HeldSlots, "free" | "byEnvironment" | "byDestination">;

/** Whether a destination that responds may hold so much more of the room in which deliveries wait for its slots. */
export function mayHoldAhead({ free, byEnvironment, byDestination }: Holding, count: number): boolean {
  const left = free - count;
  return (
    byEnvironment + count <= PER_FREE_SLOT.environment * left &&
    byDestination + count <= PER_FREE_SLOT.responsive * left
  );
}

/** Who holds nothing may take a slot, however few are free. */
function firstSlot(held: number, free: number): number {
  return held === 0 ? Math.min(1, free) : 0;
}

/** The largest n with held + n <= perFreeSlot x (free - n). */
function more(perFreeSlot: number, held: number, free: number): number {
  return Math.max(0, Math.floor((perFreeSlot * free - held) / (1 + perFreeSlot)));
}

/** The shares of everybody in one claim. */
export interface Shares {
  environments: ReadonlyMap<number, EnvironmentShare>;
  /** For an environment that is not listed. */
  otherEnvironment: EnvironmentShare;
  destinations: ReadonlyMap<string, DestinationShare>;
  /** For a destination that is not listed. */
  otherDestination: DestinationShare;
}

/** Shares without bounds, for callers that give out no slots of a process. */
export const UNSHARED: Shares = {
  environments: new Map(),
  otherEnvironment: { total: Infinity, silent: Infinity, untried: Infinity },
  destinations: new Map(),
  otherDestination: { responsiveness: "untried", most: Infinity },
};
