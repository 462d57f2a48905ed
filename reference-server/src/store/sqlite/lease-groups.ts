import type { Connection } from "./connection.js";
import { endOrdered } from "./ordered.js";
import type { QueueRow } from "./queue.js";

/** Deliveries that were handed over when they were created: some or all from `firstSeq` to `lastSeq`. */
export function insertCreatedGroup(
  db: Connection,
  { firstSeq, lastSeq }: { firstSeq: number; lastSeq: number },
): number {
  const { lastInsertRowid } = db
    .prepare<[number, number]>("INSERT INTO lease_groups (first_seq, last_seq) VALUES (?, ?)")
    .run(firstSeq, lastSeq);
  return Number(lastInsertRowid);
}

/** Deliveries that were taken from the queue. */
export function insertTakenGroup(db: Connection, rows: readonly QueueRow[]): number {
  const { lastInsertRowid } = db
    .prepare<[string]>("INSERT INTO lease_groups (taken) VALUES (?)")
    .run(JSON.stringify(rows));
  return Number(lastInsertRowid);
}

export function deleteLeaseGroup(db: Connection, id: number): void {
  db.prepare<[number]>("DELETE FROM lease_groups WHERE id = ?").run(id);
}

/**
 * Returns to the queue what an earlier process had in flight. The newest group goes first: it knows a delivery best. One that has
 * been settled since has its place in `queue`, `dead` or `attempts`. The cost depends on the groups, not on the history.
 */
export function recoverLeaseGroups(db: Connection): void {
  db.prepare(
    `INSERT OR IGNORE INTO queue (delivery_seq, environment_id, destination_seq, delivery_id, lane, status, due_at, retry_count,
       attempt_count, budget_started_at, updated_at, before_status, before_due_at, before_dead_reason, tenant)
     SELECT r.value ->> 'delivery_seq', r.value ->> 'environment_id', r.value ->> 'destination_seq', r.value ->> 'delivery_id',
       r.value ->> 'lane', r.value ->> 'status', r.value ->> 'due_at', r.value ->> 'retry_count', r.value ->> 'attempt_count',
       r.value ->> 'budget_started_at', r.value ->> 'updated_at', r.value ->> 'before_status', r.value ->> 'before_due_at',
       r.value ->> 'before_dead_reason', r.value ->> 'tenant'
     FROM lease_groups g, json_each(g.taken) r
     WHERE g.taken IS NOT NULL
       AND EXISTS (SELECT 1 FROM deliveries d WHERE d.seq = r.value ->> 'delivery_seq')
       AND NOT EXISTS (SELECT 1 FROM dead x WHERE x.delivery_seq = r.value ->> 'delivery_seq')
       AND NOT EXISTS (
         SELECT 1 FROM attempts a
         WHERE a.delivery_seq = r.value ->> 'delivery_seq' AND a.number >= r.value ->> 'attempt_count'
       )
     ORDER BY g.id DESC`,
  ).run();
  db.prepare(
    `INSERT OR IGNORE INTO queue (delivery_seq, environment_id, destination_seq, delivery_id, lane, status, due_at, retry_count,
       attempt_count, budget_started_at, updated_at, tenant)
     SELECT d.seq, d.environment_id, d.destination_seq, d.id, 1, 'pending', d.created_at, NULL, 0, d.created_at, d.created_at,
       d.tenant
     FROM lease_groups g CROSS JOIN deliveries d ON d.seq BETWEEN g.first_seq AND g.last_seq
     WHERE g.first_seq IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM dead x WHERE x.delivery_seq = d.seq)
       AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.delivery_seq = d.seq)`,
  ).run();
  endOrdered(db, diedInFlight(db));
  db.exec("DELETE FROM lease_groups");
}

/** Ordered deliveries that died in flight: unlike the others, they are not in the queue again. */
function diedInFlight(db: Connection): number[] {
  return db
    .query<[], { delivery_seq: number }>(
      `/* at start only */ SELECT o.delivery_seq FROM lease_groups g, json_each(g.taken) r JOIN ordered o ON o.delivery_seq = r.value ->> 'delivery_seq'
       WHERE g.taken IS NOT NULL AND NOT EXISTS (SELECT 1 FROM queue q WHERE q.delivery_seq = o.delivery_seq)
       UNION
       SELECT o.delivery_seq FROM lease_groups g CROSS JOIN ordered o ON o.delivery_seq BETWEEN g.first_seq AND g.last_seq
       WHERE g.first_seq IS NOT NULL AND NOT EXISTS (SELECT 1 FROM queue q WHERE q.delivery_seq = o.delivery_seq)`,
    )
    .all()
    .map(({ delivery_seq }) => delivery_seq);
}
