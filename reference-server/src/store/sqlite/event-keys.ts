import type { Event, Millis } from "../../domain/domain.js";
import type { Connection } from "./connection.js";
import { findEvent } from "./events.js";

/** The event that holds the key, while its window lasts and while the event is there. */
export function eventOfKey(
  db: Connection,
  { environmentId, key, now }: { environmentId: number; key: string; now: Millis },
): Event | null {
  const row = db
    .query<[number, string, number], { event_id: string }>(
      "SELECT event_id FROM event_keys WHERE environment_id = ? AND key = ? AND expires_at > ?",
    )
    .get(environmentId, key, now);
  return row === undefined ? null : findEvent(db, environmentId, row.event_id);
}

export function insertEventKey(db: Connection, event: Event, expiresAt: Millis): void {
  db.prepare<[number, string | null, string, number]>(
    "INSERT OR REPLACE INTO event_keys (environment_id, key, event_id, expires_at) VALUES (?, ?, ?, ?)",
  ).run(event.environment_id, event.idempotency_key, event.id, expiresAt);
}
