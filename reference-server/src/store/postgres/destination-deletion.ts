import { deletedDestination } from "../../domain/change-destination.js";
import type { DeadReason, Delivery, Millis } from "../../domain/domain.js";
import { die } from "../../domain/next-state.js";
import { newQueued, type QueuedDelivery } from "../../domain/queued.js";
import { Counter } from "../counter.js";
import type { Visible } from "../scope.js";
import type { DestinationName } from "../store.js";
import { insertCounts } from "./counts.js";
import type { Transaction } from "./database.js";
import { insertDead } from "./dead.js";
import { deliveriesByIds } from "./deliveries.js";
import { destinationFromRow, findDestination, markDeleted, updateDestination } from "./destinations.js";
import type { Engine } from "./engine.js";
import { bumpVersion, environmentNow } from "./environments.js";
import { handedOverTo, lockGroupsOf } from "./lease-groups.js";
import { lockEnvironments } from "./locks.js";
import { deleteQueued, type DeliveryKeys, keysOf, queuedFromRow, queuedOf, type QueueRow } from "./queue.js";
import { deleteSigningKeys } from "./signing-keys.js";
import { STEP_ROWS } from "./steps.js";
import { deleteSubscriptionsOf } from "./subscriptions.js";
import { idOf } from "./ulid-uuid.js";

interface Deletion extends Visible {
  name: DestinationName;
  now: Millis;
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
  { environmentId, owner, name, now: wallNow }: Deletion,
): Promise<{ id: string; seq: number; died: Delivery[] } | null> {
  await lockEnvironments(tx, [environmentId]);
  const row = await findDestination(tx, { environmentId, owner }, name);
  if (row === null) return null;
  const now = await environmentNow(tx, environmentId, wallNow);
  updateDestination(tx, row.seq, deletedDestination(destinationFromRow(row), now));
  markDeleted(tx, row.seq, now);
  deleteSigningKeys(tx, row.seq);
  deleteSubscriptionsOf(tx, row.seq);
  await bumpVersion(tx, environmentId);
  return { id: row.id, seq: row.seq, died: await killInFlight(tx, { environmentId, seq: row.seq, now }) };
}

interface Place {
  environmentId: number;
  seq: number;
  /** Environment time. */
  now: Millis;
}

/** Their leases continue, so that their attempts are recorded. Those that were taken from the queue die with the rest of it. */
async function killInFlight(tx: Transaction, { environmentId, seq, now }: Place): Promise<Delivery[]> {
  await lockGroupsOf(tx, seq);
  const ids = (await handedOverTo(tx, seq)).map((uuid) => idOf("del", uuid));
  const alive = await deliveriesByIds(tx, environmentId, ids);
  const rows = alive.map(({ id, tenant, created_at }): Dying => [
    { id, environment_id: environmentId, destination_seq: seq, tenant },
    newQueued(created_at),
  ]);
  return await kill(tx, rows, { environmentId, reason: "destination_deleted", now });
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

interface Death {
  environmentId: number;
  reason: DeadReason;
  /** Environment time. */
  now: Millis;
}

type Dying = [keys: DeliveryKeys, queued: QueuedDelivery];

/** From the queue to the dead: rows of one environment. */
export async function killRows(
  tx: Transaction,
  rows: readonly QueueRow[],
  death: Death,
): Promise<Delivery[]> {
  const dying = rows.map((row): Dying => [keysOf(row), queuedFromRow(row)]);
  deleteQueued(
    tx,
    dying.map(([{ id }]) => id),
  );
  return await kill(tx, dying, death);
}

async function kill(
  tx: Transaction,
  dying: readonly Dying[],
  { environmentId, reason, now }: Death,
): Promise<Delivery[]> {
  const counter = new Counter();
  for (const [{ destination_seq: destinationSeq }] of dying) {
    counter.deadLetters(destinationSeq, 1);
    counter.died({ environmentId, destinationSeq, at: now });
  }
  insertDead(
    tx,
    dying.map(([keys, queued]) => [keys, die(queued, reason, now)]),
  );
  insertCounts(tx, counter);
  return await deliveriesByIds(
    tx,
    environmentId,
    dying.map(([{ id }]) => id),
  );
}
