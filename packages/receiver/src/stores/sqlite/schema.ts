import { DEFAULT_TABLE, quotedIndex, quotedTable } from "../table-name.js";

/**
 * The SQL that creates the table, for your own migrations; may be run again. `store.migrate()` runs the same.
 *
 * `valid_until_ms` is the end of the lease while `state` is `claimed`, and the end of the memory once it is `done`.
 */
export function sqliteSchema(table: string = DEFAULT_TABLE): string {
  const schema = table.includes(".") ? `"${table.split(".")[0]}".` : "";
  return `
CREATE TABLE IF NOT EXISTS ${quotedTable(table)} (
  key            TEXT PRIMARY KEY,
  state          TEXT NOT NULL CHECK (state IN ('claimed', 'done')),
  token          TEXT NOT NULL,
  valid_until_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS ${schema}${quotedIndex(table)} ON "${table.split(".").at(-1)}" (valid_until_ms);
`;
}
