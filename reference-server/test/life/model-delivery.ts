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
  /** The ordering key of its event. */
  key: string | null;
  /** Its place in the queue of its key; null if it is not ordered, or finished. */
  place: number | null;
  /** The state that it returns to, if the next attempt is one by hand that fails. */
  byHand: Pick<ModelDelivery, "status" | "deadReason" | "dueAt"> | null;
}

export function isBehind({ key, place }: ModelDelivery, others: readonly ModelDelivery[]): boolean {
  return place !== null && others.some((other) => other.key === key && (other.place ?? Infinity) < place);
}

/** Those that wait for their time, the earliest first. */
export function earliestRetries(deliveries: readonly ModelDelivery[]): ModelDelivery[] {
  return deliveries
    .filter((each) => each.status === "retrying" && !isBehind(each, deliveries))
    .toSorted((one, other) => one.dueAt - other.dueAt);
}

/** A retry as the probe before its time. */
export function isExtra({ status }: ModelDelivery, trigger: ModelAttempt["trigger"]): boolean {
  return trigger === "probe" && status === "retrying";
}

export function outcomeOf(code: number | null, asksForRetry: boolean): Outcome {
  if (code === null) return "failed";
  if (code >= 200 && code < 300) return "succeeded";
  return code >= 400 && code < 500 && !asksForRetry ? "rejected" : "failed";
}

/** An attempt that a crash interrupts is sent again at once. */
export function withoutRepeats(ids: readonly string[]): string[] {
  return ids.filter((id, index) => id !== ids[index - 1]);
}
