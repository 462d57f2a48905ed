import type { DeadReason, Millis } from "../../domain/domain.js";
import { idRange } from "../id-range.js";
import type { Within } from "../scope.js";
import type { DeadGroup, DeliveryStore } from "../store.js";
import type { Connection } from "./connection.js";
import { readEnvironment } from "./environments.js";
import { inSteps, STEP_ROWS } from "./steps.js";
import { tenantCondition, tenantParams } from "./tenant-filter.js";

type Filter = Within<Parameters<DeliveryStore["groupDead"]>[1]>;

interface Params {
  environmentId: number;
  destination_id: string | null;
  tenant: string | null;
  from: string;
  before: string;
  since: Millis;
  until: Millis;
  notBefore: Millis;
  limit: number;
}

interface DeadRow {
  delivery_id: string;
  destination_id: string;
  dead_reason: DeadReason;
  response_code: number | null;
  created_at: Millis;
  /** Whether the exact times match: a range of ids is a little too wide. */
  matches: 0 | 1;
}

/** See `DeliveryStore.groupDead`. */
export async function groupDead(
  db: Connection,
  { environmentId, destination_id, tenant, owned, since = 0, until = Infinity, notBefore }: Filter,
  limit: number,
): Promise<{ groups: DeadGroup[]; complete: boolean }> {
  const { clock_offset_ms: clockOffsetMs } = readEnvironment(db, environmentId);
  const ids = idRange("del", { since: Math.max(since, notBefore), until, clockOffsetMs });
  const place = { environmentId, destination_id: destination_id ?? null, ...tenantParams(tenant) };
  const params = { ...place, ...ids, since, until, notBefore };
  const walk =
    destination_id !== undefined ? OF_DESTINATION : typeof tenant === "string" ? OF_TENANT : OF_ENVIRONMENT;
  const sql = deadSql(walk, tenantCondition("x.tenant", tenant, owned ? "t.tenant" : undefined));
  const groups = new Map<string, DeadGroup>();
  let left = limit;
  let complete = false;
  await inSteps(() => {
    // One row more than may be counted shows that there are more.
    const rows = deadRows(db, sql, { ...params, limit: Math.min(STEP_ROWS, left + 1) });
    for (const row of rows.slice(0, left)) if (row.matches === 1) addTo(groups, row);
    complete = rows.length < Math.min(STEP_ROWS, left + 1);
    left -= rows.length;
    params.before = rows.at(-1)?.delivery_id ?? params.before;
    return complete || left < 0 ? "done" : "more";
  });
  return { groups: [...groups.values()], complete };
}

/** The first row of a group is the newest. */
function addTo(groups: Map<string, DeadGroup>, row: DeadRow): void {
  const { destination_id, dead_reason, response_code, delivery_id, created_at } = row;
  const name = `${destination_id} ${dead_reason} ${String(response_code)}`;
  const group = groups.get(name);
  if (group !== undefined) group.count += 1;
  else {
    const newest = { newest_delivery_id: delivery_id, newest_created_at: created_at };
    groups.set(name, { destination_id, dead_reason, response_code, count: 1, ...newest });
  }
}

const OF_ENVIRONMENT = { index: "dead_of_environment", where: "x.environment_id = @environmentId" };
const OF_TENANT = { index: "dead_of_tenant", where: "x.environment_id = @environmentId" };
const OF_DESTINATION = {
  index: "dead_of_destination",
  where: `x.destination_seq = (SELECT seq FROM destinations WHERE id = @destination_id AND environment_id = @environmentId)`,
};

function deadSql({ index, where }: { index: string; where: string }, filter: string): string {
  return `SELECT x.delivery_id, t.id AS destination_id, x.dead_reason, d.created_at,
         (SELECT response_code FROM attempts WHERE delivery_seq = x.delivery_seq ORDER BY number DESC LIMIT 1) AS response_code,
         d.created_at >= @since AND d.created_at < @until AND e.created_at >= @notBefore AS matches
       FROM dead x INDEXED BY ${index}
       CROSS JOIN deliveries d ON d.seq = x.delivery_seq
       CROSS JOIN events e ON e.seq = d.event_seq
       CROSS JOIN destinations t ON t.seq = x.destination_seq
       WHERE ${where} AND ${filter} AND x.delivery_id >= @from AND x.delivery_id < @before
       ORDER BY x.delivery_id DESC
       LIMIT @limit`;
}

function deadRows(db: Connection, sql: string, params: Params): DeadRow[] {
  return db.query<[Params], DeadRow>(sql).all(params);
}
