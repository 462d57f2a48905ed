import type { Millis } from "../../domain/domain.js";
import { BEHIND, type QueuedDelivery } from "../../domain/queued.js";
import type { Connection } from "./connection.js";
import type { DeliveryKeys, Queued } from "./queue.js";

/** A delivery that is about to be queued, with the key by which its destination gets events in order. */
export interface Joining<Row extends DeliveryKeys = DeliveryKeys> {
  row: Row;
  queued: QueuedDelivery;
  orderingKey: string | null;
}

/** Takes the last place of its key. Returns whether others come before it. */
export function joinKey(
  db: Connection,
  place: { destinationSeq: number; orderingKey: string; deliverySeq: number },
): boolean {
  const behind =
    db
      .query<[number, string], { seq: number }>(
        "SELECT seq FROM ordered INDEXED BY ordered_by_key WHERE destination_seq = ? AND ordering_key = ? LIMIT 1",
      )
      .get(place.destinationSeq, place.orderingKey) !== undefined;
  db.prepare<[typeof place]>(
    "INSERT INTO ordered (destination_seq, ordering_key, delivery_seq) VALUES (@destinationSeq, @orderingKey, @deliverySeq)",
  ).run(place);
  return behind;
}

/** Takes the last places of their keys, in the given order. */
export function joinAll<Row extends DeliveryKeys>(
  db: Connection,
  joining: readonly Joining<Row>[],
): [Row, Queued[1]][] {
  return joining.map(({ row, queued, orderingKey }) => {
    const { destination_seq: destinationSeq, seq: deliverySeq } = row;
    if (orderingKey === null) return [row, queued];
    return [row, { ...queued, behind: joinKey(db, { destinationSeq, orderingKey, deliverySeq }) }];
  });
}

interface EndedRow {
  destination_seq: number;
  ordering_key: string;
}

/** These have finished, if they were ordered: the next of their keys may go. Returns those. */
export function endOrdered(db: Connection, deliverySeqs: readonly number[]): number[] {
  if (deliverySeqs.length === 0) return [];
  const ended = db
    .query<[string], EndedRow>(
      `DELETE FROM ordered WHERE delivery_seq IN (SELECT value FROM json_each(?))
       RETURNING destination_seq, ordering_key`,
    )
    .all(JSON.stringify(deliverySeqs));
  const keys = new Map(ended.map((row) => [`${row.destination_seq} ${row.ordering_key}`, row]));
  return [...keys.values()].flatMap((row) => promoteFirst(db, row)?.delivery_seq ?? []);
}

function promoteFirst(
  db: Connection,
  { destination_seq, ordering_key }: EndedRow,
): { delivery_seq: number } | undefined {
  return db
    .query<[number, string], { delivery_seq: number }>(
      `UPDATE queue SET lane = lane - ${BEHIND}
       WHERE lane >= ${BEHIND} AND delivery_seq = (
         SELECT delivery_seq FROM ordered INDEXED BY ordered_by_key
         WHERE destination_seq = ? AND ordering_key = ?
         ORDER BY seq
         LIMIT 1
       )
       RETURNING delivery_seq`,
    )
    .get(destination_seq, ordering_key);
}

/** Whether places are left of an order that the destination once had. */
export function hasOrdered(db: Connection, destinationSeq: number): boolean {
  return (
    db
      .query<[number], { seq: number }>(
        "SELECT seq FROM ordered INDEXED BY ordered_by_key WHERE destination_seq = ? LIMIT 1",
      )
      .get(destinationSeq) !== undefined
  );
}

/**
 * Takes the places of a destination whose `ordering` is off by now, `limit` of them: its followers wait for no other one from then on, and
 * their time budgets start at `now`, wall time. From the last of each key to the first, so that those left are in order. Returns how
 * many places it took: fewer than `limit` when none is left.
 */
export function releaseFollowers(
  db: Connection,
  { destinationSeq, now, limit }: { destinationSeq: number; now: Millis; limit: number },
): number {
  const released = db
    .query<[number, number], { delivery_seq: number }>(
      `DELETE FROM ordered WHERE seq IN (
         SELECT o.seq FROM ordered o INDEXED BY ordered_by_key
         JOIN destinations t ON t.seq = o.destination_seq AND t.ordering = 'none'
         WHERE o.destination_seq = ?
         ORDER BY o.ordering_key DESC, o.seq DESC
         LIMIT ?
       )
       RETURNING delivery_seq`,
    )
    .all(destinationSeq, limit)
    .map(({ delivery_seq }) => delivery_seq);
  db.prepare<[Millis, string]>(
    `UPDATE queue SET lane = lane - ${BEHIND}, budget_started_at = CASE WHEN retry_count IS NULL
       THEN ? + (SELECT clock_offset_ms FROM environments c WHERE c.id = queue.environment_id) ELSE budget_started_at END
     WHERE lane >= ${BEHIND} AND delivery_seq IN (SELECT value FROM json_each(?))`,
  ).run(now, JSON.stringify(released));
  return released.length;
}

/** Destinations without an order that have places of one: the end of a process cut their release short. */
export function unorderedWithPlaces(db: Connection): { seq: number }[] {
  return db
    .query<[], { seq: number }>(
      `WITH RECURSIVE waiting (destination_seq) AS (
         SELECT min(destination_seq) FROM ordered INDEXED BY ordered_by_key
         UNION ALL
         SELECT (
           SELECT min(o.destination_seq) FROM ordered o INDEXED BY ordered_by_key
           WHERE o.destination_seq > waiting.destination_seq
         )
         FROM waiting WHERE waiting.destination_seq IS NOT NULL
       )
       SELECT t.seq FROM waiting w CROSS JOIN destinations t ON t.seq = w.destination_seq WHERE t.ordering = 'none'`,
    )
    .all();
}
