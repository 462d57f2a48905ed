import type { EnvironmentSnapshot } from "../store.js";
import { validKeyIds } from "./api-keys.js";
import type { Database } from "./database.js";
import { listDestinations } from "./destinations.js";
import { readEnvironment } from "./environments.js";
import { recentErasures } from "./erasures.js";
import { eventTypeRules } from "./event-types.js";
import { signingKeysOfEnvironment } from "./signing-keys.js";
import { activeSubscriptions } from "./subscriptions.js";
import { timeOf } from "./ulid-uuid.js";

export function readSnapshot(db: Database, environmentId: number): Promise<EnvironmentSnapshot> {
  return db.transaction(
    async (tx) => {
      const [environment, destinations, signingKeys, subscriptions, eventTypes, apiKeyIds, erasures] =
        await Promise.all([
          readEnvironment(tx, environmentId),
          listDestinations(tx, environmentId, { status: null, after: null, limit: null }),
          signingKeysOfEnvironment(tx, environmentId),
          activeSubscriptions(tx, environmentId),
          eventTypeRules(tx, environmentId),
          validKeyIds(tx, environmentId),
          recentErasures(tx, environmentId),
        ]);
      const { id, project_id, mode, version, clock_offset_ms: clockOffsetMs } = environment;
      return {
        environment: { id, project_id, mode },
        version,
        clockOffsetMs,
        destinations,
        signingKeys,
        subscriptions,
        eventTypes,
        apiKeyIds,
        erasures,
        erasedVersion: environment.erased_version,
        idsNotBefore: environment.erased_to === null ? 0 : timeOf(environment.erased_to) + 1,
      };
    },
    { snapshot: true },
  );
}
