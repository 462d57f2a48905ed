import type { TenantFilter } from "../store.js";

/** The condition that a tenant filter puts on a column. The parameter is the tenant, null for any other filter. */
export function tenantCondition(column: string, parameter: string, tenant: TenantFilter["tenant"]): string {
  const isUnused = `${parameter}::text IS NULL`;
  if (tenant === undefined) return isUnused;
  return tenant === null ? `${isUnused} AND ${column} IS NULL` : `${column} = ${parameter}::text`;
}
