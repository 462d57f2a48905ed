import type { Delivery, Millis } from "../../domain/domain.js";
import type { Database, Transaction } from "./database.js";
import type { Engine } from "./engine.js";
import { bumpErasedVersion, environmentNow } from "./environments.js";
import {
  deleteOldErasures,
  type ErasureRow,
  insertErasure,
  nextErasure,
  overwriteBodies,
  overwriteResponses,
  setOverwritten,
} from "./erasures.js";
import { findEvent } from "./events.js";
import { killHandedOver, killRows } from "./kill.js";
import { handedOver, lockGroupsWith } from "./lease-groups.js";
import { lockEnvironments, lockMaintenance } from "./locks.js";
import { queuedOfEvent } from "./queue.js";
import { STEP_ROWS } from "./steps.js";
import { knownUuid } from "./ulid-uuid.js";

/**
 * The first transaction hides what is erased and ends what is in flight; what waits dies in steps after that. If the process dies in
 * between, `sweep` continues.
 */
export async function eraseEvent(
  { db }: Engine,
  event: { environmentId: number; id: string; now: Millis },
): Promise<boolean> {
  const marked = await db.transaction((tx) => markEvent(tx, event));
  if (marked === null) return false;
  await finish(db, marked);
  return true;
}

interface Marked {
  /** Null for what was erased before. */
  erasure: ErasureRow | null;
  died: Delivery[];
}

/** No commit and no replay is under way, and no attempt of the event is being recorded. */
async function markEvent(
  tx: Transaction,
  { environmentId, id, now }: { environmentId: number; id: string; now: Millis },
): Promise<Marked | null> {
  await lockEnvironments(tx, [environmentId]);
  const event = await findEvent(tx, environmentId, id);
  if (event === null) return null;
  if (event.erased_at !== null) return { erasure: null, died: [] };
  const erasedAt = await environmentNow(tx, environmentId, now);
  const erasure = await insertErasure(tx, {
    environmentId,
    version: await bumpErasedVersion(tx, environmentId),
    event_id: id,
    tenant: null,
    lastEventId: id,
    erasedAt,
    markedAt: now,
  });
  const which = {
    where: "d.environment_id = $1 AND d.event_id = $2",
    values: [environmentId, knownUuid(id)],
  };
  await lockGroupsWith(tx, which);
  overwriteBodies(tx, erasure, [knownUuid(id)]);
  const death = { environmentId, reason: "event_erased", now: erasedAt } as const;
  return { erasure, died: await killHandedOver(tx, await handedOver(tx, which), death) };
}

async function finish(db: Database, { erasure, died }: Marked): Promise<void> {
  db.emitChanged(died);
  if (erasure === null) return;
  for (;;) {
    const killed = await db.transaction((tx) => killErased(tx, erasure, STEP_ROWS));
    db.emitChanged(killed);
    if (killed.length < STEP_ROWS) return;
  }
}

/** A step: deliveries of erased events that wait, or are in flight after they waited. */
async function killErased(tx: Transaction, erasure: ErasureRow, limit: number): Promise<Delivery[]> {
  const { environment_id: environmentId, last_event_id: eventUuid, erased_at: now } = erasure;
  const rows = await queuedOfEvent(tx, { environmentId, eventUuid }, limit);
  return await killRows(tx, rows, { environmentId, reason: "event_erased", now });
}

/** A step of overwriting what is erased, of several processes in one at a time. */
export async function overwriteErased(
  db: Database,
  { now, limit }: { now: Millis; limit: number },
): Promise<{ died: Delivery[]; isErasing: boolean }> {
  return await db.transaction(async (tx) => {
    lockMaintenance(tx, "erasures");
    deleteOldErasures(tx, now);
    return await overwriteNext(tx, limit);
  });
}

async function overwriteNext(
  tx: Transaction,
  limit: number,
): Promise<{ died: Delivery[]; isErasing: boolean }> {
  const died: Delivery[] = [];
  for (let left = limit; left > 0;) {
    const erasure = await nextErasure(tx);
    if (erasure === undefined) return { died, isErasing: false };
    const killed = await killErased(tx, erasure, left);
    died.push(...killed);
    const eventUuids = [erasure.last_event_id];
    const responses = await overwriteResponses(tx, erasure, { eventUuids, limit: left });
    if (killed.length < left && responses < left) setOverwritten(tx, erasure.seq);
    left -= 1 + killed.length + responses;
  }
  return { died, isErasing: true };
}
