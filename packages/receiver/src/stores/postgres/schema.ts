import { DEFAULT_TABLE, quotedIndex, quotedTable } from "../table-name.js";

/**
 * The SQL that creates the table, for your own migrations; may be run again. `store.migrate()` runs the same.
 *
 * `valid_until` is the end of the lease while `state` is `claimed`, and the end of the memory once it is `done`.
 */
export function postgresSchema(table: string = DEFAULT_TABLE): string {
  return `
CREATE TABLE IF NOT EXISTS ${quotedTable(table)} (
  key         text        PRIMARY KEY,
  state       text        NOT NULL CHECK (state IN ('claimed', 'done')),
  token       text        NOT NULL,
  valid_until timestamptz NOT NULL
);

CREATE INDEX IF NOT EXISTS ${quotedIndex(table)} ON ${quotedTable(table)} (valid_until);
`;
}

/**
 * Processes that start together would trip over each other in CREATE TABLE IF NOT EXISTS: the lock puts them in a row.
 * Sent as one message without parameters, these statements are one transaction.
 */
export function migration(table: string): string {
  return `
SELECT pg_advisory_xact_lock(hashtext('harbor idempotency migration'));
${postgresSchema(table)}`;
}
