import { probeTime } from "./circuit-breaker.js";
import type { ActiveOrPaused, AttemptTrigger, Millis, PausedReason } from "./domain.js";
import { LANES, type Lane } from "./queued.js";
import { type Bucket, tokensIn } from "./rate-limit.js";

/** A destination with deliveries that wait. Times are environment time. */
export interface WaitingDestination {
  status: ActiveOrPaused;
  pausedReason: PausedReason | null;
  pausedAt: Millis | null;
  lastProbeAt: Millis | null;
  maxConcurrent: number;
  inFlight: number;
  /** Null without a rate limit. */
  bucket: Bucket | null;
  /** When the first delivery of each lane falls due. */
  firstDueAt: Record<Lane, Millis | null>;
  /** The same of first attempts that wait behind others with their ordering keys. */
  followerDueAt: Millis | null;
}

export interface ClaimTerms {
  /** Environment time. */
  now: Millis;
  probeIntervalMs: Millis;
  holdMs: Millis;
}

/** The deliveries of a destination that one claim may take. */
export interface Claimable {
  freeSlots: number;
  /** The most that may be taken of each lane: 0, 1 for a probe, Infinity. */
  most: Record<Lane, number>;
  /** Environment time: the deliveries of the lane that fall due by then may be taken. */
  dueBy: Record<Lane, Millis>;
  /** The breaker holds the destination, and this claim may send one delivery of this lane to see whether it recovered. */
  probe: Lane | null;
  /** Until time alone changes what may be taken, without the rate limit. */
  nextMs: Millis | null;
  /** As of now, requests by schedule that the rate limit allows; Infinity without one. */
  tokens: number;
  /** Deliveries are due that wait for a token. */
  waitsForToken: boolean;
}

export function claimable(waiting: WaitingDestination, terms: ClaimTerms): Claimable {
  const { now, probeIntervalMs, holdMs } = terms;
  const { firstDueAt, followerDueAt, pausedAt, bucket } = waiting;
  const paused = waiting.status === "paused";
  const { probe, probeAt } = nextProbe(waiting, terms);
  const isDue = (at: Millis | null) => at !== null && at <= now;
  const dueIn = (lane: Lane) =>
    probe === lane ? 1 : isDue(firstDueAt[lane]) && !(paused && lane === LANES.first) ? Infinity : 0;
  const tokens = bucket === null ? Infinity : tokensIn(bucket);
  const waitsForToken = tokens === 0 && dueIn(LANES.first) + dueIn(LANES.retry) > 0;
  const heldFrom = earlier(firstDueAt[LANES.first], followerDueAt);
  const changes = [
    firstDueAt[LANES.byHand],
    firstDueAt[LANES.retry],
    paused ? holdEnd(heldFrom, { pausedAt, holdMs }) : firstDueAt[LANES.first],
    probe === null || waitsForToken ? probeAt : now + probeIntervalMs,
  ];
  return {
    freeSlots: waiting.maxConcurrent - waiting.inFlight,
    most: {
      [LANES.byHand]: dueIn(LANES.byHand),
      [LANES.first]: waitsForToken ? 0 : dueIn(LANES.first),
      [LANES.retry]: waitsForToken ? 0 : dueIn(LANES.retry),
    },
    dueBy: {
      [LANES.byHand]: now,
      [LANES.first]: now,
      [LANES.retry]: probe === LANES.retry ? (firstDueAt[LANES.retry] ?? now) : now,
    },
    probe,
    nextMs: untilNext(changes, now),
    tokens,
    waitsForToken,
  };
}

/**
 * A held first attempt; where all of them wait behind others with their ordering keys, the retry that is scheduled earliest. One that is
 * due goes by itself.
 */
function nextProbe(
  { firstDueAt, followerDueAt, ...breaker }: WaitingDestination,
  { now, probeIntervalMs }: ClaimTerms,
): { probe: Lane | null; probeAt: Millis | null } {
  const { [LANES.first]: first, [LANES.retry]: retry } = firstDueAt;
  const isRetry = first === null && retry !== null && retry > now;
  const probeAt = probeTime({ ...breaker, firstDueAt: isRetry ? followerDueAt : first }, probeIntervalMs);
  if (probeAt === null || probeAt > now) return { probe: null, probeAt };
  return { probe: isRetry ? LANES.retry : LANES.first, probeAt };
}

function earlier(one: Millis | null, other: Millis | null): Millis | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

/** Whether deliveries are due that may be sent, were a slot free. */
export function hasDueWork({ most }: Claimable): boolean {
  return most[LANES.byHand] > 0 || most[LANES.first] > 0 || most[LANES.retry] > 0;
}

/** When a held delivery has been held long enough: `holdMs` after the later of its creation and the pause. */
export function holdEnd(
  dueAt: Millis | null,
  { pausedAt, holdMs }: { pausedAt: Millis | null; holdMs: Millis },
): Millis | null {
  return dueAt === null || pausedAt === null ? null : Math.max(dueAt, pausedAt) + holdMs;
}

/** Whether a pause keeps this attempt from being sent. As `openLanes`, for a delivery that was leased before the pause. */
export function isHeldByPause({ trigger, lane }: { trigger: AttemptTrigger; lane: Lane }): boolean {
  return trigger === "schedule" && lane === LANES.first;
}

/** The lanes whose due deliveries wait for a worker or a slot; what a pause holds waits for neither. */
export function openLanes(status: ActiveOrPaused): readonly Lane[] {
  return status === "paused" ? [LANES.byHand, LANES.retry] : [LANES.byHand, LANES.retry, LANES.first];
}

/** Due deliveries are taken now or wait for a slot, not for time; a hold that is over waits for the sweep. */
function untilNext(times: (Millis | null)[], now: Millis): Millis | null {
  const later = times.filter((at) => at !== null && at > now).map((at) => Number(at) - now);
  return later.length === 0 ? null : Math.min(...later);
}
