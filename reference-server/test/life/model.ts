import { type ModelSecret, rotate, rotationInProgress } from "./model-secrets.js";
import {
  earliestRetries,
  isBehind,
  isExtra,
  outcomeOf,
  type ModelAttempt,
  type ModelDelivery,
  type Outcome,
  type Policy,
  type Reply,
  type Status,
} from "./model-delivery.js";

/**
 * A small model of the life of a delivery (docs/contract.md §5), written from the contract and not from the code: one destination,
 * a receiver that responds to everything alike, and a clock that jumps. It knows nothing of leases, transactions or sockets.
 */
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
  /** Its deliveries with an ordering key go one at a time. */
  ordered = false;
  places = 0;
  /** The ordered attempts since the last comparison, which the receiver must have got in this order. */
  orderedAttempts: { key: string; id: string }[] = [];
  /** The outcome would depend on which of several requests in flight is recorded first. */
  isRacy = false;
  /** No attempt since the process started: it sends a single one before it knows that the receiver responds. */
  isFresh = false;
  failures = 0;
  lastProbeAt: number | null = null;
  deliveries: ModelDelivery[] = [];
  /** Newest first. */
  secrets: ModelSecret[] = [];
  /** The situations that have occurred, to verify that a run of the test reaches all of them. */
  readonly seen = new Set<string>();

  constructor(now: number, { policy, secret }: { policy: Policy; secret: string }) {
    this.now = now;
    this.policy = policy;
    this.secrets = [{ secret, endsAt: Infinity }];
  }

  /** A new event, or a replayed one: a fresh delivery. */
  send(id: string, { eventId, key }: Pick<ModelDelivery, "eventId" | "key">): void {
    const at = this.now;
    const fresh = { status: "pending" as const, scheduled: 0, deadReason: null, attempts: [], byHand: null };
    const times = { createdAt: at, budgetFrom: at, dueAt: at };
    const delivery: ModelDelivery = { id, eventId, key, place: null, ...times, ...fresh };
    this.deliveries.push(delivery);
    this.seen.add("-> pending");
    this.#join(delivery);
    this.run();
  }

  /** A delivery that is created or brought back while the destination is ordered takes the last place of its key. */
  #join(delivery: ModelDelivery): void {
    if (!this.ordered || delivery.key === null) return;
    delivery.place = this.places += 1;
    if (this.isBehind(delivery)) this.seen.add(`${delivery.status} behind its key`);
  }

  isBehind(delivery: ModelDelivery): boolean {
    return isBehind(delivery, this.deliveries);
  }

  /** Off releases what waits; on applies to what comes later. */
  switchOrder(): void {
    this.ordered = !this.ordered;
    for (const delivery of this.deliveries.filter((each) => this.isBehind(each))) {
      if (delivery.scheduled === 0) delivery.budgetFrom = this.now;
      this.seen.add("released from its key");
    }
    for (const delivery of this.deliveries) delivery.place = null;
    this.run();
  }

  /** Whether the model alone decides what a command leads to. */
  foresees(effect: (model: Model) => void): boolean {
    const copy = new Model(this.now, { policy: this.policy, secret: "" });
    Object.assign(copy, structuredClone(Object.fromEntries(Object.entries(this))));
    effect(copy);
    return !copy.isRacy;
  }

  /** Behind a first one without a response, it is not sure how many of the others are in flight side by side. */
  mayRelease(): boolean {
    return !this.isFresh || this.reply.code !== null || this.#pending().length < 2;
  }

  #pending(): ModelDelivery[] {
    return this.deliveries.filter(({ status }) => status === "pending");
  }

  pause(): void {
    this.paused = { reason: "manual", at: this.now };
  }

  resume(): void {
    if (this.isFresh && this.#pending().length > 1) this.seen.add("several resumed right after a start");
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
    return rotationInProgress(this.secrets, this.now);
  }

  rotate(secret: string, graceMs: number): void {
    rotate(this.secrets, { secret, endsAt: this.now + graceMs });
    this.seen.add(graceMs === 0 ? "rotated at once" : "rotated with grace");
  }

  forceRetry(delivery: ModelDelivery): void {
    const { status, deadReason, dueAt } = delivery;
    this.seen.add(`${status} -> retrying by hand`);
    const byHand = { status, deadReason, dueAt };
    Object.assign(delivery, { status: "retrying", deadReason: null, dueAt: this.now, byHand });
    if (status === "dead") this.#join(delivery);
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
    this.#join(delivery);
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
    const wasPaused = this.paused !== null;
    const attempted = new Set<ModelDelivery>();
    let isSideBySide = false;
    for (let round = 0; ; round += 1) {
      this.#endHolds();
      const due = this.#due(attempted);
      if (due.length === 0) break;
      const pauses = !wasPaused && this.paused !== null;
      // They are in flight side by side, so each is attempted, even if the others' outcomes pause the destination.
      const outcomes = due.map(({ delivery, trigger }) => ({
        ...{ delivery, trigger, isFollower: round > 0 && delivery.status === "pending" },
        outcome: this.#attempt(delivery, trigger),
      }));
      for (const { delivery, trigger, outcome } of outcomes) {
        attempted.add(delivery);
        this.#decide(delivery, { trigger, outcome });
      }
      isSideBySide ||= due.length > 1;
      if (pauses !== (!wasPaused && this.paused !== null)) {
        const isHeld = this.#pending().some((each) => !this.isBehind(each));
        // Another request of this moment may be recorded before or after the next of a key has started.
        this.isRacy ||= isSideBySide && (isHeld || outcomes.some(({ isFollower }) => isFollower));
      }
    }
  }

  #due(
    attempted: ReadonlySet<ModelDelivery>,
  ): { delivery: ModelDelivery; trigger: ModelAttempt["trigger"] }[] {
    if (this.deleted) return [];
    const due = this.deliveries.filter((each) => each.dueAt <= this.now && !this.isBehind(each));
    const retries = due
      .filter(({ status }) => status === "retrying")
      .map((delivery) => ({
        delivery,
        trigger: delivery.byHand === null ? ("schedule" as const) : ("manual" as const),
      }));
    const pending = due.filter(({ status }) => status === "pending");
    const firsts = this.isFresh ? pending.slice(0, 1) : pending;
    if (this.paused === null)
      return [...retries, ...firsts.map((delivery) => ({ delivery, trigger: "schedule" as const }))];
    if (this.#probeAt() > this.now) return retries;
    const [probe] = firsts.length > 0 ? firsts : retries.length > 0 ? [] : this.#earliestRetry(attempted);
    if (probe === undefined) return retries;
    this.lastProbeAt = this.now;
    return [...retries, { delivery: probe, trigger: "probe" as const }];
  }

  /** The probe, while all that is held waits behind others. */
  /** The probe, while all that is held waits behind others. */
  #earliestRetry(attempted: ReadonlySet<ModelDelivery>): ModelDelivery[] {
    if (this.#pending().length === 0) return [];
    const [first, second] = earliestRetries(this.deliveries);
    this.isRacy ||= second !== undefined && (attempted.size > 0 || first?.dueAt === second.dueAt);
    return first === undefined ? [] : [first];
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
    if (delivery.key !== null && delivery.place !== null)
      this.orderedAttempts.push({ key: delivery.key, id: delivery.id });
    this.isFresh = false;
    this.seen.add(`${trigger} ${outcome}`);
    if (outcome === "failed") this.#failed();
    if (outcome === "rejected" && code === 410) this.#gone();
    if (outcome === "succeeded") {
      if (this.paused?.reason === "circuit_breaker") this.#reset();
      this.failures = 0;
    }
    if (trigger === "manual") return outcome;
    if (isExtra(delivery, trigger)) this.seen.add(`retry sent as the probe ${outcome}`);
    else {
      this.#count(delivery);
      delivery.scheduled += 1;
    }
    return outcome;
  }

  /** The budget of an ordered delivery starts with its first attempt. For others the wait for the rate limit is not part of it. */
  #count(delivery: ModelDelivery): void {
    if (delivery.place !== null && delivery.scheduled === 0) {
      if (delivery.budgetFrom < this.now) this.seen.add("waited for its key outside the budget");
      delivery.budgetFrom = this.now;
    } else if (this.limited && delivery.dueAt < this.now) this.#extendBudget(delivery);
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

  #decide(
    delivery: ModelDelivery,
    { trigger, outcome }: { trigger: ModelAttempt["trigger"]; outcome: Outcome },
  ): void {
    if (outcome === "succeeded") this.#become(delivery, "succeeded");
    else if (delivery.byHand !== null) this.#restore(delivery, delivery.byHand);
    else if (outcome === "rejected") this.#die(delivery, "rejected");
    else if (isExtra(delivery, trigger)) return;
    else if (delivery.scheduled > this.policy.maxRetries) this.#die(delivery, "retries_exhausted");
    else {
      const delay = Math.min((SHAPE[delivery.scheduled - 1] ?? 1) * this.policy.baseMs, MAX_DELAY_MS);
      delivery.dueAt = this.now + Math.max(delay, Math.min(this.reply.retryAfterMs ?? 0, MAX_DELAY_MS));
      if (delivery.dueAt > delivery.budgetFrom + this.policy.budgetMs)
        this.#die(delivery, "budget_exhausted");
      else this.#become(delivery, "retrying");
    }
  }

  #restore(delivery: ModelDelivery, before: NonNullable<ModelDelivery["byHand"]>): void {
    this.seen.add(`back to ${before.status}`);
    Object.assign(delivery, before, { byHand: null });
    if (before.status === "dead") delivery.place = null;
  }

  #become(delivery: ModelDelivery, status: Status): void {
    this.seen.add(`${delivery.status} -> ${status}`);
    delivery.status = status;
    delivery.byHand = null;
    if (status === "retrying" || delivery.place === null) return;
    const isHead = !this.isBehind(delivery);
    const next = this.deliveries.some((each) => each.key === delivery.key && this.isBehind(each));
    if (isHead && next)
      this.seen.add(`next of its key after one that ${status === "dead" ? "died" : "succeeded"}`);
    delivery.place = null;
  }

  #die(delivery: ModelDelivery, reason: string): void {
    this.#become(delivery, "dead");
    this.seen.add(`dead: ${reason}`);
    delivery.deadReason = reason;
  }
}
