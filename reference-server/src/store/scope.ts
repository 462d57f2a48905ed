export interface TenantFilter {
  /** Null: what has no tenant. Undefined: all. */
  tenant?: string | null | undefined;
}

/** An environment, or of it only what belongs to the destinations of one tenant: all that a call can see and change. */
export type Scope = number | Visible;

export interface Visible {
  environmentId: number;
  /** Null or missing: everything in the environment. */
  owner?: string | null | undefined;
}

/** The filter of a list within the scope. `owned`: only what belongs to the destinations of `tenant`. */
export type Within<Filter extends TenantFilter> = Filter & { environmentId: number; owned: boolean };

export function visible(scope: Scope): { environmentId: number; owner: string | null } {
  return typeof scope === "number"
    ? { environmentId: scope, owner: null }
    : { environmentId: scope.environmentId, owner: scope.owner ?? null };
}

/** Whether what belongs to a destination of this tenant is in the scope. */
export function isVisible(scope: Scope, destinationTenant: string | null): boolean {
  const { owner } = visible(scope);
  return owner === null || owner === destinationTenant;
}

/** An event that goes to a destination of a tenant is of that tenant, so that its index leads to what the owner sees. */
export function within<Filter extends TenantFilter>(scope: Scope, filter: Filter): Within<Filter> {
  const { environmentId, owner } = visible(scope);
  if (owner === null) return { ...filter, environmentId, owned: false };
  return { ...filter, environmentId, tenant: owner, owned: true };
}
