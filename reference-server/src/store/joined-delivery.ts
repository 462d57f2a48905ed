import type {
  AttemptError,
  AttemptOutcome,
  DeadReason,
  Delivery,
  DeliveryStatus,
  Millis,
} from "../domain/domain.js";
import {
  type DeadDelivery,
  type DeliveryIdentity,
  type LastAttempt,
  type QueuedDelivery,
  showDead,
  showQueued,
  showSucceeded,
  waitingFor,
} from "../domain/queued.js";

/** Columns of a delivery joined with its rows in `queue` and `dead` and its last attempt, named alike by every store. */
export interface JoinedColumns {
  /** As stored: see `laneFrom`. */
  lane: number | null;
  queue_status: "pending" | "retrying" | null;
  queue_retry_count: number | null;
  queue_attempt_count: number;
  queue_updated_at: Millis;
  dead_reason: DeadReason | null;
  dead_retry_count: number | null;
  dead_attempt_count: number;
  dead_updated_at: Millis;
  completed_at: Millis;
  outcome: AttemptOutcome | null;
  last_retry_count: number | null;
  settled_at: Millis;
  latency_ms: number;
  response_code: number | null;
  error: AttemptError | null;
  event_created_at: Millis;
  event_erased_at: Millis | null;
  destination: "active" | "paused" | "deleted";
  destination_tenant: string | null;
  max_per_second: number | null;
  /** Its event's, if the destination gets events in order. */
  ordering_key: string | null;
}

/** Where a delivery stands. */
export type Place =
  | { kind: "queued"; queued: QueuedDelivery }
  | { kind: "in_flight"; queued: QueuedDelivery }
  | { kind: "dead"; dead: DeadDelivery }
  | { kind: "succeeded" };

/** `Row` is the store's row of `deliveries`. */
export interface FoundDelivery<Row> {
  row: Row;
  place: Place;
  status: DeliveryStatus;
  eventCreatedAt: Millis;
  isErased: boolean;
  /** It waits behind another one with its ordering key. */
  behind: boolean;
  /** By which the destination gets its event in order. */
  orderingKey: string | null;
  destination: JoinedColumns["destination"];
  /** Its destination's. */
  maxPerSecond: number | null;
  /** Its destination's. */
  owner: string | null;
  last: LastAttempt | null;
  delivery: Delivery;
}

/** The one mapping from the tables to a delivery. */
export function found<Row>(
  joined: JoinedColumns,
  at: { row: Row; identity: DeliveryIdentity; place: Place; last: LastAttempt | null },
): FoundDelivery<Row> {
  const { row, place } = at;
  const isErased = joined.event_erased_at !== null;
  const last = isErased && at.last !== null ? withoutResponse(at.last) : at.last;
  const delivery = show(joined, { ...at, last });
  const { event_created_at: eventCreatedAt, destination, destination_tenant: owner } = joined;
  const { ordering_key: orderingKey, max_per_second: maxPerSecond } = joined;
  return {
    row,
    place,
    status: delivery.status,
    eventCreatedAt,
    isErased,
    behind: place.kind === "queued" && place.queued.behind,
    orderingKey,
    destination,
    maxPerSecond,
    owner,
    last,
    delivery,
  };
}

/** An attempt of an erased event. */
export function withoutResponse<T extends Pick<LastAttempt, "response_body">>(attempt: T): T {
  return { ...attempt, response_body: null };
}

function show(
  joined: JoinedColumns,
  { identity, place, last }: { identity: DeliveryIdentity; place: Place; last: LastAttempt | null },
): Delivery {
  switch (place.kind) {
    case "dead":
      return showDead(identity, place.dead, last);
    case "queued":
      return showQueued(identity, place.queued, {
        last,
        waiting: waitingFor(place.queued, {
          status: joined.destination,
          max_per_second: joined.max_per_second,
        }),
      });
    case "in_flight":
      return showQueued(identity, place.queued, { last, waiting: null });
    case "succeeded": {
      const { last_retry_count: retry_count, settled_at: completed_at } = joined;
      return showSucceeded(identity, { retry_count, completed_at }, last);
    }
  }
}

export function deadFrom(joined: JoinedColumns, dead_reason: DeadReason): DeadDelivery {
  return {
    dead_reason,
    retry_count: joined.dead_retry_count,
    attempt_count: joined.dead_attempt_count,
    updated_at: joined.dead_updated_at,
    completed_at: joined.completed_at,
  };
}
