import type { ActiveOrPaused, Millis } from "../../domain/domain.js";
import type { Connection } from "./connection.js";

/** How many deliveries of a destination may be handed off at once. */
export interface Slots {
  destinationSeq: number;
  timeoutMs: Millis;
  free: number;
}

interface SlotRow {
  seq: number;
  status: ActiveOrPaused;
  timeout_seconds: number;
  max_concurrent_deliveries: number;
  in_flight: number;
  waiting: 0 | 1;
}

interface SlotQuery {
  environmentId: number;
  destinationId: string;
  /** Environment time. */
  now: Millis;
}

/** None while the destination is paused, and none while an older delivery waits for a slot: a new one must not overtake it. */
export function readSlots(db: Connection, query: SlotQuery, perDestination: number): Slots {
  const row = slotRow(db, query);
  if (row === undefined) {
    throw new Error(`There is no destination ${query.destinationId} in environment ${query.environmentId}.`);
  }
  const open = row.status === "active" && row.waiting === 0;
  const free = open ? Math.min(row.max_concurrent_deliveries, perDestination) - row.in_flight : 0;
  return { destinationSeq: row.seq, timeoutMs: row.timeout_seconds * 1000, free };
}

function slotRow(db: Connection, query: SlotQuery): SlotRow | undefined {
  return db
    .query<[SlotQuery], SlotRow>(
      `SELECT t.seq, t.status, t.timeout_seconds, t.max_concurrent_deliveries, s.in_flight,
         EXISTS (SELECT 1 FROM deliveries WHERE destination_seq = t.seq AND lane = 0 AND due_at <= @now)
         OR EXISTS (SELECT 1 FROM deliveries WHERE destination_seq = t.seq AND lane = 1 AND due_at <= @now)
         OR EXISTS (SELECT 1 FROM deliveries WHERE destination_seq = t.seq AND lane = 2 AND due_at <= @now) AS waiting
       FROM destinations t JOIN destination_state s ON s.destination_seq = t.seq
       WHERE t.id = @destinationId AND t.environment_id = @environmentId AND t.deleted_at IS NULL`,
    )
    .get(query);
}
