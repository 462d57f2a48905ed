import type { Tenant } from "../../store/store.js";
import { type ApiResponse, type Call, environmentNow } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { presentTenant } from "./present.js";

export const tenants: Pick<Handlers, "listTenants" | "deleteTenant"> = { listTenants, deleteTenant };

async function listTenants(
  { store, config, respondWithPage }: Context,
  call: Call<"listTenants">,
): Promise<ApiResponse> {
  const { caller, query } = call;
  const filter = { notBefore: environmentNow(call) - config.times.retentionMs };
  return await respondWithPage<Tenant & { id: string }>({
    name: "listTenants",
    query,
    caller,
    async fetch(page) {
      const { items, more } = await store.tenants.list(caller.environment.id, filter, page);
      return { items: items.map((item) => ({ ...item, id: item.tenant })), more };
    },
    json: (tenant) => JSON.stringify(presentTenant(tenant)),
  });
}

/** Each step can be repeated. The sessions go first: they could create destinations. */
async function deleteTenant(
  context: Context,
  { caller, path: { tenant }, now }: Call<"deleteTenant">,
): Promise<ApiResponse> {
  const { store, streamGuard } = context;
  const environmentId = caller.environment.id;
  await store.portalSessions.revokeOfTenant({ environmentId, tenant, now });
  await store.tenants.erase({ environmentId, tenant, now });
  await deleteDestinations(context, { environmentId, tenant, now });
  // Again: the operational events about its destinations are events of the tenant too.
  await store.tenants.erase({ environmentId, tenant, now });
  await streamGuard.checked(environmentId);
  return { status: 204, content: null };
}

const PAGE = { after: null, limit: 100 };

async function deleteDestinations(
  { store }: Context,
  { environmentId, tenant, now }: { environmentId: number; tenant: string; now: number },
): Promise<void> {
  for (;;) {
    const { items } = await store.destinations.list(environmentId, { tenant }, PAGE);
    if (items.length === 0) return;
    for (const { id } of items) await store.destinations.delete(environmentId, id, { now });
  }
}
