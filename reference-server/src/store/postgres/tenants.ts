import type { Millis } from "../../domain/domain.js";
import type { Listed, Page, Tenant, TenantStore } from "../store.js";
import type { Reader } from "./database.js";
import type { Engine } from "./engine.js";
import { eraseTenant } from "./erase.js";
import { lastEventOf } from "./events.js";

export function tenantStore(engine: Engine): TenantStore {
  return {
    list: (environmentId, filter, page) => list(engine.db, { environmentId, ...filter }, page),
    erase: (tenant) => eraseTenant(engine, tenant),
  };
}

interface Query {
  environmentId: number;
  notBefore: Millis;
}

/** Tenants whose events are all erased, or past their retention, are left out. */
async function list(db: Reader, query: Query, page: Page): Promise<Listed<Tenant>> {
  const items: Tenant[] = [];
  for (let after = page.after ?? "", more = true; more;) {
    const names = await tenantsAfter(db, query.environmentId, { after, limit: page.limit + 1 });
    for (const tenant of names) {
      const shown = await show(db, { ...query, tenant });
      if (shown.destinations === 0 && shown.last_event_at === null) continue;
      if (items.length === page.limit) return { items, more: true };
      items.push(shown);
    }
    after = names.at(-1) ?? after;
    more = names.length > page.limit;
  }
  return { items, more: false };
}

/** The recursion steps from one tenant to the next in the indexes: a million events of a tenant cost as much as one. */
async function tenantsAfter(
  db: Reader,
  environmentId: number,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const next = (behind: string) => `SELECT least(
      (SELECT min(tenant) FROM destinations WHERE environment_id = $1 AND tenant > ${behind}),
      (SELECT min(tenant) FROM events WHERE environment_id = $1 AND tenant > ${behind})
    ) COLLATE "C"`;
  const rows = await db.all<{ tenant: string }>(
    `WITH RECURSIVE names (tenant) AS (
       ${next("$2")}
       UNION ALL
       SELECT (${next("names.tenant")}) FROM names WHERE names.tenant IS NOT NULL
     )
     SELECT tenant FROM names WHERE tenant IS NOT NULL LIMIT $3`,
    [environmentId, after, limit],
  );
  return rows.map(({ tenant }) => tenant);
}

type Counts = Pick<Tenant, "destinations" | "paused_destinations" | "dead_deliveries">;

async function show(db: Reader, { tenant, ...query }: Query & { tenant: string }): Promise<Tenant> {
  const counts = await db.one<Counts>(
    `SELECT count(*)::int AS destinations, count(*) FILTER (WHERE t.status = 'paused')::int AS paused_destinations,
       coalesce(sum(s.dead), 0)::int AS dead_deliveries
     FROM destinations t JOIN destination_state s ON s.destination_seq = t.seq
     WHERE t.environment_id = $1 AND t.tenant = $2 AND t.deleted_at IS NULL`,
    [query.environmentId, tenant],
  );
  if (counts === undefined) throw new Error("A count returned no row.");
  const last = await lastEventOf(db, { ...query, tenant });
  return { tenant, ...counts, last_event_at: last?.created_at ?? null };
}
