import { deletedDestination } from "../../domain/change-destination.js";
import type { Delivery, Millis } from "../../domain/domain.js";
import { deletionEvent } from "../../domain/operational-events.js";
import type { Visible } from "../scope.js";
import type { DestinationName } from "../store.js";
import { announce } from "./announcements.js";
import type { Transaction } from "./database.js";
import { destinationFromRow, findDestination, markDeleted, updateDestination } from "./destinations.js";
import type { Engine } from "./engine.js";
import { bumpVersion, environmentNow } from "./environments.js";
import { killHandedOver, killRows } from "./kill.js";
import { handedOver, lockGroupsOf } from "./lease-groups.js";
import { lockEnvironments } from "./locks.js";
import { queuedOf } from "./queue.js";
import { deleteSigningKeys } from "./signing-keys.js";
import { STEP_ROWS } from "./steps.js";
import { deleteSubscriptionsOf } from "./subscriptions.js";

interface Deletion extends Visible {
  name: DestinationName;
  now: Millis;
  /** Checked in the transaction that deletes it. */
  onlyIf?: (tx: Transaction) => Promise<boolean>;
}

/**
 * The destination goes in one transaction, and with it the deliveries in flight; those that wait die in steps after that. If the
 * process dies in between, `sweep` continues.
 */
export async function deleteDestination({ db }: Engine, deletion: Deletion): Promise<string | null> {
  const { environmentId, now } = deletion;
  const removed = await db.transaction((tx) => remove(tx, deletion));
  if (removed === null) return null;
  db.emitChanged(removed.died);
  for (;;) {
    const died = await db.transaction((tx) =>
      killQueued(tx, { seq: removed.seq, environmentId, now, limit: STEP_ROWS }),
    );
    db.emitChanged(died);
    if (died.length < STEP_ROWS) return removed.id;
  }
}

async function remove(
  tx: Transaction,
  { environmentId, owner, name, now: wallNow, onlyIf }: Deletion,
): Promise<{ id: string; seq: number; died: Delivery[] } | null> {
  await lockEnvironments(tx, [environmentId]);
  if (onlyIf !== undefined && !(await onlyIf(tx))) return null;
  const row = await findDestination(tx, { environmentId, owner }, name);
  if (row === null) return null;
  const now = await environmentNow(tx, environmentId, wallNow);
  const destination = destinationFromRow(row);
  updateDestination(tx, row.seq, deletedDestination(destination, now));
  markDeleted(tx, row.seq, now);
  deleteSigningKeys(tx, row.seq);
  deleteSubscriptionsOf(tx, row.seq);
  await announce(tx, [deletionEvent(destination, now)]);
  await bumpVersion(tx, environmentId);
  await lockGroupsOf(tx, row.seq);
  const inFlight = await handedOver(tx, { where: "d.destination_seq = $1", values: [row.seq] });
  const death = { environmentId, reason: "destination_deleted", now } as const;
  return { id: row.id, seq: row.seq, died: await killHandedOver(tx, inFlight, death) };
}

/** A step of a deletion. */
export async function killQueued(
  tx: Transaction,
  { seq, environmentId, now, limit }: { seq: number; environmentId: number; now: Millis; limit: number },
): Promise<Delivery[]> {
  return await killRows(tx, await queuedOf(tx, seq, limit), {
    environmentId,
    reason: "destination_deleted",
    now: await environmentNow(tx, environmentId, now),
  });
}
