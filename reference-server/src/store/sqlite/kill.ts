import type { DeadReason, Delivery, Millis } from "../../domain/domain.js";
import { die } from "../../domain/next-state.js";
import { Counter } from "../counter.js";
import { insertCounts } from "./counts.js";
import { insertDead } from "./dead.js";
import { deliveryBySeqs } from "./deliveries.js";
import type { Engine } from "./engine.js";
import { type Held, keysOfHeld } from "./leases.js";
import { endOrdered } from "./ordered.js";
import { deleteQueued, keysOf, queuedFromRow, type QueueRow } from "./queue.js";

interface Death {
  reason: DeadReason;
  /** Environment time. */
  now: Millis;
}

/** Of the deliveries in flight. Their leases continue, so that their attempts are recorded; the next of their keys wait for that. */
export function killHeld(engine: Engine, held: readonly Held[], { reason, now }: Death): Delivery[] {
  const { db, leases } = engine;
  const counter = new Counter();
  const seqs: number[] = [];
  for (const one of held) {
    if (one.dead !== null) continue;
    const { destinationSeq, identity } = one;
    const dead = die(one.queued, reason, now);
    leases.markDead(one, dead);
    insertDead(db, [[keysOfHeld(one), dead]]);
    counter.deadLetters(destinationSeq, 1);
    counter.died({ environmentId: identity.environment_id, destinationSeq, at: now });
    seqs.push(one.seq);
  }
  insertCounts(db, counter);
  return deliveryBySeqs(engine, seqs);
}

/** From the queue to the dead. */
export function killRows(engine: Engine, rows: readonly QueueRow[], { reason, now }: Death): Delivery[] {
  const { db } = engine;
  const counter = new Counter();
  for (const { environment_id: environmentId, destination_seq: destinationSeq } of rows) {
    counter.deadLetters(destinationSeq, 1);
    counter.died({ environmentId, destinationSeq, at: now });
  }
  const seqs = rows.map(({ delivery_seq }) => delivery_seq);
  deleteQueued(db, seqs);
  if (endOrdered(db, seqs).length > 0) db.noteWorkDue(0);
  insertDead(
    db,
    rows.map((row) => [keysOf(row), die(queuedFromRow(row), reason, now)]),
  );
  insertCounts(db, counter);
  return deliveryBySeqs(engine, seqs);
}
