import type { Delivery, Millis } from "../../domain/domain.js";
import { revived } from "../../domain/by-hand.js";
import { orderingKeyFor } from "../../domain/ordering.js";
import { identityOf, newQueued } from "../../domain/queued.js";
import { recoveryOf } from "../recovery.js";
import type { DeliveryStore, RecoveryStep, RecoveryTally } from "../store.js";
import type { Database, Transaction } from "./database.js";
import {
  deliveriesByIds,
  DELIVERY_COLUMNS,
  DELIVERY_JOINS,
  deliveryFromRow,
  type DeliveryRow,
  type FoundDelivery,
  insertDeliveries,
  type JoinedRow,
} from "./deliveries.js";
import { type DestinationRow, findDestination } from "./destinations.js";
import { readEnvironment } from "./environments.js";
import { erasedOf } from "./events.js";
import { idempotent } from "./idempotency.js";
import { shareEnvironments } from "./locks.js";
import { joinAll, type Joining } from "./ordered.js";
import { insertQueued } from "./queue.js";
import { takeOutOfDead } from "./revive.js";
import { knownUuid } from "./ulid-uuid.js";

/** See `DeliveryStore.recover`. */
export async function recover(
  db: Database,
  step: RecoveryStep,
  request: Parameters<DeliveryStore["recover"]>[1],
): ReturnType<DeliveryStore["recover"]> {
  let changed: Delivery[] = [];
  const outcome = await idempotent(db, { environmentId: step.environmentId, request }, async (tx) => {
    const done = await run(tx, step);
    if (typeof done === "string") return done;
    changed = done.changed;
    return done.tally;
  });
  db.emitChanged(changed);
  return outcome;
}

type Done = { tally: RecoveryTally; changed: Delivery[] };

async function run(
  tx: Transaction,
  step: RecoveryStep,
): Promise<Done | "stale" | "destination_not_found" | "destination_paused"> {
  const { environmentId } = step;
  shareEnvironments(tx, [environmentId]);
  const environment = await readEnvironment(tx, environmentId);
  if (environment.version !== step.version) {
    tx.noteEnvironmentStale(environmentId);
    return "stale";
  }
  const destination = await findDestination(tx, step, step.destinationId);
  if (destination === null) return "destination_not_found";
  if (destination.status === "paused") return "destination_paused";
  const now = step.now + environment.clock_offset_ms;
  const plan = await planOf(tx, step, { destination, now });
  const created = plan.filter(({ isNew }) => isNew);
  const revivable = plan.filter(({ isNew }) => !isNew);
  const recovered = plan.length;
  const tally = {
    created: step.tally.created + created.length,
    revived: step.tally.revived + revivable.length,
    skipped: step.tally.skipped + step.events.length - recovered,
  };
  if (step.dryRun || recovered === 0) return { tally, changed: [] };
  insertDeliveries(
    tx,
    created.map(({ row }) => row),
  );
  takeOutOfDead(
    tx,
    revivable.map(({ row }) => row),
  );
  // Together, because ordered ones take their places in the order of their events.
  insertQueued(tx, await joinAll(tx, plan));
  tx.noteWorkDue(step.now);
  const ids = revivable.map(({ row }) => row.id);
  return { tally, changed: await deliveriesByIds(tx, environmentId, ids) };
}

interface Recovered extends Joining<DeliveryRow> {
  isNew: boolean;
}

async function planOf(
  tx: Transaction,
  step: RecoveryStep,
  { destination, now }: { destination: DestinationRow; now: Millis },
): Promise<Recovered[]> {
  const { environmentId, events } = step;
  const found = await lockDeliveries(tx, step, destination);
  const eventIds = events.map(({ event }) => event.id);
  const erased = new Set(await erasedOf(tx, environmentId, eventIds));
  const plan: Recovered[] = [];
  for (const { event, deliveryId } of events) {
    if (erased.has(event.id)) continue;
    const recovery = recoveryOf(found.get(event.id) ?? []);
    const orderingKey = orderingKeyFor(destination, event);
    if (recovery.kind === "revive") {
      plan.push({ row: recovery.row, queued: revived(recovery.dead, now), orderingKey, isNew: false });
    }
    if (recovery.kind !== "create") continue;
    const identity = identityOf(
      { ...event, environment_id: environmentId, created_at: now },
      { id: deliveryId, destination_id: destination.id },
    );
    const row = { ...identity, destination_seq: destination.seq };
    plan.push({ row, queued: newQueued(now), orderingKey, isNew: true });
  }
  return plan;
}

/**
 * The deliveries of the events to the destination, oldest first. The lock on the destination holds up another recovery, which would
 * create the same deliveries; those on the dead ones hold up their replay.
 */
async function lockDeliveries(
  tx: Transaction,
  { environmentId, events }: RecoveryStep,
  { seq }: DestinationRow,
): Promise<Map<string, FoundDelivery[]>> {
  const which = [environmentId, events.map(({ event }) => knownUuid(event.id)), seq];
  const where = "d.environment_id = $1 AND d.event_id = ANY ($2::uuid[]) AND d.destination_seq = $3";
  tx.soon("SELECT FROM destinations WHERE seq = $1 FOR NO KEY UPDATE", [seq]);
  tx.soon(
    `SELECT FROM dead WHERE delivery_id = ANY (ARRAY(SELECT d.id FROM deliveries d WHERE ${where})) ORDER BY delivery_id FOR UPDATE`,
    which,
  );
  const rows = await tx.all<JoinedRow>(
    `SELECT ${DELIVERY_COLUMNS} FROM deliveries d ${DELIVERY_JOINS} WHERE ${where} ORDER BY d.id`,
    which,
  );
  const byEvent = new Map<string, FoundDelivery[]>();
  for (const each of rows.map(deliveryFromRow)) {
    const { event_id } = each.row;
    byEvent.set(event_id, [...(byEvent.get(event_id) ?? []), each]);
  }
  return byEvent;
}
