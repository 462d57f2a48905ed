import type { TenantFilter } from "../store.js";

type Tenant = TenantFilter["tenant"];

/**
 * The condition that a tenant filter puts on a column, for the parameters of `tenantParams`.
 * @param owner the column with the destination's tenant, which then has to be the same
 */
export function tenantCondition(column: string, tenant: Tenant, owner?: string): string {
  if (owner !== undefined) return `${column} = @tenant AND ${owner} = @tenant`;
  if (tenant === undefined) return "@tenant IS NULL";
  // With `=` the partial indexes of tenants can be used.
  return tenant === null ? `@tenant IS NULL AND ${column} IS NULL` : `${column} = @tenant`;
}

export function tenantParams(tenant: Tenant): { tenant: string | null } {
  return { tenant: tenant ?? null };
}
