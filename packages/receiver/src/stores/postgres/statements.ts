import type { Statement } from "../sql-executor.js";

/**
 * Time is PostgreSQL's. `clock_timestamp()` rather than `now()`: a statement that waited for a row lock, or that rides in a
 * long transaction, must see the time at which it acts.
 */
function fromNow(parameter: `$${number}`): string {
  return `clock_timestamp() + ${parameter}::double precision * interval '1 millisecond'`;
}

/** Returns one row when the key was free, its lease ended or its record expired; no row when it is held or done. */
export function acquire(table: string, key: string, options: { token: string; leaseMs: number }): Statement {
  const text = `
INSERT INTO ${table} AS record (key, state, token, valid_until)
VALUES ($1, 'claimed', $2, ${fromNow("$3")})
ON CONFLICT (key) DO UPDATE
  SET state = 'claimed', token = $2, valid_until = ${fromNow("$3")}
  WHERE record.valid_until <= clock_timestamp()
RETURNING key`;
  return { text, parameters: [key, options.token, options.leaseMs] };
}

/** Why the key could not be acquired; no row when that has just changed. */
export function held(table: string, key: string): Statement {
  const text = `
SELECT state, (extract(epoch FROM valid_until - clock_timestamp()) * 1000)::double precision AS remaining_ms
FROM ${table}
WHERE key = $1 AND valid_until > clock_timestamp()`;
  return { text, parameters: [key] };
}

export function renew(table: string, key: string, options: { token: string; leaseMs: number }): Statement {
  const text = `
UPDATE ${table}
SET valid_until = CASE state WHEN 'claimed' THEN ${fromNow("$3")} ELSE valid_until END
WHERE key = $1 AND token = $2
RETURNING key`;
  return { text, parameters: [key, options.token, options.leaseMs] };
}

/** In a transaction of the caller's, the row stays locked until its end: a takeover waits and then sees the result. */
export function commit(
  table: string,
  key: string,
  options: { token: string; retentionMs: number },
): Statement {
  const text = `
UPDATE ${table}
SET state = 'done', valid_until = ${fromNow("$3")}
WHERE key = $1 AND token = $2
RETURNING key`;
  return { text, parameters: [key, options.token, options.retentionMs] };
}

export function release(table: string, key: string, token: string): Statement {
  const text = `
DELETE FROM ${table}
WHERE key = $1 AND token = $2 AND state = 'claimed'
RETURNING key`;
  return { text, parameters: [key, token] };
}

/** Deletes a bounded number of expired records; abandoned claims only after the retention, their owners may still commit. */
export function purge(table: string, retentionMs: number, limit: number): Statement {
  const text = `
DELETE FROM ${table}
WHERE key IN (
  SELECT key FROM ${table}
  WHERE valid_until <= clock_timestamp()
    AND (state = 'done' OR valid_until <= clock_timestamp() - $1::double precision * interval '1 millisecond')
  LIMIT $2::integer
  FOR UPDATE SKIP LOCKED
)
RETURNING key`;
  return { text, parameters: [retentionMs, limit] };
}
