import { SignatureError } from "./signature-error.js";
import { failure, type VerifyFailure } from "./verify-result.js";

/** How the timestamp of a signature is checked. */
export interface AgeOptions {
  /** Maximum distance of the timestamp from now, in seconds, in the past and in the future. Default 300. */
  readonly toleranceSeconds?: number | undefined;
  /** When the request arrived, if it waited in a queue: a `Date` or Unix milliseconds. Default: `now`. */
  readonly receivedAt?: Date | number | undefined;
  /** The current time, if it is not the system clock's: a `Date` or Unix milliseconds. */
  readonly now?: Date | number | undefined;
}

/** The current time and the accepted distance from it. */
export interface AgeLimit {
  readonly nowSeconds: number;
  readonly toleranceSeconds: number;
}

const DEFAULT_TOLERANCE_SECONDS = 300;

/**
 * Applies the defaults.
 * @throws SignatureError with code `options_invalid`.
 */
export function ageLimit({ toleranceSeconds, receivedAt, now }: AgeOptions): AgeLimit {
  const tolerance: unknown = toleranceSeconds ?? DEFAULT_TOLERANCE_SECONDS;
  if (typeof tolerance !== "number" || !(tolerance >= 0)) {
    throw new SignatureError("options_invalid", "toleranceSeconds must be a number of seconds, 0 or more.");
  }
  const nowMs = toMilliseconds(receivedAt ?? now ?? Date.now());
  if (!Number.isFinite(nowMs)) {
    throw new SignatureError(
      "options_invalid",
      "receivedAt and now must be a valid Date or Unix milliseconds.",
    );
  }
  // Whole seconds, rounded down: a signature that is 300.999 s old counts as 300 s old.
  return { nowSeconds: Math.floor(nowMs / 1000), toleranceSeconds: tolerance };
}

/** `Number` throws for a symbol, and for an object that has no primitive value. */
function toMilliseconds(value: unknown): number {
  try {
    return Number(value);
  } catch {
    return NaN;
  }
}

/** Refuses a timestamp (Unix seconds) that is further away than the limit, in either direction. */
export function checkAge(timestamp: number, limit: AgeLimit): VerifyFailure | undefined {
  const ageSeconds = limit.nowSeconds - timestamp;
  if (Math.abs(ageSeconds) <= limit.toleranceSeconds) return undefined;
  const finding =
    ageSeconds > 0
      ? `It was signed ${ageSeconds} s ago: the request was replayed, it waited in a queue (pass receivedAt) or this clock is fast.`
      : `It was signed ${-ageSeconds} s in the future: this clock is slow.`;
  return failure("signature_stale", `${finding} The tolerance is ${limit.toleranceSeconds} s.`);
}
