import type { Event, Millis } from "../../domain.js";
import type { Connection } from "./connection.js";
import { findEvent } from "./events.js";

/** The event that holds the key, while its window lasts and while the event is there. */
export function eventOfKey(
  db: Connection,
  { scopeId, key, now }: { scopeId: number; key: string; now: Millis },
): Event | null {
  const row = db
    .query<[number, string, number], { event_id: string }>(
      "SELECT event_id FROM event_keys WHERE scope_id = ? AND key = ? AND expires_at > ?",
    )
    .get(scopeId, key, now);
  return row === undefined ? null : findEvent(db, scopeId, row.event_id);
}

export function insertEventKey(db: Connection, event: Event, expiresAt: Millis): void {
  db.prepare<[number, string | null, string, number]>(
    "INSERT OR REPLACE INTO event_keys (scope_id, key, event_id, expires_at) VALUES (?, ?, ?, ?)",
  ).run(event.scope_id, event.idempotency_key, event.id, expiresAt);
}
