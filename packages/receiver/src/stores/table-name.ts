export const DEFAULT_TABLE = "harbor_idempotency";

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,47}$/;

/**
 * A table name, optionally behind its schema, quoted for SQL.
 *
 * @throws TypeError for anything but letters, digits and underscores: the name becomes part of the statements. At most 48
 * characters, because PostgreSQL cuts the name of the index, which is longer, at 63.
 */
export function quotedTable(table: string): string {
  const parts = table.split(".");
  if (parts.length > 2 || !parts.every((part) => NAME.test(part))) {
    throw new TypeError(
      `"${table}" is not a table name: use [schema.]table of letters, digits and _, at most 48 each.`,
    );
  }
  return parts.map((part) => `"${part}"`).join(".");
}

/** The quoted name of the index that finds expired records. */
export function quotedIndex(table: string): string {
  return `"${table.split(".").at(-1)}_valid_until"`;
}
