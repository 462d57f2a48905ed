import type { Listed, Page } from "../store.js";
import { idAfter } from "../id-range.js";
import { inSteps } from "./steps.js";

/** Rows that a walk looks at before it lets others run: a few milliseconds. */
export const WALK_ROWS = 2000;

/** Statements ask for one row more than the page takes: its presence says that there is another page. */
export function toListed<T>(rows: T[], { limit }: Page): Listed<T> {
  return { items: rows.slice(0, limit), more: rows.length > limit };
}

/** Ids from `from` up to but not including `before`. */
export interface IdRange {
  from: string;
  before: string;
}

/** A stretch of a walk: what matched, and the id it reached, null when it got to the end of the range. */
export interface Stretch<T> {
  rows: T[];
  reached: string | null;
  /** The page takes no more bytes, although there are more rows. */
  full?: boolean;
}

/**
 * Walks down a range of ids, or up with `oldestFirst`, until the page is full. Filters that no index has are compared row by row; so that a rare one does
 * not stop everything else while a million rows are looked at, the walk goes in stretches of at most `WALK_ROWS`.
 */
export async function walk<T>(
  range: IdRange,
  page: Page & { oldestFirst?: boolean },
  stretch: (range: IdRange, limit: number) => Stretch<T>,
): Promise<Listed<T>> {
  const found: T[] = [];
  let left = range;
  let isFull = false;
  await inSteps(() => {
    const { rows, reached, full = false } = stretch(left, page.limit + 1 - found.length);
    found.push(...rows);
    isFull = full;
    if (isFull || reached === null || found.length > page.limit) return "done";
    left = page.oldestFirst === true ? { ...left, from: idAfter(reached) } : { ...left, before: reached };
    return "more";
  });
  const { items, more } = toListed(found, page);
  return { items, more: more || isFull };
}
