/** Events that were erased while attempts of them may have been about to start. */
export interface Erasure {
  /** One event, or null for those of the tenant. */
  event_id: string | null;
  tenant: string | null;
  /** The environment's version since the erasure: a delivery that was leased under an earlier one may be of an erased event. */
  version: number;
}

/** The fields of a leased delivery that show whether its event has been erased since. */
export interface ErasableDelivery {
  event_id: string;
  tenant: string | null;
  version: number;
}

/** Longer than any lease: after that no delivery of an erased event waits in the memory of a process. */
export const LEASES_END_MS = 2 * 3_600_000;

/**
 * Whether the event of a delivery was erased after it was leased. Events of a tenant that were accepted after its erasure are leased
 * under a later version.
 */
export function compileErasures(erasures: readonly Erasure[]): (delivery: ErasableDelivery) => boolean {
  if (erasures.length === 0) return () => false;
  const events = new Set<string>();
  const tenants = new Map<string, number>();
  for (const { event_id, tenant, version } of erasures) {
    if (event_id !== null) events.add(event_id);
    else if (tenant !== null) tenants.set(tenant, Math.max(version, tenants.get(tenant) ?? 0));
  }
  return ({ event_id, tenant, version }) =>
    events.has(event_id) || (tenant !== null && version < (tenants.get(tenant) ?? 0));
}
