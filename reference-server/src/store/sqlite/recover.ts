import type { Delivery, Millis } from "../../domain/domain.js";
import { revived } from "../../domain/by-hand.js";
import { orderingKeyFor } from "../../domain/ordering.js";
import { identityOf, newQueued } from "../../domain/queued.js";
import { recoveryOf } from "../recovery.js";
import type { DeliveryStore, RecoveryStep, RecoveryTally } from "../store.js";
import {
  DELIVERY_COLUMNS,
  DELIVERY_JOINS,
  deliveryBySeqs,
  deliveryFromRow,
  deliveryRow,
  type DeliveryRow,
  type FoundDelivery,
  insertDeliveries,
  type JoinedRow,
} from "./deliveries.js";
import { type DestinationRow, findDestination } from "./destinations.js";
import type { Engine } from "./engine.js";
import { readEnvironment } from "./environments.js";
import { eventRow } from "./events.js";
import { idempotent } from "./idempotency.js";
import { joinAll, type Joining } from "./ordered.js";
import { insertQueued } from "./queue.js";
import { takeOutOfDead } from "./revive.js";

/** See `DeliveryStore.recover`. */
export async function recover(
  engine: Engine,
  step: RecoveryStep,
  request: Parameters<DeliveryStore["recover"]>[1],
): ReturnType<DeliveryStore["recover"]> {
  let changed: Delivery[] = [];
  const outcome = await idempotent(engine, { environmentId: step.environmentId, request }, () => {
    const done = run(engine, step);
    if (typeof done === "string") return done;
    changed = done.changed;
    return done.tally;
  });
  engine.db.emitChanged(changed);
  return outcome;
}

type Done = { tally: RecoveryTally; changed: Delivery[] };

function run(
  engine: Engine,
  step: RecoveryStep,
): Done | "stale" | "destination_not_found" | "destination_paused" {
  const { db } = engine;
  const environment = readEnvironment(db, step.environmentId);
  if (environment.version !== step.version) {
    db.noteEnvironmentChanged(step.environmentId);
    return "stale";
  }
  const destination = findDestination(db, step, step.destinationId);
  if (destination === null) return "destination_not_found";
  if (destination.status === "paused") return "destination_paused";
  const now = step.now + environment.clock_offset_ms;
  const plan = planOf(engine, step, { destination, now });
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
    db,
    created.map(({ row }) => row),
  );
  takeOutOfDead(
    db,
    revivable.map(({ row }) => row),
  );
  // Together, because ordered ones take their places in the order of their events.
  insertQueued(db, joinAll(db, plan));
  db.noteWorkDue(step.now);
  const changed = deliveryBySeqs(
    engine,
    revivable.map(({ row }) => row.seq),
  );
  return { tally, changed };
}

interface Recovered extends Joining<DeliveryRow> {
  isNew: boolean;
}

function planOf(
  engine: Engine,
  { environmentId, events }: RecoveryStep,
  { destination, now }: { destination: DestinationRow; now: Millis },
): Recovered[] {
  const plan: Recovered[] = [];
  for (const { event, deliveryId } of events) {
    const { seq: event_seq, erased_at } = eventRow(engine.db, environmentId, event.id);
    if (erased_at !== null) continue;
    const seqs = { event_seq, destination_seq: destination.seq };
    const recovery = recoveryOf(deliveriesTo(engine, seqs));
    const orderingKey = orderingKeyFor(destination, event);
    if (recovery.kind === "revive") {
      plan.push({ row: recovery.row, queued: revived(recovery.dead, now), orderingKey, isNew: false });
    }
    if (recovery.kind !== "create") continue;
    const identity = identityOf(
      { ...event, environment_id: environmentId, created_at: now },
      { id: deliveryId, destination_id: destination.id },
    );
    const row = deliveryRow(identity, { ...seqs, seq: engine.sequences.delivery() });
    plan.push({ row, queued: newQueued(now), orderingKey, isNew: true });
  }
  return plan;
}

function deliveriesTo(
  { db, leases }: Engine,
  seqs: { event_seq: number; destination_seq: number },
): FoundDelivery[] {
  return db
    .query<[typeof seqs], JoinedRow>(
      `SELECT ${DELIVERY_COLUMNS} FROM deliveries d INDEXED BY deliveries_by_event ${DELIVERY_JOINS}
       WHERE d.event_seq = @event_seq AND d.destination_seq = @destination_seq
       ORDER BY d.id`,
    )
    .all(seqs)
    .map((row) => deliveryFromRow(row, leases));
}
