import type { Millis } from "../../domain/domain.js";
import type { Listed, Page, Tenant, TenantStore } from "../store.js";
import type { Connection } from "./connection.js";
import type { Engine } from "./engine.js";
import { eraseTenant } from "./erase.js";
import { lastEventOf } from "./events.js";
import { toListed } from "./paging.js";
import { inSteps } from "./steps.js";

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

/** A name is a step: tenants whose events are all erased, or past their retention, are left out. */
async function list(db: Connection, query: Query, page: Page): Promise<Listed<Tenant>> {
  const found: Tenant[] = [];
  let after = page.after ?? "";
  await inSteps(() => {
    const tenant = nextTenant(db, query.environmentId, after);
    if (tenant === null) return "done";
    after = tenant;
    const shown = show(db, { ...query, tenant });
    if (shown.destinations > 0 || shown.last_event_at !== null) found.push(shown);
    return found.length > page.limit ? "done" : "more";
  });
  return toListed(found, page);
}

function nextTenant(db: Connection, environmentId: number, after: string): string | null {
  const params = { environmentId, after };
  const next = db
    .query<[typeof params], { ofDestinations: string | null; ofEvents: string | null }>(
      `SELECT
         (SELECT min(tenant) FROM destinations INDEXED BY destinations_of_tenant
          WHERE environment_id = @environmentId AND tenant > @after) AS ofDestinations,
         (SELECT min(tenant) FROM events INDEXED BY events_of_tenant
          WHERE environment_id = @environmentId AND tenant > @after) AS ofEvents`,
    )
    .get(params);
  const [first = null] = [next?.ofDestinations, next?.ofEvents].flatMap((name) => name ?? []).sort();
  return first;
}

type Counts = Pick<Tenant, "destinations" | "paused_destinations" | "dead_deliveries">;

function show(db: Connection, { tenant, ...query }: Query & { tenant: string }): Tenant {
  const params = { environmentId: query.environmentId, tenant };
  const counts = db
    .query<[typeof params], Counts>(
      `SELECT count(*) AS destinations, count(*) FILTER (WHERE t.status = 'paused') AS paused_destinations,
         coalesce(sum(s.dead), 0) AS dead_deliveries
       FROM destinations t INDEXED BY destinations_of_tenant
       JOIN destination_state s ON s.destination_seq = t.seq
       WHERE t.environment_id = @environmentId AND t.tenant = @tenant AND t.deleted_at IS NULL`,
    )
    .get(params);
  if (counts === undefined) throw new Error("A count returned no row.");
  return { tenant, ...counts, last_event_at: lastEventOf(db, { ...query, tenant })?.created_at ?? null };
}
