import type { Millis } from "../../domain/domain.js";
import type { TunnelStore } from "../store.js";
import type { Connection } from "./connection.js";
import type { Engine } from "./engine.js";

export function tunnelStore({ db, log }: Pick<Engine, "db" | "log">): TunnelStore {
  return {
    seen: async (tunnels, now) => {
      if (tunnels.length === 0) return;
      await log.durably(() => {
        for (const { environmentId, destinationId } of tunnels)
          noteSeen(db, { environmentId, destinationId, now });
      });
    },
    abandoned: async (before) => notSeenSince(db, before),
    forget: (destinationId) => log.durably(() => removeTunnel(db, destinationId)),
  };
}

function noteSeen(
  db: Connection,
  tunnel: { environmentId: number; destinationId: string; now: Millis },
): void {
  db.prepare<[typeof tunnel]>(
    `INSERT INTO tunnels (destination_id, environment_id, last_seen_at) VALUES (@destinationId, @environmentId, @now)
     ON CONFLICT (destination_id) DO UPDATE SET last_seen_at = @now`,
  ).run(tunnel);
}

function notSeenSince(db: Connection, before: Millis): { environmentId: number; destinationId: string }[] {
  return db
    .query<[number], { environmentId: number; destinationId: string }>(
      `SELECT environment_id AS environmentId, destination_id AS destinationId FROM tunnels
       WHERE last_seen_at < ? ORDER BY last_seen_at`,
    )
    .all(before);
}

function removeTunnel(db: Connection, destinationId: string): void {
  db.prepare<[string]>("DELETE FROM tunnels WHERE destination_id = ?").run(destinationId);
}
