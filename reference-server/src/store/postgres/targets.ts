import type { ActiveOrPaused, Millis, Ordering } from "../../domain/domain.js";
import { LANES } from "../../domain/queued.js";
import type { Reader } from "./database.js";

/** The state of a destination that a commit needs before it leases a delivery to it. */
export interface Target {
  seq: number;
  status: ActiveOrPaused;
  max_per_second: number | null;
  environment_id: number;
  timeout_seconds: number;
  max_concurrent_deliveries: number;
  ordering: Ordering;
  /** Whether new deliveries may be leased: it is active and has no rate limit, and no older delivery waits that a new one would overtake. */
  open: boolean;
}

interface Row extends Omit<Target, "open"> {
  id: string;
  waiting: boolean;
}

const isDue = (lane: number) => `EXISTS (
    SELECT FROM queue q
    WHERE q.destination_seq = t.seq AND q.lane = ${lane} AND q.due_at <= $2 + c.clock_offset_ms AND q.lease_group IS NULL
  )`;

/** By id; deleted ones are missing. `now` is wall time. */
export async function readTargets(
  db: Reader,
  destinationIds: readonly string[],
  now: Millis,
): Promise<Map<string, Target>> {
  if (destinationIds.length === 0) return new Map();
  const rows = await db.all<Row>(
    `SELECT t.id, t.seq, t.environment_id, t.status, t.timeout_seconds, t.max_concurrent_deliveries, t.max_per_second, t.ordering,
       ${isDue(LANES.byHand)} OR ${isDue(LANES.first)} OR ${isDue(LANES.retry)} AS waiting
     FROM destinations t JOIN environments c ON c.id = t.environment_id
     WHERE t.id = ANY ($1::text[]) AND t.deleted_at IS NULL`,
    [destinationIds, now],
  );
  return new Map(
    rows.map(({ id, waiting, ...row }) => [
      id,
      { ...row, open: row.status === "active" && !waiting && row.max_per_second === null },
    ]),
  );
}
