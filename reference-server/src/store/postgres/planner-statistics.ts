import { coalesce } from "../../coalesce.js";
import type { Database } from "./database.js";

/** Tables with more rows have grown for minutes: autovacuum has seen them. */
const MAX_ROWS = 1_000_000;

/** Tables that have grown to more than four times the rows that the planner knows of, and some. Those of other roles cannot be analyzed. */
const GROWN = `SELECT format('%I', c.relname) AS name
  FROM pg_class c
  WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND c.relkind = 'r'
    AND pg_stat_get_live_tuples(c.oid) > 4 * greatest(c.reltuples, 0) + 200
    AND pg_stat_get_live_tuples(c.oid) <= ${MAX_ROWS}
    AND pg_has_role(c.relowner, 'USAGE')`;

/**
 * Refreshes the planner's statistics of tables that have grown since. Autovacuum looks at a database once a minute at most: until then
 * the planner takes a table that was empty for an empty one, and reads it as a whole for each row. Of several processes one analyzes a table.
 */
export function statisticsOf(db: Database): () => Promise<void> {
  return coalesce(async () => {
    for (const { name } of await db.all<{ name: string }>(GROWN))
      await db.all(`ANALYZE (SKIP_LOCKED) ${name}`);
  });
}
