import type { TunnelGrace, TunnelPlace, TunnelStore } from "../store.js";
import type { Transaction } from "./database.js";
import { deleteDestination } from "./destination-deletion.js";
import type { Engine } from "./engine.js";

/** The clock of no process, because one that is wrong would end the tunnels of the others. */
const NOW_MS = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

/** Of tunnels `t`. */
const ABANDONED = `t.last_seen_at <= ${NOW_MS} - $1::bigint
  AND NOT EXISTS (SELECT FROM processes p WHERE p.id = t.holder AND p.id <> $2::uuid)`;

export function tunnelStore(engine: Engine): TunnelStore {
  const { db } = engine;
  return {
    seen: async (tunnels) => {
      if (tunnels.length === 0) return;
      await db.all(
        `INSERT INTO tunnels (destination_id, environment_id, last_seen_at)
         SELECT DISTINCT ON (destination_id) destination_id, environment_id, ${NOW_MS}
         FROM unnest($1::text[], $2::int[]) AS given (destination_id, environment_id)
         ORDER BY destination_id
         ON CONFLICT (destination_id) DO UPDATE SET last_seen_at = excluded.last_seen_at`,
        [
          tunnels.map(({ destinationId }) => destinationId),
          tunnels.map(({ environmentId }) => environmentId),
        ],
      );
    },
    abandoned: ({ graceMs }) =>
      db.all<TunnelPlace>(
        `SELECT t.environment_id AS "environmentId", t.destination_id AS "destinationId" FROM tunnels t
         WHERE ${ABANDONED} ORDER BY t.last_seen_at, t.destination_id`,
        [graceMs, db.instance],
      ),
    end: async ({ environmentId, destinationId }, grace) => {
      const onlyIf = (tx: Transaction) => forgetAbandoned(tx, db.instance, { ...grace, destinationId });
      const deletion = { environmentId, name: destinationId, now: grace.now, onlyIf };
      return (await deleteDestination(engine, deletion)) !== null;
    },
    forget: async (destinationId) => {
      await db.all("DELETE FROM tunnels WHERE destination_id = $1", [destinationId]);
    },
  };
}

async function forgetAbandoned(
  tx: Transaction,
  instance: string,
  { graceMs, destinationId }: TunnelGrace & Pick<TunnelPlace, "destinationId">,
): Promise<boolean> {
  const deleted = await tx.run(`DELETE FROM tunnels t WHERE ${ABANDONED} AND t.destination_id = $3`, [
    graceMs,
    instance,
    destinationId,
  ]);
  return deleted > 0;
}
