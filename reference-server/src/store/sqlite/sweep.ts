import type { Delivery, Millis } from "../../domain/domain.js";
import type { SweepOptions, SweepResult } from "../store.js";
import type { Connection } from "./connection.js";
import { killUnfinished } from "./destination-delete.js";
import { StateChanges } from "./destination-state.js";
import { deliveryBySeq } from "./delivery-reads.js";
import { killDelivery } from "./delivery-writes.js";
import { type PurgePlaces, purgeEvents } from "./purge.js";
import { forgetExpired } from "./forget.js";
import { StatCounts } from "./stat-counts.js";

/** What time alone brings about: see `Store.sweep`. `limit` bounds the rows of each kind. */
export function sweep(db: Connection, places: PurgePlaces, options: SweepOptions): SweepResult {
  return db.quickly(() => {
    const expired = [...endHolds(db, options), ...finishDeletions(db, options)];
    const purgedEvents = purgeEvents(db, places, options);
    forgetExpired(db, options);
    return { expired, purgedEvents };
  });
}

function endHolds(db: Connection, { now, holdMs, limit }: SweepOptions): Delivery[] {
  const rows = overdueHolds(db, { now, holdMs, limit });
  const states = new StateChanges();
  const stats = new StatCounts(db);
  for (const { seq, environment_id, destination_seq, clock_offset_ms } of rows) {
    const at = now + clock_offset_ms;
    killDelivery(db, seq, { reason: "destination_paused", at });
    states.add(destination_seq, { dead: 1 });
    stats.died({ environmentId: environment_id, destinationSeq: destination_seq, at });
  }
  states.write(db);
  stats.write();
  return rows.map(({ seq }) => deliveryBySeq(db, seq));
}

interface HeldRow {
  seq: number;
  environment_id: number;
  destination_seq: number;
  clock_offset_ms: Millis;
}

/** A pending delivery falls due when it is created, so its hold is over when both that and the pause are long enough ago. */
function overdueHolds(db: Connection, params: { now: Millis; holdMs: Millis; limit: number }): HeldRow[] {
  return db
    .query<[typeof params], HeldRow>(
      `SELECT d.seq, d.environment_id, d.destination_seq, c.clock_offset_ms
       FROM destinations t INDEXED BY destinations_paused
       CROSS JOIN environments c ON c.id = t.environment_id
       CROSS JOIN deliveries d INDEXED BY deliveries_waiting ON d.destination_seq = t.seq
       WHERE t.status = 'paused' AND t.deleted_at IS NULL
         AND t.paused_at <= @now + c.clock_offset_ms - @holdMs
         AND d.lane = 1 AND d.due_at <= @now + c.clock_offset_ms - @holdMs
       LIMIT @limit`,
    )
    .all(params);
}

/** Deletions that the end of the process cut short. */
function finishDeletions(db: Connection, { now, limit }: SweepOptions): Delivery[] {
  return deletedWithWork(db).flatMap(({ seq }) => killUnfinished(db, { seq, now, limit }));
}

function deletedWithWork(db: Connection): { seq: number }[] {
  return db
    .query<[], { seq: number }>(
      `SELECT t.seq FROM destinations t INDEXED BY destinations_deleted
       WHERE t.deleted_at IS NOT NULL
         AND EXISTS (SELECT 1 FROM deliveries d WHERE d.destination_seq = t.seq AND d.lane IS NOT NULL)`,
    )
    .all();
}
