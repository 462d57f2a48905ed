import type { Millis, Subscription } from "../../domain.js";
import type { ScopeSnapshot, Store } from "../store.js";
import type { Connection } from "./connection.js";
import { listDestinations } from "./destination-reads.js";
import { once } from "./once.js";
import { promised } from "./promised.js";
import { readScope } from "./scopes.js";
import { signingKeysOfScope } from "./signing-keys.js";
import { type SubscriptionRow, toSubscription } from "./subscriptions.js";

export function scopeStore(db: Connection): Pick<Store, "snapshot" | "advanceClock"> {
  return {
    snapshot: promised((scopeId) => db.reading(() => readSnapshot(db, scopeId))),
    advanceClock: promised((scopeId, byMs, key) =>
      db.durably(() =>
        once(db, { scopeId, once: key }, () => {
          addToClock(db, scopeId, byMs);
          return readScope(db, scopeId).clock_offset_ms;
        }),
      ),
    ),
  };
}

function addToClock(db: Connection, scopeId: number, byMs: Millis): void {
  if (byMs < 0) throw new RangeError("A test clock only moves forward.");
  db.prepare<[number, number]>(
    "UPDATE scopes SET clock_offset_ms = clock_offset_ms + ?, version = version + 1 WHERE id = ?",
  ).run(byMs, scopeId);
}

function readSnapshot(db: Connection, scopeId: number): ScopeSnapshot {
  const { id, project_id, environment, version, clock_offset_ms } = readScope(db, scopeId);
  return {
    scope: { id, project_id, environment },
    version,
    clockOffsetMs: clock_offset_ms,
    destinations: listDestinations(db, scopeId, { status: null, after: null, limit: -1 }),
    signingKeys: signingKeysOfScope(db, scopeId),
    subscriptions: activeSubscriptions(db, scopeId),
    apiKeyIds: validKeyIds(db, scopeId),
  };
}

function activeSubscriptions(db: Connection, scopeId: number): Subscription[] {
  return db
    .query<[number], SubscriptionRow>(
      `SELECT s.id, s.scope_id, d.id AS destination_id, s.event_type, s.filter, s.status, s.created_at, s.updated_at
       FROM subscriptions s JOIN destinations d ON d.seq = s.destination_seq
       WHERE s.scope_id = ? AND s.status = 'active'
       ORDER BY s.id DESC`,
    )
    .all(scopeId)
    .map(toSubscription);
}

function validKeyIds(db: Connection, scopeId: number): string[] {
  return db
    .query<[number], { id: string }>("SELECT id FROM api_keys WHERE scope_id = ? AND revoked_at IS NULL")
    .all(scopeId)
    .map(({ id }) => id);
}
