import type { Millis } from "../../domain/domain.js";
import type { TunnelGrace, TunnelPlace, TunnelStore } from "../store.js";
import type { Connection } from "./connection.js";
import { deleteDestination } from "./destination-deletion.js";
import type { Engine } from "./engine.js";

export function tunnelStore(engine: Engine): TunnelStore {
  const { db, log } = engine;
  return {
    seen: async (tunnels, now) => {
      if (tunnels.length === 0) return;
      await log.durably(() => {
        for (const { environmentId, destinationId } of tunnels)
          noteSeen(db, { environmentId, destinationId, now });
      });
    },
    abandoned: async (grace) => notSeenSince(db, grace),
    end: async ({ environmentId, destinationId }, grace) => {
      const onlyIf = () => forgetAbandoned(db, destinationId, grace);
      const deletion = { environmentId, name: destinationId, now: grace.now, onlyIf };
      return (await deleteDestination(engine, deletion)) !== null;
    },
    forget: (destinationId) => log.durably(() => removeTunnel(db, destinationId)),
  };
}

function noteSeen(db: Connection, tunnel: TunnelPlace & { now: Millis }): void {
  db.prepare<[typeof tunnel]>(
    `INSERT INTO tunnels (destination_id, environment_id, last_seen_at) VALUES (@destinationId, @environmentId, @now)
     ON CONFLICT (destination_id) DO UPDATE SET last_seen_at = @now`,
  ).run(tunnel);
}

function notSeenSince(db: Connection, { now, graceMs }: TunnelGrace): TunnelPlace[] {
  return db
    .query<[number], TunnelPlace>(
      `SELECT environment_id AS environmentId, destination_id AS destinationId FROM tunnels
       WHERE last_seen_at <= ? ORDER BY last_seen_at, destination_id`,
    )
    .all(now - graceMs);
}

function forgetAbandoned(db: Connection, destinationId: string, { now, graceMs }: TunnelGrace): boolean {
  const { changes } = db
    .prepare<[string, number]>("DELETE FROM tunnels WHERE destination_id = ? AND last_seen_at <= ?")
    .run(destinationId, now - graceMs);
  return changes > 0;
}

function removeTunnel(db: Connection, destinationId: string): void {
  db.prepare<[string]>("DELETE FROM tunnels WHERE destination_id = ?").run(destinationId);
}
