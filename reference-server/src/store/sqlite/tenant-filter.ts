import type { TenantFilter } from "../store.js";

type Tenant = TenantFilter["tenant"];

/** The condition that a tenant filter puts on a column, for the parameters of `tenantParams`. */
export function tenantCondition(column: string, tenant: Tenant): string {
  if (tenant === undefined) return "@tenant IS NULL";
  // With `=` the partial indexes of tenants can be used.
  return tenant === null ? `@tenant IS NULL AND ${column} IS NULL` : `${column} = @tenant`;
}

export function tenantParams(tenant: Tenant): { tenant: string | null } {
  return { tenant: tenant ?? null };
}
