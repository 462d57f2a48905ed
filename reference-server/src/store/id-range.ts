import { encodeTime } from "ulid";
import type { Millis } from "../domain/domain.js";
import type { IdPrefix } from "../ids.js";

/** How far an id's time may lie from the `created_at` beside it: both are read from the clock while one request is handled. */
const SLACK_MS = 3_600_000;
/** Above every id: ids are letters, digits and underscores. */
const ABOVE_ALL_IDS = "~";
const MAX_ULID_MS = 2 ** 48 - 1;

/**
 * Ids carry the wall time at which they were created (docs/contract.md §1), so a range of `created_at` is also a range of ids, and a
 * list in order of ids need not walk over what lies outside. `created_at` is the wall time plus the environment's clock offset of
 * then, which was between 0 and `clockOffsetMs`. The range is a little too wide; the exact times are compared as well.
 */
export function idRange(
  prefix: IdPrefix,
  { since, until, clockOffsetMs }: { since: Millis; until: Millis; clockOffsetMs: Millis },
): { from: string; before: string } {
  const from = since - clockOffsetMs - SLACK_MS;
  const before = until + SLACK_MS;
  return {
    from: from <= 0 ? "" : `${prefix}_${encodeTime(Math.min(from, MAX_ULID_MS))}`,
    before: before >= MAX_ULID_MS ? ABOVE_ALL_IDS : `${prefix}_${encodeTime(Math.max(before, 0))}`,
  };
}

/** Inclusive lower bound of the ids on the page after `after`, of a list from the oldest on. */
export function idAfter(after: string | null, bound = ""): string {
  return after !== null && after >= bound ? `${after} ` : bound;
}

/** Exclusive upper bound of the ids on the page after `after`. */
export function idBefore(after: string | null, bound = ABOVE_ALL_IDS): string {
  return after !== null && after < bound ? after : bound;
}
