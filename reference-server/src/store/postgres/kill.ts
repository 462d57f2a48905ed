import type { DeadReason, Delivery, Millis } from "../../domain/domain.js";
import { die } from "../../domain/next-state.js";
import { newQueued, type QueuedDelivery } from "../../domain/queued.js";
import { Counter } from "../counter.js";
import { insertCounts } from "./counts.js";
import type { Transaction } from "./database.js";
import { insertDead } from "./dead.js";
import { deliveriesByIds } from "./deliveries.js";
import type { HandedOver } from "./lease-groups.js";
import { endOrdered } from "./ordered.js";
import { deleteQueued, type DeliveryKeys, keysOf, queuedFromRow, type QueueRow } from "./queue.js";
import { idOf } from "./ulid-uuid.js";

interface Death {
  environmentId: number;
  reason: DeadReason;
  /** Environment time. */
  now: Millis;
}

type Dying = [keys: DeliveryKeys, queued: QueuedDelivery];

/** Their leases continue, so that their attempts are recorded. Those that were taken from the queue die with the rest of it. */
export async function killHandedOver(
  tx: Transaction,
  inFlight: readonly HandedOver[],
  death: Death,
): Promise<Delivery[]> {
  const rows = inFlight.map(({ id, destination_seq, tenant, created_at }): Dying => [
    { id: idOf("del", id), environment_id: death.environmentId, destination_seq, tenant },
    newQueued(created_at),
  ]);
  return await kill(tx, rows, death);
}

/** From the queue to the dead: rows of one environment. The next of the keys of those in flight wait for the end of the attempts. */
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
  const waiting = rows.filter(({ lease_group }) => lease_group === null);
  const promoted = await endOrdered(
    tx,
    waiting.map(({ delivery_id }) => delivery_id),
  );
  if (promoted) tx.noteWorkDue(0);
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
