import type { Transaction } from "./database.js";
import { lockStreams } from "./locks.js";

/**
 * The changes of events, by log and delivery, as streams find them: an index by event would cost a stream 2 µs for each change, and only
 * erasure and retention would use it. MATERIALIZED, because the planner may otherwise walk the index of all deliveries.
 */
const KEYS = `(
    WITH given AS MATERIALIZED (SELECT id, tenant FROM deliveries WHERE environment_id = $1 AND event_id = ANY ($2::uuid[]))
    SELECT l.id AS log_id, given.id AS delivery_id
    FROM given
    CROSS JOIN LATERAL (
      SELECT id FROM stream_logs WHERE environment_id = $1 AND tenant IS NULL
      UNION ALL
      SELECT id FROM stream_logs WHERE environment_id = $1 AND tenant = given.tenant
    ) AS l
  ) AS k`;
const HAS_KEYS = "c.log_id = k.log_id AND c.delivery_id = k.delivery_id";

/** For retention: called before the deliveries of the events are deleted. */
export function deleteChanges(tx: Transaction, environmentId: number, eventUuids: readonly string[]): void {
  change(tx, `DELETE FROM stream_changes c USING ${KEYS} WHERE ${HAS_KEYS}`, { environmentId, eventUuids });
}

/** For erasure: the changes stay, without their responses. */
export function overwriteChanges(
  tx: Transaction,
  environmentId: number,
  eventUuids: readonly string[],
): void {
  change(
    tx,
    `UPDATE stream_changes c SET response_body = NULL FROM ${KEYS} WHERE ${HAS_KEYS} AND c.response_body IS NOT NULL`,
    { environmentId, eventUuids },
  );
}

/** A writer looks whether the event is erased before it writes: one that looked before the erasure has to commit first. */
function change(
  tx: Transaction,
  sql: string,
  { environmentId, eventUuids }: { environmentId: number; eventUuids: readonly string[] },
): void {
  if (eventUuids.length === 0) return;
  lockStreams(tx, environmentId);
  tx.soon(sql, [environmentId, eventUuids]);
}
