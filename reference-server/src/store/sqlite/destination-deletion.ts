import { deletedDestination } from "../../domain/change-destination.js";
import type { Delivery, Millis } from "../../domain/domain.js";
import { die } from "../../domain/next-state.js";
import { Counter } from "../counter.js";
import type { Visible } from "../scope.js";
import type { DestinationName } from "../store.js";
import { insertCounts } from "./counts.js";
import { insertDead } from "./dead.js";
import { deliveryBySeqs } from "./deliveries.js";
import { destinationFromRow, findDestination, markDeleted, updateDestination } from "./destinations.js";
import type { Engine } from "./engine.js";
import { bumpVersion, environmentNow } from "./environments.js";
import { keysOfHeld } from "./leases.js";
import { deleteQueued, keysOf, queuedFromRow, queuedOf, type QueueRow } from "./queue.js";
import { deleteSigningKeys } from "./signing-keys.js";
import { inSteps, STEP_ROWS } from "./steps.js";
import { deleteSubscriptionsOf } from "./subscriptions.js";

interface Deletion extends Visible {
  name: DestinationName;
  now: Millis;
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
  { environmentId, owner, name, now: wallNow }: Deletion,
): { id: string; seq: number; died: Delivery[] } | null {
  const { db } = engine;
  const row = findDestination(db, { environmentId, owner }, name);
  if (row === null) return null;
  const now = environmentNow(db, environmentId, wallNow);
  updateDestination(db, row.seq, deletedDestination(destinationFromRow(row), now));
  markDeleted(db, row.seq, now);
  deleteSigningKeys(db, row.seq);
  deleteSubscriptionsOf(db, row.seq);
  bumpVersion(db, environmentId);
  return { id: row.id, seq: row.seq, died: killInFlight(engine, row.seq, now) };
}

/** Their leases continue, so that their attempts are recorded. */
function killInFlight(engine: Engine, destinationSeq: number, now: Millis): Delivery[] {
  const { db, leases } = engine;
  const counter = new Counter();
  const seqs: number[] = [];
  for (const held of leases.ofDestination(destinationSeq)) {
    if (held.dead !== null) continue;
    const { environment_id } = held.identity;
    const dead = die(held.queued, "destination_deleted", now);
    leases.markDead(held, dead);
    insertDead(db, [[keysOfHeld(held), dead]]);
    counter.deadLetters(destinationSeq, 1);
    counter.died({ environmentId: environment_id, destinationSeq, at: now });
    seqs.push(held.seq);
  }
  insertCounts(db, counter);
  return deliveryBySeqs(engine, seqs);
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

/** From the queue to the dead. `now` is environment time. */
export function killRows(
  engine: Engine,
  rows: readonly QueueRow[],
  { reason, now }: { reason: "destination_deleted" | "destination_paused"; now: Millis },
): Delivery[] {
  const { db } = engine;
  const counter = new Counter();
  for (const { environment_id: environmentId, destination_seq: destinationSeq } of rows) {
    counter.deadLetters(destinationSeq, 1);
    counter.died({ environmentId, destinationSeq, at: now });
  }
  const seqs = rows.map(({ delivery_seq }) => delivery_seq);
  deleteQueued(db, seqs);
  insertDead(
    db,
    rows.map((row) => [keysOf(row), die(queuedFromRow(row), reason, now)]),
  );
  insertCounts(db, counter);
  return deliveryBySeqs(engine, seqs);
}
