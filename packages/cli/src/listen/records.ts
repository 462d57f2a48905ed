import type { Outcome, Delivery } from "../tunnel/forward.js";

/** One request to the local receiver; `outcome` is null while it is under way. */
export interface Try {
  startedAt: Date;
  retryCount: number;
  headers: Delivery["headers"];
  outcome: Outcome | null;
}

/** A delivery with all its attempts that came through this tunnel. */
export interface DeliveryRecord {
  deliveryId: string;
  eventId: string;
  eventType: string;
  body: Buffer;
  /** At least one, the last one is the newest. */
  tries: [Try, ...Try[]];
}

/** Older ones are dropped: each holds its body, up to 256 KB with the server's default limit. */
const MAX_RECORDS = 500;

/** The deliveries of this session, oldest first. */
export class DeliveryRecords {
  readonly #byId = new Map<string, DeliveryRecord>();
  /** All requests, also those of dropped deliveries. */
  count = 0;

  begin({ headers, body }: Delivery): { record: DeliveryRecord; attempt: Try } {
    const header = (name: string) =>
      headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1] ?? "";
    const attempt: Try = {
      startedAt: new Date(),
      retryCount: Number(header("harbor-retry-count")),
      headers,
      outcome: null,
    };
    const deliveryId = header("harbor-delivery-id");
    this.count += 1;
    const known = this.#byId.get(deliveryId);
    known?.tries.push(attempt);
    const record = known ?? {
      deliveryId,
      eventId: header("harbor-event-id"),
      eventType: header("harbor-event-type"),
      body,
      tries: [attempt],
    };
    this.#byId.set(deliveryId, record);
    const [oldest] = this.#byId.keys();
    if (this.#byId.size > MAX_RECORDS && oldest !== undefined) this.#byId.delete(oldest);
    return { record, attempt };
  }

  all(): DeliveryRecord[] {
    return [...this.#byId.values()];
  }

  get(deliveryId: string): DeliveryRecord | null {
    return this.#byId.get(deliveryId) ?? null;
  }
}

export function lastTry({ tries }: DeliveryRecord): Try {
  return tries.at(-1) ?? tries[0];
}

/** `200`, `connection_refused`, or `…` while the request is under way. */
export function resultOf({ outcome }: Try): string {
  if (outcome === null) return "…";
  return "error" in outcome ? outcome.error : String(outcome.status);
}

export function hasSucceeded({ outcome }: Try): boolean {
  return outcome !== null && "status" in outcome && outcome.status < 300;
}

export function hasFailed(attempt: Try): boolean {
  return attempt.outcome !== null && !hasSucceeded(attempt);
}
