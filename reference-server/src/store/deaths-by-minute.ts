import type { Delivery } from "../domain/domain.js";
import { isDeathReported } from "../domain/operational-events.js";
import { MINUTE_MS } from "./counter.js";

/** Deliveries of one destination that have died in the same minute. */
export interface DeathsOfMinute {
  environmentId: number;
  destinationId: string;
  minute: number;
  dead: Delivery[];
}

/** Those that are reported, in their order. */
export function deathsByMinute(died: readonly Delivery[]): DeathsOfMinute[] {
  const groups = new Map<string, DeathsOfMinute>();
  for (const delivery of died.filter(isDeathReported)) {
    const { environment_id: environmentId, destination_id: destinationId } = delivery;
    const minute = Math.floor((delivery.completed_at ?? 0) / MINUTE_MS);
    const name = `${destinationId} ${minute}`;
    const group = groups.get(name) ?? { environmentId, destinationId, minute, dead: [] };
    group.dead.push(delivery);
    groups.set(name, group);
  }
  return [...groups.values()];
}
