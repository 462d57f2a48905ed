import type { Rotation } from "./change-destination.js";
import type { Delivery, Destination, Millis } from "./domain.js";
import { isReservedEventType } from "@harbor/shared/event-patterns";

/**
 * The events that Harbor sends about itself: when, and with which bodies (docs/contract.md §5, Operational events). Times are environment
 * time.
 */

/** An event to be sent. It has the tenant of the destination that it is about. */
export interface OperationalEvent extends Pick<Destination, "environment_id" | "tenant"> {
  type: string;
  /** JSON text. */
  body: string;
  occurred_at: Millis;
}

type Fields = Record<string, string | number | null>;

function about(
  destination: Destination,
  { type, at }: { type: string; at: Millis },
  fields: Fields,
): OperationalEvent {
  const { id, environment_id, tenant, name, url } = destination;
  const body = JSON.stringify({ destination_id: id, name, url, ...fields });
  return { environment_id, tenant, type, body, occurred_at: at };
}

const iso = (time: Millis | null): string | null => (time === null ? null : new Date(time).toISOString());

export function creationEvent(destination: Destination): OperationalEvent {
  const { created_at: at } = destination;
  return about(destination, { type: "harbor.destination.created", at }, { created_at: iso(at) });
}

export function deletionEvent(destination: Destination, at: Millis): OperationalEvent {
  return about(destination, { type: "harbor.destination.deleted", at }, { deleted_at: iso(at) });
}

/** A pause counts as a new one when its reason changes. `consecutiveFailures`: of a destination that an attempt has changed. */
export function statusEvents(
  before: Destination,
  after: Destination,
  consecutiveFailures: number | null = null,
): OperationalEvent[] {
  const at = after.updated_at;
  if (before.status === after.status && before.paused_reason === after.paused_reason) return [];
  if (after.status === "active") {
    const fields = { paused_reason: before.paused_reason, resumed_at: iso(at) };
    return [about(after, { type: "harbor.destination.resumed", at }, fields)];
  }
  const fields = {
    paused_reason: after.paused_reason,
    paused_at: iso(after.paused_at),
    consecutive_failures: after.paused_reason === "circuit_breaker" ? consecutiveFailures : null,
  };
  return [about(after, { type: "harbor.destination.paused", at }, fields)];
}

export interface Failing {
  consecutiveFailures: number;
  /** Of the circuit breaker. */
  threshold: number;
  /** The share of the threshold that has been reached: 50, 70 or 90. */
  percent: number;
  at: Millis;
}

export function failingEvent(
  destination: Destination,
  { consecutiveFailures, threshold, percent, at }: Failing,
): OperationalEvent {
  return about(
    destination,
    { type: "harbor.destination.failing", at },
    {
      consecutive_failures: consecutiveFailures,
      circuit_breaker_threshold: threshold,
      percent,
      failed_at: iso(at),
    },
  );
}

/** Of a rotation, or of a new signature, which replaces the key or only the scheme. */
export function rotationEvents(before: Destination, { destination, newKey }: Rotation): OperationalEvent[] {
  const { signature, old_key_expires_at, updated_at: at } = destination;
  if (newKey === null && signature === before.signature) return [];
  const fields = {
    signature,
    old_signature: before.signature,
    old_key_expires_at: iso(old_key_expires_at),
    rotated_at: iso(at),
  };
  return [about(destination, { type: "harbor.signing_key.rotated", at }, fields)];
}

/** How long before an old key stops signing the event about it is due. */
export const EXPIRY_NOTICE_MS = 86_400_000;

export function expiryEvent(destination: Destination, at: Millis): OperationalEvent {
  return about(
    destination,
    { type: "harbor.signing_key.expiring", at },
    {
      signature: destination.signature,
      old_signature: destination.old_signature,
      old_key_expires_at: iso(destination.old_key_expires_at),
    },
  );
}

/** Deaths of one destination in a minute that get an event each; one more event counts the rest. */
export const DEATHS_PER_MINUTE = 60;

/** How many of `added` deaths get an event each, in a minute that has `total` with them. */
export function singleDeaths({ added, total }: { added: number; total: number }): number {
  const before = total - added;
  return Math.max(0, Math.min(added, DEATHS_PER_MINUTE - before));
}

type Dead = Pick<
  Delivery,
  "id" | "event_id" | "event_type" | "dead_reason" | "response_code" | "completed_at"
>;

/** Whether a death is reported. The caller leaves out test events, which the type does not show. */
export function isDeathReported({ event_type, dead_reason }: Dead): boolean {
  if (dead_reason === "destination_deleted" || dead_reason === "event_erased") return false;
  return causesEvents(event_type);
}

export function deathEvent(destination: Destination, dead: Dead): OperationalEvent {
  const at = dead.completed_at ?? 0;
  return about(
    destination,
    { type: "harbor.delivery.dead", at },
    {
      delivery_id: dead.id,
      event_id: dead.event_id,
      event_type: dead.event_type,
      dead_reason: dead.dead_reason,
      response_code: dead.response_code,
      died_at: iso(at),
      count: 1,
    },
  );
}

/** Of those beyond `DEATHS_PER_MINUTE`. `at` is the end of the minute. */
export function furtherDeathsEvent(
  destination: Destination,
  { total, at }: { total: number; at: Millis },
): OperationalEvent {
  return about(
    destination,
    { type: "harbor.delivery.dead", at },
    {
      delivery_id: null,
      event_id: null,
      event_type: null,
      dead_reason: null,
      response_code: null,
      died_at: iso(at),
      count: total - DEATHS_PER_MINUTE,
    },
  );
}

/**
 * Whether an attempt of an event of this type may cause operational events. Those of operational events cause none: destinations that
 * fail could keep each other busy without end.
 */
export function causesEvents(eventType: string): boolean {
  return !isReservedEventType(eventType);
}

/** Events that their own destination does not get, because it would only fail or wait there. */
const NOT_TO_SUBJECT = new Set(["harbor.destination.failing", "harbor.destination.paused"]);

/** The destination that an event does not go to. */
export function excludedDestination({ type, body }: { type: string; body: Buffer }): string | null {
  if (!NOT_TO_SUBJECT.has(type)) return null;
  const parsed = JSON.parse(body.toString("utf8")) as { destination_id?: string } | null;
  return parsed?.destination_id ?? null;
}
