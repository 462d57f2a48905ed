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
  /** The breaker holds the destination, and this claim may send one held delivery to see whether it recovered. */
  probing: boolean;
  /** Until time alone changes what may be taken, without the rate limit. */
  nextMs: Millis | null;
  /** As of now, requests by schedule that the rate limit allows; Infinity without one. */
  tokens: number;
  /** Deliveries are due that wait for a token. */
  waitsForToken: boolean;
}

export function claimable(waiting: WaitingDestination, terms: ClaimTerms): Claimable {
  const { now, probeIntervalMs, holdMs } = terms;
  const { firstDueAt, pausedAt, bucket } = waiting;
  const paused = waiting.status === "paused";
  const probeAt = probeTime({ ...waiting, firstDueAt: firstDueAt[LANES.first] }, probeIntervalMs);
  const isDue = (at: Millis | null) => at !== null && at <= now;
  const probing = isDue(probeAt);
  const dueFirsts = !isDue(firstDueAt[LANES.first]) ? 0 : !paused ? Infinity : probing ? 1 : 0;
  const dueRetries = isDue(firstDueAt[LANES.retry]) ? Infinity : 0;
  const tokens = bucket === null ? Infinity : tokensIn(bucket);
  const waitsForToken = tokens === 0 && dueFirsts + dueRetries > 0;
  const [firsts, retries] = waitsForToken ? [0, 0] : [dueFirsts, dueRetries];
  const changes = [
    firstDueAt[LANES.byHand],
    firstDueAt[LANES.retry],
    paused ? holdEnd(firstDueAt[LANES.first], { pausedAt, holdMs }) : firstDueAt[LANES.first],
    firsts > 0 && probeAt !== null ? now + probeIntervalMs : probeAt,
  ];
  return {
    freeSlots: waiting.maxConcurrent - waiting.inFlight,
    most: {
      [LANES.byHand]: isDue(firstDueAt[LANES.byHand]) ? Infinity : 0,
      [LANES.first]: firsts,
      [LANES.retry]: retries,
    },
    probing,
    nextMs: untilNext(changes, now),
    tokens,
    waitsForToken,
  };
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
