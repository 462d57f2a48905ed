import type { DeadReason, Millis } from "../../domain/domain.js";
import { idRange } from "../id-range.js";
import type { Within } from "../scope.js";
import type { DeadGroup, DeliveryStore } from "../store.js";
import type { Connection } from "./connection.js";
import { readEnvironment } from "./environments.js";
import { inSteps } from "./steps.js";
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

/** Of the rows of one step that have the same cause. */
interface CauseRow {
  destination_id: string;
  dead_reason: DeadReason;
  response_code: number | null;
  /** Those whose exact times match: a range of ids is a little too wide. */
  count: number;
  newest_delivery_id: string | null;
  newest_created_at: Millis;
  walked: number;
  reached: string;
}

/** Rows that one step counts: a few milliseconds. */
const COUNT_ROWS = 4000;

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
  const sql = causesSql(walk, tenantCondition("x.tenant", tenant, owned ? "t.tenant" : undefined));
  const groups = new Map<string, DeadGroup>();
  let left = limit;
  let complete = false;
  await inSteps(() => {
    // One row more than may be counted shows that there are more.
    const step = Math.min(COUNT_ROWS, Math.max(left, 1));
    const rows = db.query<[Params], CauseRow>(sql).all({ ...params, limit: step });
    const walked = rows.reduce((sum, row) => sum + row.walked, 0);
    complete = left === 0 ? walked === 0 : walked < step;
    if (left === 0) return "done";
    for (const row of rows) addTo(groups, row);
    left -= walked;
    params.before = rows.reduce(
      (lowest, { reached }) => (reached < lowest ? reached : lowest),
      params.before,
    );
    return complete ? "done" : "more";
  });
  return { groups: [...groups.values()], complete };
}

/** Steps go from the newest to the oldest. */
function addTo(groups: Map<string, DeadGroup>, row: CauseRow): void {
  const { destination_id, dead_reason, response_code, count, newest_delivery_id, newest_created_at } = row;
  if (newest_delivery_id === null) return;
  const name = `${destination_id} ${dead_reason} ${String(response_code)}`;
  const group = groups.get(name);
  if (group !== undefined) group.count += count;
  else {
    const newest = { newest_delivery_id, newest_created_at };
    groups.set(name, { destination_id, dead_reason, response_code, count, ...newest });
  }
}

const OF_ENVIRONMENT = { index: "dead_of_environment", where: "x.environment_id = @environmentId" };
const OF_TENANT = { index: "dead_of_tenant", where: "x.environment_id = @environmentId" };
const OF_DESTINATION = {
  index: "dead_of_destination",
  where: `x.destination_seq = (SELECT seq FROM destinations WHERE id = @destination_id AND environment_id = @environmentId)`,
};

function causesSql({ index, where }: { index: string; where: string }, filter: string): string {
  return `SELECT t.id AS destination_id, causes.*,
         (SELECT created_at FROM dead WHERE environment_id = @environmentId AND delivery_id = causes.newest_delivery_id) AS newest_created_at
       FROM (
         SELECT destination_seq, dead_reason, response_code, count(*) FILTER (WHERE matches) AS count, count(*) AS walked,
           max(CASE WHEN matches THEN delivery_id END) AS newest_delivery_id, min(delivery_id) AS reached
         FROM (
           SELECT x.delivery_id, x.destination_seq, x.dead_reason, x.response_code,
             x.created_at >= @since AND x.created_at < @until AND x.event_created_at >= @notBefore AS matches
           FROM dead x INDEXED BY ${index}
           CROSS JOIN destinations t ON t.seq = x.destination_seq
           WHERE ${where} AND ${filter} AND x.delivery_id >= @from AND x.delivery_id < @before
           ORDER BY x.delivery_id DESC
           LIMIT @limit
         ) bounded
         GROUP BY destination_seq, dead_reason, response_code
       ) causes
       CROSS JOIN destinations t ON t.seq = causes.destination_seq`;
}
