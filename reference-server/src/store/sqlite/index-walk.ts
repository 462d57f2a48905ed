import type { Connection } from "./connection.js";
import { type IdRange, WALK_ROWS } from "./paging.js";

/** A part of an index whose rows are in the order of their ids. */
export interface IndexWalk {
  table: string;
  index: string;
  /** The column of the id. */
  id: string;
  /** The column of the row that has this id. */
  seq: string;
  /** Keeps to the part. `l` is the alias of the table. */
  where: (l: string) => string;
}

export type Order = "ASC" | "DESC";

/** Walks whose rows all belong to what is searched for. A row is found in all of them. */
export type IndexWalks = readonly [IndexWalk, ...IndexWalk[]];

/**
 * Rows `l` of the first walk that are in the others too. These are looked up in their indexes: a row that one of them lacks costs a
 * quarter of what reading and comparing it does.
 */
export function rowsInAll([first, ...others]: IndexWalks): { from: string; where: string } {
  const joins = others.map(
    ({ table, index, id, where }, n) =>
      `CROSS JOIN ${table} m${n} INDEXED BY ${index} ON m${n}.${id} = l.${first.id} AND ${where(`m${n}`)}`,
  );
  const { table, index, id, where } = first;
  return {
    from: `${table} l INDEXED BY ${index} ${joins.join(" ")}`,
    where: `${where("l")} AND l.${id} >= @from AND l.${id} < @before`,
  };
}

/** One stretch: first the walk that gets furthest in it, which is the one with the fewest rows to compare, and the id it reaches. */
export function furthest(
  db: Connection,
  walks: IndexWalks,
  { order, params }: { order: Order; params: IdRange },
): { walks: IndexWalks; reached: string | null } {
  const [head, ...tail] = walks;
  let best = { walk: head, reached: stretchEnd(db, head, { order, params }) };
  for (const walk of tail) {
    if (best.reached === null) break;
    const reached = stretchEnd(db, walk, { order, params });
    const isFurther =
      reached === null || (order === "DESC" ? reached < best.reached : reached > best.reached);
    if (isFurther) best = { walk, reached };
  }
  return { walks: [best.walk, ...walks.filter((walk) => walk !== best.walk)], reached: best.reached };
}

/** The id of the last row of a stretch, if the walk gets that far. */
function stretchEnd(
  db: Connection,
  walk: IndexWalk,
  { order, params }: { order: Order; params: IdRange },
): string | null {
  const { from, where } = rowsInAll([walk]);
  const row = db
    .query<[IdRange & { offset: number }], { id: string }>(
      `SELECT l.${walk.id} AS id FROM ${from}
       WHERE ${where}
       ORDER BY l.${walk.id} ${order}
       LIMIT 1 OFFSET @offset`,
    )
    .get({ ...params, offset: WALK_ROWS - 1 });
  return row?.id ?? null;
}
