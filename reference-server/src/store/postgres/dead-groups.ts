import { idRange } from "../id-range.js";
import type { Within } from "../scope.js";
import type { DeadGroup, DeliveryStore } from "../store.js";
import type { Reader } from "./database.js";
import { readEnvironment } from "./environments.js";
import { finite } from "./events.js";
import { tenantCondition } from "./tenant-filter.js";
import { idOf, uuidBound } from "./ulid-uuid.js";

type Filter = Within<Parameters<DeliveryStore["groupDead"]>[1]>;

const OF_ENVIRONMENT = "x.environment_id = $1 AND $2::text IS NULL";
const OF_DESTINATION = `x.environment_id = $1
  AND x.destination_seq = (SELECT seq FROM destinations WHERE environment_id = $1 AND id = $2)`;

const IS_OWNED =
  "x.destination_seq IN (SELECT seq FROM destinations WHERE environment_id = $1 AND tenant = $3::text)";

/** See `DeliveryStore.groupDead`. */
export async function groupDead(
  db: Reader,
  { environmentId, destination_id, tenant, owned, since = 0, until = Infinity, notBefore }: Filter,
  limit: number,
): Promise<{ groups: DeadGroup[]; complete: boolean }> {
  const { clock_offset_ms: clockOffsetMs } = await readEnvironment(db, environmentId);
  const ids = idRange("del", { since: Math.max(since, notBefore), until, clockOffsetMs });
  const place = destination_id === undefined ? OF_ENVIRONMENT : OF_DESTINATION;
  const ofTenant = tenantCondition("x.tenant", "$3", tenant);
  const filter = owned ? `${ofTenant} AND ${IS_OWNED}` : ofTenant;
  const params = [
    environmentId,
    destination_id ?? null,
    tenant ?? null,
    uuidBound(ids.from),
    uuidBound(ids.before),
  ];
  // The first row that is too many, if there is one, and the last that is counted.
  const last = await db.page<{ id: string }>(lastSql(place, filter), [...params, Math.max(limit - 1, 0)]);
  const from = last[0]?.id ?? uuidBound(ids.from);
  const groups = await db.page<DeadGroup>(causesSql(place, filter), [
    ...params.slice(0, 3),
    from,
    uuidBound(ids.before),
    since,
    finite(until),
    notBefore,
  ]);
  return {
    groups: groups.map((group) => ({ ...group, newest_delivery_id: idOf("del", group.newest_delivery_id) })),
    complete: last.length < 2,
  };
}

/** Two rows from an offset on, from the newest on. */
function lastSql(place: string, filter: string): string {
  return `SELECT x.delivery_id AS id FROM dead x
    WHERE ${place} AND ${filter} AND x.delivery_id >= $4 AND x.delivery_id < $5
    ORDER BY x.delivery_id DESC
    LIMIT 2 OFFSET $6`;
}

/**
 * Goes from cause to cause along an index that has them together: counting 100,000 rows there takes a third of the time of grouping
 * them in the order of their ids.
 */
function causesSql(place: string, filter: string): string {
  const first = (condition: string) => `SELECT x.destination_seq, x.dead_reason, x.response_code FROM dead x
    WHERE ${place} AND ${condition}
    ORDER BY x.destination_seq, x.dead_reason, x.response_code
    LIMIT 1`;
  const matching = `FROM dead x
      WHERE x.environment_id = $1 AND x.destination_seq = p.destination_seq AND x.dead_reason = p.dead_reason
        AND x.response_code = p.response_code AND ${filter}
        AND x.delivery_id >= $4 AND x.delivery_id < $5
        AND x.created_at >= $6 AND x.created_at < $7 AND x.event_created_at >= $8`;
  return `WITH RECURSIVE causes AS (
      (${first("true")})
      UNION ALL
      SELECT next.* FROM causes p CROSS JOIN LATERAL (
        ${first("(x.destination_seq, x.dead_reason, x.response_code) > (p.destination_seq, p.dead_reason, p.response_code)")}
      ) next
    )
    SELECT t.id AS destination_id, p.dead_reason, nullif(p.response_code, 0) AS response_code,
      (SELECT count(*)::float8 ${matching}) AS count, newest.*
    FROM causes p JOIN destinations t ON t.seq = p.destination_seq CROSS JOIN LATERAL (
      SELECT x.delivery_id AS newest_delivery_id, x.created_at AS newest_created_at ${matching}
      ORDER BY x.delivery_id DESC
      LIMIT 1
    ) newest`;
}
