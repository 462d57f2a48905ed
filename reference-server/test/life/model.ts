/**
 * A small model of the life of a delivery (docs/contract.md §5), written from the contract and not from the code: one destination,
 * a receiver that responds to everything alike, and a clock that jumps. It knows nothing of leases, transactions or sockets.
 */
export interface Policy {
  maxRetries: number;
  baseMs: number;
  budgetMs: number;
  threshold: number;
}

export interface Reply {
  code: number | null;
  retryHint?: boolean;
  retryAfterMs?: number;
}

export type Outcome = "succeeded" | "failed" | "rejected";
export type Status = "pending" | "retrying" | "succeeded" | "dead";

export interface ModelAttempt {
  trigger: "schedule" | "manual" | "probe";
  outcome: Outcome;
  code: number | null;
  at: number;
}

export interface ModelDelivery {
  id: string;
  eventId: string;
  createdAt: number;
  status: Status;
  /** Scheduled attempts since creation or DLQ replay. */
  scheduled: number;
  budgetFrom: number;
  dueAt: number;
  deadReason: string | null;
  attempts: ModelAttempt[];
}

export const HOLD_MS = 3_600_000;
export const PROBE_MS = 60_000;
const MAX_DELAY_MS = 86_400_000;
const SHAPE = [1, 4, 20, 120, 720, 2880];

export class Model {
  now: number;
  readonly policy: Policy;
  reply: Reply = { code: 200 };
  deleted = false;
  /** It has a rate limit, which is never reached: the wait of due deliveries is not part of their budget. */
  limited = false;
  paused: { reason: "manual" | "circuit_breaker" | "gone"; at: number } | null = null;
  /** No attempt since the process started: it sends a single one before it knows that the receiver responds. */
  isFresh = false;
  failures = 0;
  lastProbeAt: number | null = null;
  deliveries: ModelDelivery[] = [];
  /** Newest first, with the time at which each stops signing. */
  secrets: { secret: string; endsAt: number }[] = [];
  /** The situations that have occurred, to verify that a run of the test reaches all of them. */
  readonly seen = new Set<string>();

  constructor(now: number, { policy, secret }: { policy: Policy; secret: string }) {
    this.now = now;
    this.policy = policy;
    this.secrets = [{ secret, endsAt: Infinity }];
  }

  /** A new event, or a replayed one: a fresh delivery. */
  send(id: string, eventId: string): void {
    const at = this.now;
    const fresh = { status: "pending" as const, scheduled: 0, deadReason: null, attempts: [] };
    this.deliveries.push({ id, eventId, createdAt: at, budgetFrom: at, dueAt: at, ...fresh });
    this.seen.add("-> pending");
    this.run();
  }

  /** Several that are released are in flight side by side, and none keeps the others from being sent. */
  mayResume(): boolean {
    const { code } = this.reply;
    const released = this.deliveries.filter(({ status }) => status === "pending");
    return !this.isFresh || released.length < 2 || (code !== null && code < 300);
  }

  pause(): void {
    this.paused = { reason: "manual", at: this.now };
  }

  resume(): void {
    this.#reset();
    this.run();
  }

  delete(): void {
    this.deleted = true;
    for (const delivery of this.deliveries) {
      if (delivery.status === "pending" || delivery.status === "retrying")
        this.#die(delivery, "destination_deleted");
    }
  }

  rotationInProgress(): boolean {
    return this.secrets.some(({ endsAt }) => endsAt > this.now && endsAt !== Infinity);
  }

  /** Without a grace period every earlier secret ends at once; with one, those that still sign end with it. */
  rotate(secret: string, graceMs: number): void {
    for (const earlier of this.secrets) earlier.endsAt = Math.min(earlier.endsAt, this.now + graceMs);
    this.secrets.unshift({ secret, endsAt: Infinity });
    this.seen.add(graceMs === 0 ? "rotated at once" : "rotated with grace");
  }

  forceRetry(delivery: ModelDelivery): void {
    const before = { status: delivery.status, deadReason: delivery.deadReason, dueAt: delivery.dueAt };
    this.seen.add(`${before.status} -> retrying by hand`);
    Object.assign(delivery, { status: "retrying", deadReason: null });
    const outcome = this.#attempt(delivery, "manual");
    if (outcome === "succeeded") this.#become(delivery, "succeeded");
    else {
      Object.assign(delivery, before);
      this.seen.add(`back to ${before.status}`);
    }
    this.run();
  }

  replayDead(delivery: ModelDelivery): void {
    this.seen.add("dead -> retrying by replay");
    Object.assign(delivery, {
      status: "retrying",
      scheduled: 0,
      budgetFrom: this.now,
      dueAt: this.now,
      deadReason: null,
    });
    this.run();
  }

  /** Everything that falls due on the way happens at its own time. */
  advance(ms: number): void {
    const target = this.now + ms;
    for (;;) {
      this.run();
      const next = this.#nextAt();
      if (next === null || next > target) break;
      this.now = next;
    }
    this.now = target;
    this.run();
  }

  /** All that is due now, until nothing more is. */
  run(): void {
    for (;;) {
      this.#endHolds();
      const due = this.#due();
      if (due.length === 0) return;
      // They are in flight side by side, so each is attempted, even if the others' outcomes pause the destination.
      const attempted = due.map(({ delivery, trigger }) => ({
        delivery,
        outcome: this.#attempt(delivery, trigger),
      }));
      for (const { delivery, outcome } of attempted) this.#decide(delivery, outcome);
    }
  }

