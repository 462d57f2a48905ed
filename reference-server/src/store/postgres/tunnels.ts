import type { TunnelStore } from "../store.js";
import type { Engine } from "./engine.js";

export function tunnelStore({ db }: Pick<Engine, "db">): TunnelStore {
  return {
    seen: async (tunnels, now) => {
      if (tunnels.length === 0) return;
      await db.all(
        `INSERT INTO tunnels (destination_id, environment_id, last_seen_at)
         SELECT DISTINCT ON (destination_id) destination_id, environment_id, $3::bigint
         FROM unnest($1::text[], $2::int[]) AS given (destination_id, environment_id)
         ORDER BY destination_id
         ON CONFLICT (destination_id) DO UPDATE SET last_seen_at = excluded.last_seen_at`,
        [
          tunnels.map(({ destinationId }) => destinationId),
          tunnels.map(({ environmentId }) => environmentId),
          now,
        ],
      );
    },
    abandoned: (before) =>
      db.all<{ environmentId: number; destinationId: string }>(
        `SELECT environment_id AS "environmentId", destination_id AS "destinationId" FROM tunnels
         WHERE last_seen_at < $1 ORDER BY last_seen_at, destination_id`,
        [before],
      ),
    forget: async (destinationId) => {
      await db.all("DELETE FROM tunnels WHERE destination_id = $1", [destinationId]);
    },
  };
}
