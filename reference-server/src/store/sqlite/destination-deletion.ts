import { deletedDestination } from "../../domain/change-destination.js";
import type { Delivery, Millis } from "../../domain/domain.js";
import { deletionEvent } from "../../domain/operational-events.js";
import type { Visible } from "../scope.js";
import type { DestinationName } from "../store.js";
import { announce } from "./announcements.js";
import { destinationFromRow, findDestination, markDeleted, updateDestination } from "./destinations.js";
import type { Engine } from "./engine.js";
import { bumpVersion, environmentNow } from "./environments.js";
import { killHeld, killRows } from "./kill.js";
import { queuedOf } from "./queue.js";
import { deleteSigningKeys } from "./signing-keys.js";
import { inSteps, STEP_ROWS } from "./steps.js";
import { deleteSubscriptionsOf } from "./subscriptions.js";

interface Deletion extends Visible {
  name: DestinationName;
  now: Millis;
  /** Checked in the transaction that deletes it. */
  onlyIf?: () => boolean;
}

/**
 * The destination goes in one transaction, and with it the deliveries in flight; those that wait die in steps after that. If the
 * process dies in between, `sweep` continues.
 */
export async function deleteDestination(engine: Engine, deletion: Deletion): Promise<string | null> {
  const { environmentId, now } = deletion;
  const removed = await engine.log.durably(() => remove(engine, deletion));
  if (removed === null) return null;
  engine.db.emitChanged(removed.died);
  await inSteps(() => {
    const died = engine.db.writing(() =>
      killQueued(engine, { seq: removed.seq, environmentId, now, limit: STEP_ROWS }),
    );
    engine.db.emitChanged(died);
    return died.length === STEP_ROWS ? "more" : "done";
  });
  await engine.log.synced();
  return removed.id;
}

function remove(
  engine: Engine,
  { environmentId, owner, name, now: wallNow, onlyIf }: Deletion,
): { id: string; seq: number; died: Delivery[] } | null {
  const { db } = engine;
  if (onlyIf !== undefined && !onlyIf()) return null;
  const row = findDestination(db, { environmentId, owner }, name);
  if (row === null) return null;
  const now = environmentNow(db, environmentId, wallNow);
  const destination = destinationFromRow(row);
  updateDestination(db, row.seq, deletedDestination(destination, now));
  markDeleted(db, row.seq, now);
  deleteSigningKeys(db, row.seq);
  deleteSubscriptionsOf(db, row.seq);
  announce(db, [deletionEvent(destination, now)]);
  bumpVersion(db, environmentId);
  const died = killHeld(engine, engine.leases.ofDestination(row.seq), { reason: "destination_deleted", now });
  return { id: row.id, seq: row.seq, died };
}

/** A step of a deletion. */
export function killQueued(
  engine: Engine,
  { seq, environmentId, now, limit }: { seq: number; environmentId: number; now: Millis; limit: number },
): Delivery[] {
  return killRows(engine, queuedOf(engine.db, seq, limit), {
    reason: "destination_deleted",
    now: environmentNow(engine.db, environmentId, now),
  });
}
