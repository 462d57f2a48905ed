import type { Delivery, Millis } from "../../domain/domain.js";
import type { Connection } from "./connection.js";
import { findDestination } from "./destination-reads.js";
import { StateChanges } from "./destination-state.js";
import { entomb } from "./destination-writes.js";
import { deliveryBySeq } from "./delivery-reads.js";
import { killDelivery } from "./delivery-writes.js";
import { bumpVersion, environmentNow } from "./environments.js";
import { deleteSigningKeys } from "./signing-keys.js";
import { StatCounts } from "./stat-counts.js";
import { STEP_ROWS, inSteps } from "./steps.js";
import { deleteSubscriptionsOf } from "./subscriptions.js";

/**
 * The destination goes in one transaction, and with it every claim on its deliveries; those die in steps after that. Should the
 * process die in between, the sweep goes on.
 */
export async function deleteDestination(
  db: Connection,
  { environmentId, id, now }: { environmentId: number; id: string; now: Millis },
): Promise<{ died: Delivery[] } | null> {
  const seq = db.durably(() => remove(db, { environmentId, id, now }));
  if (seq === null) return null;
  const died: Delivery[] = [];
  await inSteps(() => {
    const step = db.durably(() => killUnfinished(db, { seq, now, limit: STEP_ROWS }));
    died.push(...step);
    return step.length === STEP_ROWS ? "more" : "done";
  });
  return { died };
}

function remove(
  db: Connection,
  { environmentId, id, now }: { environmentId: number; id: string; now: Millis },
): number | null {
  const row = findDestination(db, environmentId, id);
  if (row === null) return null;
  entomb(db, row.seq, environmentNow(db, environmentId, now));
  deleteSigningKeys(db, row.seq);
  deleteSubscriptionsOf(db, row.seq);
  bumpVersion(db, environmentId);
  return row.seq;
}

/** Waiting ones and those in flight, which keep their lease so that the attempt can still be recorded. */
export function killUnfinished(
  db: Connection,
  { seq, now, limit }: { seq: number; now: Millis; limit: number },
): Delivery[] {
  const rows = unfinishedOf(db, seq, limit);
  const states = new StateChanges();
  const stats = new StatCounts(db);
  for (const row of rows) {
    const at = environmentNow(db, row.environment_id, now);
    killDelivery(db, row.seq, { reason: "destination_deleted", at });
    states.add(seq, { dead: 1 });
    stats.died({ environmentId: row.environment_id, destinationSeq: seq, at });
  }
  states.write(db);
  stats.write();
  return rows.map((row) => deliveryBySeq(db, row.seq));
}

function unfinishedOf(
  db: Connection,
  destinationSeq: number,
  limit: number,
): { seq: number; environment_id: number }[] {
  return db
    .query<[{ destinationSeq: number; limit: number }], { seq: number; environment_id: number }>(
      `SELECT seq, environment_id FROM deliveries INDEXED BY deliveries_waiting
       WHERE destination_seq = @destinationSeq AND lane IS NOT NULL
       UNION ALL
       SELECT seq, environment_id FROM deliveries INDEXED BY deliveries_leased
       WHERE lease_expires_at IS NOT NULL AND destination_seq = @destinationSeq AND status <> 'dead'
       LIMIT @limit`,
    )
    .all({ destinationSeq, limit });
}
