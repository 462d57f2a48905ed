import type { Millis, Subscription } from "../../domain/domain.js";
import type { EnvironmentSnapshot, Store } from "../store.js";
import type { Connection } from "./connection.js";
import { listDestinations } from "./destination-reads.js";
import { once } from "./once.js";
import { promised } from "./promised.js";
import { readEnvironment } from "./environments.js";
import { signingKeysOfEnvironment } from "./signing-keys.js";

export function environmentStore(db: Connection): Pick<Store, "snapshot" | "advanceClock"> {
  return {
    snapshot: promised((environmentId) => db.reading(() => readSnapshot(db, environmentId))),
    advanceClock: promised((environmentId, byMs, key) =>
      db.durably(() =>
        once(db, { environmentId, once: key }, () => {
          addToClock(db, environmentId, byMs);
          return readEnvironment(db, environmentId).clock_offset_ms;
        }),
      ),
    ),
  };
}

function addToClock(db: Connection, environmentId: number, byMs: Millis): void {
  if (byMs < 0) throw new RangeError("A test clock only moves forward.");
  db.prepare<[number, number]>(
    "UPDATE environments SET clock_offset_ms = clock_offset_ms + ?, version = version + 1 WHERE id = ?",
  ).run(byMs, environmentId);
  db.noteEnvironmentChanged(environmentId);
  db.noteWorkDue(0);
}

function readSnapshot(db: Connection, environmentId: number): EnvironmentSnapshot {
  const { id, project_id, mode, version, clock_offset_ms } = readEnvironment(db, environmentId);
  return {
    environment: { id, project_id, mode },
    version,
    clockOffsetMs: clock_offset_ms,
    destinations: listDestinations(db, environmentId, { status: null, after: null, limit: -1 }),
    signingKeys: signingKeysOfEnvironment(db, environmentId),
    subscriptions: activeSubscriptions(db, environmentId),
    apiKeyIds: validKeyIds(db, environmentId),
  };
}

function activeSubscriptions(db: Connection, environmentId: number): Subscription[] {
  return db
    .query<[number], Subscription>(
      `SELECT s.id, s.environment_id, d.id AS destination_id, s.event_type, s.filter, s.status, s.created_at, s.updated_at
       FROM subscriptions s JOIN destinations d ON d.seq = s.destination_seq
       WHERE s.environment_id = ? AND s.status = 'active'
       ORDER BY s.id DESC`,
    )
    .all(environmentId);
}

function validKeyIds(db: Connection, environmentId: number): string[] {
  return db
    .query<[number], { id: string }>(
      "SELECT id FROM api_keys WHERE environment_id = ? AND revoked_at IS NULL",
    )
    .all(environmentId)
    .map(({ id }) => id);
}