  #due(): { delivery: ModelDelivery; trigger: "schedule" | "probe" }[] {
    if (this.deleted) return [];
    const due = this.deliveries.filter(({ dueAt }) => dueAt <= this.now);
    const retries = due.filter(({ status }) => status === "retrying");
    const firsts = due.filter(({ status }) => status === "pending");
    const scheduled = (delivery: ModelDelivery) => ({ delivery, trigger: "schedule" as const });
    if (this.paused === null) return [...retries, ...firsts].map(scheduled);
    const [probe] = firsts;
    if (probe === undefined || this.#probeAt() > this.now) return retries.map(scheduled);
    this.lastProbeAt = this.now;
    return [...retries.map(scheduled), { delivery: probe, trigger: "probe" }];
  }

  #probeAt(): number {
    if (this.paused?.reason !== "circuit_breaker") return Infinity;
    return (this.lastProbeAt ?? this.paused.at) + PROBE_MS;
  }

  #nextAt(): number | null {
    if (this.deleted) return null;
    const times: number[] = [];
    for (const { status, dueAt } of this.deliveries) {
      if (status === "retrying") times.push(dueAt);
      if (status === "pending" && this.paused !== null) {
        times.push(Math.max(dueAt, this.paused.at) + HOLD_MS, Math.max(dueAt, this.#probeAt()));
      }
    }
    const later = times.filter((at) => at > this.now && at !== Infinity);
    return later.length === 0 ? null : Math.min(...later);
  }

  #endHolds(): void {
    const paused = this.paused;
    if (paused === null) return;
    for (const delivery of this.deliveries) {
      const over = Math.max(delivery.createdAt, paused.at) + HOLD_MS <= this.now;
      if (delivery.status === "pending" && over) this.#die(delivery, "destination_paused");
    }
  }

  #attempt(delivery: ModelDelivery, trigger: ModelAttempt["trigger"]): Outcome {
    const { code, retryHint = false, retryAfterMs } = this.reply;
    const outcome = outcomeOf(code, retryHint || retryAfterMs !== undefined);
    delivery.attempts.push({ trigger, outcome, code, at: this.now });
    this.isFresh = false;
    this.seen.add(`${trigger} ${outcome}`);
    if (outcome === "failed") this.#failed();
    if (outcome === "rejected" && code === 410) this.#gone();
    if (outcome === "succeeded") {
      if (this.paused?.reason === "circuit_breaker") this.#reset();
      this.failures = 0;
    }
    if (trigger !== "manual") {
      if (this.limited && delivery.dueAt < this.now) this.#extendBudget(delivery);
      delivery.scheduled += 1;
    }
    return outcome;
  }

  #extendBudget(delivery: ModelDelivery): void {
    delivery.budgetFrom += this.now - delivery.dueAt;
    this.seen.add("waited outside the budget");
  }

  #failed(): void {
    this.failures += 1;
    if (this.paused !== null || this.failures < this.policy.threshold) return;
    this.paused = { reason: "circuit_breaker", at: this.now };
    this.seen.add("breaker paused");
  }

  /** A pause by hand stays one. The pause of the breaker keeps its start. */
  #gone(): void {
    if (this.paused !== null && this.paused.reason !== "circuit_breaker") return;
    this.seen.add(this.paused === null ? "gone" : "gone while the breaker held it");
    this.paused = { reason: "gone", at: this.paused?.at ?? this.now };
  }

  #reset(): void {
    if (this.paused?.reason === "circuit_breaker") this.seen.add("breaker resumed");
    this.paused = null;
    this.failures = 0;
    this.lastProbeAt = null;
  }

  #decide(delivery: ModelDelivery, outcome: Outcome): void {
    if (outcome === "succeeded") this.#become(delivery, "succeeded");
    else if (outcome === "rejected") this.#die(delivery, "rejected");
    else if (delivery.scheduled > this.policy.maxRetries) this.#die(delivery, "retries_exhausted");
    else {
      const delay = Math.min((SHAPE[delivery.scheduled - 1] ?? 1) * this.policy.baseMs, MAX_DELAY_MS);
      delivery.dueAt = this.now + Math.max(delay, Math.min(this.reply.retryAfterMs ?? 0, MAX_DELAY_MS));
      if (delivery.dueAt > delivery.budgetFrom + this.policy.budgetMs)
        this.#die(delivery, "budget_exhausted");
      else this.#become(delivery, "retrying");
    }
  }

  #become(delivery: ModelDelivery, status: Status): void {
    this.seen.add(`${delivery.status} -> ${status}`);
    delivery.status = status;
  }

  #die(delivery: ModelDelivery, reason: string): void {
    this.#become(delivery, "dead");
    this.seen.add(`dead: ${reason}`);
    delivery.deadReason = reason;
  }
}

function outcomeOf(code: number | null, asksForRetry: boolean): Outcome {
  if (code === null) return "failed";
  if (code >= 200 && code < 300) return "succeeded";
  return code >= 400 && code < 500 && !asksForRetry ? "rejected" : "failed";
}
