import { idRange } from "../id-range.js";
import type { Within } from "../scope.js";
import type { DeadGroup, DeliveryStore } from "../store.js";
import type { Reader } from "./database.js";
import { readEnvironment } from "./environments.js";
import { finite } from "./events.js";
import { tenantCondition } from "./tenant-filter.js";
import { idOf, uuidBound } from "./ulid-uuid.js";

type Filter = Within<Parameters<DeliveryStore["groupDead"]>[1]>;

const OF_ENVIRONMENT = "environment_id = $1 AND $2::text IS NULL";
const OF_DESTINATION =
  "destination_seq = (SELECT seq FROM destinations WHERE environment_id = $1 AND id = $2)";

const IS_OWNED =
  "destination_seq IN (SELECT seq FROM destinations WHERE environment_id = $1 AND tenant = $9::text)";

/** See `DeliveryStore.groupDead`. */
export async function groupDead(
  db: Reader,
  { environmentId, destination_id, tenant, owned, since = 0, until = Infinity, notBefore }: Filter,
  limit: number,
): Promise<{ groups: DeadGroup[]; complete: boolean }> {
  const { clock_offset_ms: clockOffsetMs } = await readEnvironment(db, environmentId);
  const ids = idRange("del", { since: Math.max(since, notBefore), until, clockOffsetMs });
  // One row more than may be counted shows that there are more; it is the oldest.
  const rows = await db.all<DeadGroup & { complete: boolean }>(
    `WITH newest AS MATERIALIZED (
       SELECT *, row_number() OVER (ORDER BY delivery_id DESC) AS place FROM dead
       WHERE ${destination_id === undefined ? OF_ENVIRONMENT : OF_DESTINATION} AND delivery_id >= $3 AND delivery_id < $4
         AND ${tenantCondition("tenant", "$9", tenant)} ${owned ? `AND ${IS_OWNED}` : ""}
       ORDER BY delivery_id DESC
       LIMIT $8 + 1
     ), groups AS (
       SELECT t.id AS destination_id, x.dead_reason, a.response_code, count(*)::float8 AS count,
         max(x.delivery_id::text COLLATE "C") AS newest_delivery_id, max(d.created_at) AS newest_created_at
       FROM newest x
       JOIN deliveries d ON d.environment_id = x.environment_id AND d.id = x.delivery_id
       JOIN events e ON e.environment_id = d.environment_id AND e.id = d.event_id
       JOIN destinations t ON t.seq = x.destination_seq
       LEFT JOIN LATERAL (
         SELECT response_code FROM attempts WHERE delivery_id = x.delivery_id ORDER BY number DESC LIMIT 1
       ) a ON true
       WHERE x.place <= $8 AND d.created_at >= $5 AND d.created_at < $6 AND e.created_at >= $7
       GROUP BY t.id, x.dead_reason, a.response_code
     )
     SELECT (SELECT count(*) <= $8 FROM newest) AS complete, g.* FROM (SELECT) one LEFT JOIN groups g ON true`,
    [
      environmentId,
      destination_id ?? null,
      uuidBound(ids.from),
      uuidBound(ids.before),
      since,
      finite(until),
      notBefore,
      limit,
      tenant ?? null,
    ],
  );
  return {
    groups: rows.flatMap(({ complete: _complete, ...group }) =>
      // The one row of a query without groups.
      (group.destination_id as string | null) === null
        ? []
        : { ...group, newest_delivery_id: idOf("del", group.newest_delivery_id) },
    ),
    complete: rows[0]?.complete ?? true,
  };
}
