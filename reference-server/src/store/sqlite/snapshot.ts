import type { EnvironmentSnapshot } from "../store.js";
import { validKeyIds } from "./api-keys.js";
import type { Connection } from "./connection.js";
import { listDestinations } from "./destinations.js";
import { readEnvironment } from "./environments.js";
import { recentErasures } from "./erasures.js";
import { eventTypeRules } from "./event-types.js";
import { signingKeysOfEnvironment } from "./signing-keys.js";
import { activeSubscriptions } from "./subscriptions.js";

export function readSnapshot(db: Connection, environmentId: number): EnvironmentSnapshot {
  const { id, project_id, mode, version, clock_offset_ms, erased_version } = readEnvironment(
    db,
    environmentId,
  );
  return {
    environment: { id, project_id, mode },
    version,
    clockOffsetMs: clock_offset_ms,
    destinations: listDestinations(db, environmentId, { status: null, after: null, limit: -1 }),
    signingKeys: signingKeysOfEnvironment(db, environmentId),
    subscriptions: activeSubscriptions(db, environmentId),
    eventTypes: eventTypeRules(db, environmentId),
    apiKeyIds: validKeyIds(db, environmentId),
    erasures: recentErasures(db, environmentId),
    erasedVersion: erased_version,
    // Its own numbers distinguish later events from erased ones.
    idsNotBefore: 0,
  };
}
