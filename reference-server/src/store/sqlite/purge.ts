import type { Millis } from "../../domain/domain.js";
import type { SweepOptions } from "../store.js";
import { deleteDelivery } from "./by-hand.js";
import type { Connection } from "./connection.js";
import { StateChanges } from "./destination-state.js";
import { allEnvironments } from "./environments.js";

/** Per environment the id of the last event looked at. Ids run with time, so a environment is done for now where the first young one is. */
export type PurgePlaces = Map<number, string>;

interface EventRow {
  seq: number;
  id: string;
  created_at: Millis;
}

/**
 * Removes events past retention and grace, with their deliveries, from the oldest on. An event that still has an unfinished
 * delivery stays until that is finished.
 */
export function purgeEvents(db: Connection, places: PurgePlaces, options: SweepOptions): number {
  let purged = 0;
  const states = new StateChanges();
  for (const { id: environmentId, clock_offset_ms } of allEnvironments(db)) {
    const bound = options.now + clock_offset_ms - options.retentionMs - options.purgeGraceMs;
    const rows = oldestEvents(db, {
      environmentId,
      after: places.get(environmentId) ?? "",
      limit: options.limit,
    });
    const old = rows.filter((row) => row.created_at <= bound);
    for (const { seq } of old) if (purgeEvent(db, seq, states)) purged += 1;
    const last = old.at(-1);
    if (last !== undefined && old.length === options.limit) places.set(environmentId, last.id);
    else places.delete(environmentId);
  }
  states.write(db);
  return purged;
}

function oldestEvents(
  db: Connection,
  params: { environmentId: number; after: string; limit: number },
): EventRow[] {
  return db
    .query<[typeof params], EventRow>(
      `SELECT seq, id, created_at FROM events INDEXED BY events_by_id
       WHERE environment_id = @environmentId AND id > @after
       ORDER BY id
       LIMIT @limit`,
    )
    .all(params);
}

function purgeEvent(db: Connection, eventSeq: number, states: StateChanges): boolean {
  const deliveries = deliveriesOf(db, eventSeq);
  if (deliveries.some(({ unfinished }) => unfinished === 1)) return false;
  for (const { seq, destination_seq, dead } of deliveries) {
    deleteDelivery(db, seq);
    states.add(destination_seq, { dead: -dead });
  }
  db.prepare<[number]>("DELETE FROM events WHERE seq = ?").run(eventSeq);
  return true;
}

function deliveriesOf(
  db: Connection,
  eventSeq: number,
): { seq: number; destination_seq: number; dead: 0 | 1; unfinished: 0 | 1 }[] {
  return db
    .query<[number], { seq: number; destination_seq: number; dead: 0 | 1; unfinished: 0 | 1 }>(
      `SELECT seq, destination_seq, status = 'dead' AS dead, lane IS NOT NULL OR lease_token IS NOT NULL AS unfinished
       FROM deliveries WHERE event_seq = ?`,
    )
    .all(eventSeq);
}
