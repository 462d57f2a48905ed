import type { Subscription } from "./domain.js";
import { parseExactly } from "./exact-number.js";
import { canonical } from "./json-schema/canonical.js";

type Matching = Pick<Subscription, "event_type" | "filter">;

export interface Replacement<Current, Wanted> {
  removed: Current[];
  added: Wanted[];
}

/** Turns the current subscriptions of a destination into the wanted ones. Those that are equal to a wanted one stay. */
export function replaceSubscriptions<Current extends Matching, Wanted extends Matching>(
  current: readonly Current[],
  wanted: readonly Wanted[],
): Replacement<Current, Wanted> {
  const left = new Map<string, Current[]>();
  for (const each of current) left.set(keyOf(each), [...(left.get(keyOf(each)) ?? []), each]);
  const added = wanted.filter((each) => left.get(keyOf(each))?.shift() === undefined);
  return { removed: [...left.values()].flat(), added };
}

/** The same for two that match the same events, however their filters are written. */
function keyOf({ event_type, filter }: Matching): string {
  return `${event_type} ${filter === null ? "" : canonical(parseExactly(filter))}`;
}
