import type { Statement } from "../sql-executor.js";

/** SQLite's own clock, fixed for the length of one statement; milliseconds since 1970. Needs SQLite 3.42. */
const NOW_MS = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/** Returns one row when the key was free, its lease ended or its record expired; no row when it is held or done. */
export function acquire(table: string, key: string, options: { token: string; leaseMs: number }): Statement {
  const text = `
INSERT INTO ${table} AS record (key, state, token, valid_until_ms)
VALUES (?, 'claimed', ?, ${NOW_MS} + ?)
ON CONFLICT (key) DO UPDATE
  SET state = excluded.state, token = excluded.token, valid_until_ms = excluded.valid_until_ms
  WHERE record.valid_until_ms <= ${NOW_MS}
RETURNING token`;
  return { text, parameters: [key, options.token, Math.ceil(options.leaseMs)] };
}

/** Why the key could not be acquired; no row when that has just changed. */
export function held(table: string, key: string): Statement {
  const text = `
SELECT state, valid_until_ms - ${NOW_MS} AS remaining_ms
FROM ${table}
WHERE key = ? AND valid_until_ms > ${NOW_MS}`;
  return { text, parameters: [key] };
}

export function renew(table: string, key: string, options: { token: string; leaseMs: number }): Statement {
  const text = `
UPDATE ${table}
SET valid_until_ms = CASE state WHEN 'claimed' THEN ${NOW_MS} + ? ELSE valid_until_ms END
WHERE key = ? AND token = ?
RETURNING key`;
  return { text, parameters: [Math.ceil(options.leaseMs), key, options.token] };
}

export function commit(
  table: string,
  key: string,
  options: { token: string; retentionMs: number },
): Statement {
  const text = `
UPDATE ${table}
SET state = 'done', valid_until_ms = ${NOW_MS} + ?
WHERE key = ? AND token = ?
RETURNING key`;
  return { text, parameters: [options.retentionMs, key, options.token] };
}

export function release(table: string, key: string, token: string): Statement {
  const text = `
DELETE FROM ${table}
WHERE key = ? AND token = ? AND state = 'claimed'
RETURNING key`;
  return { text, parameters: [key, token] };
}

/** Deletes a bounded number of expired records; abandoned claims only after the retention, their owners may still commit. */
export function purge(table: string, retentionMs: number, limit: number): Statement {
  const text = `
DELETE FROM ${table}
WHERE key IN (
  SELECT key FROM ${table}
  WHERE valid_until_ms <= ${NOW_MS}
    AND (state = 'done' OR valid_until_ms <= ${NOW_MS} - ?)
  LIMIT ?
)
RETURNING key`;
  return { text, parameters: [retentionMs, limit] };
}
