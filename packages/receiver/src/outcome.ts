/** Recognised across two copies of this package in one program (ESM and CJS), unlike `instanceof`. */
const OUTCOME = Symbol.for("@harbor/receiver Outcome");

/** The three decisions. */
export type OutcomeKind = "ack" | "retry" | "reject";

/** The decision of a handler. Returning it and throwing it mean the same. */
export class Outcome extends Error {
  override readonly name = "Outcome";
  readonly [OUTCOME] = true;
  readonly kind: OutcomeKind;
  /** Seconds, for `retry` only. */
  readonly afterSeconds: number | undefined;

  constructor(kind: OutcomeKind, reason: string, afterSeconds?: number) {
    super(reason);
    this.kind = kind;
    this.afterSeconds = afterSeconds;
  }
}

/**
 * The event is handled: Harbor gets 200 and the event is recorded as handled. A handler that returns nothing means the same;
 * `throw ack()` ends a handler from a nested function.
 *
 * @example
 * if (order.total === 0) return ack();
 */
export function ack(): Outcome {
  return new Outcome("ack", "acknowledged");
}

/**
 * Try again later: Harbor gets 503 with `Retry-After` and retries then or later (its own schedule is the minimum, the
 * destination's `max_delay_seconds` the maximum). The event is not recorded as handled.
 *
 * @param options.afterSeconds minimum wait in seconds, 0 by default; fractions are rounded up
 * @param options.reason for your log
 * @throws RangeError if `afterSeconds` is negative or not finite
 * @example
 * if (response.status === 429) throw retry({ afterSeconds: 60, reason: "the ERP limits our rate" });
 */
export function retry(options: { afterSeconds?: number; reason?: string } = {}): Outcome {
  const afterSeconds = options.afterSeconds ?? 0;
  if (!Number.isFinite(afterSeconds) || afterSeconds < 0)
    throw new RangeError(
      `retry({ afterSeconds }) must be a number of seconds, 0 or more, not ${afterSeconds}.`,
    );
  return new Outcome("retry", options.reason ?? "retry requested", Math.ceil(afterSeconds));
}

/**
 * Do not retry: Harbor gets 422, dead-letters the delivery and shows the reason as its `response_body`. The event is not
 * recorded as handled, so a replay after a fix runs the handler.
 *
 * @param reason stored by Harbor and visible to everybody who can read the delivery: no secrets
 * @example
 * if (!known(order.currency)) throw reject(`unknown currency ${order.currency}`);
 */
export function reject(reason: string): Outcome {
  return new Outcome("reject", reason);
}

/** Whether a value that a handler returned or threw is one of the three outcomes. */
export function isOutcome(value: unknown): value is Outcome {
  return typeof value === "object" && value !== null && OUTCOME in value;
}
