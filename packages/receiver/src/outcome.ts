/** Survives two copies of this package in one program (ESM and CJS), where `instanceof` would not. */
const OUTCOME = Symbol.for("@harbor/receiver.outcome");

type OutcomeKind = "ack" | "retry" | "reject";

/** What a handler decided. Return it or throw it: both mean the same. */
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
 * The event is handled: Harbor gets 200 and the event is remembered. A handler that returns nothing says the same;
 * `throw ack()` says it from deep inside.
 *
 * @example
 * if (order.total === 0) return ack();
 */
export function ack(): Outcome {
  return new Outcome("ack", "acknowledged");
}

/**
 * Not now: Harbor gets 503 with `Retry-After` and comes back then or later (its own schedule is a floor, the
 * destination's `max_delay_seconds` a ceiling). The event is not remembered.
 *
 * @param options.after seconds to wait at least, 0 by default; fractions are rounded up
 * @param options.reason for your log
 * @throws RangeError when `after` is negative or not finite
 * @example
 * if (response.status === 429) throw retry({ after: 60, reason: "the ERP is rate limited" });
 */
export function retry(options: { after?: number; reason?: string } = {}): Outcome {
  const after = options.after ?? 0;
  if (!Number.isFinite(after) || after < 0)
    throw new RangeError(`retry({ after }) takes seconds >= 0, not ${after}`);
  return new Outcome("retry", options.reason ?? "retry requested", Math.ceil(after));
}

/**
 * Never again: Harbor gets 422, dead-letters the delivery, and shows the reason in its record of the answer. The event
 * is not remembered, so a replay after a fix is handled.
 *
 * @param reason stored by Harbor and visible to everyone who can read the delivery: no secrets
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
