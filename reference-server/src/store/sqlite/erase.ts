import type { Delivery, Millis } from "../../domain/domain.js";
import type { Engine } from "./engine.js";
import { bumpErasedVersion, environmentNow } from "./environments.js";
import {
  deleteDoneErasures,
  type ErasureRow,
  hasErasuresAt,
  insertErasure,
  nextErasure,
  overwriteBodies,
  overwriteResponses,
  setAllDone,
  setOverwritten,
  STAGES,
} from "./erasures.js";
import { findEventRow } from "./events.js";
import { killHeld, killRows } from "./kill.js";
import { queuedOfEvent } from "./queue.js";
import { inSteps, STEP_ROWS } from "./steps.js";

/**
 * The first transaction hides what is erased and ends what is in flight; what waits dies in steps after that. If the process dies in
 * between, `sweep` continues.
 */
export async function eraseEvent(
  engine: Engine,
  event: { environmentId: number; id: string; now: Millis },
): Promise<boolean> {
  const marked = await engine.log.durably(() => markEvent(engine, event));
  if (marked === null) return false;
  await finish(engine, marked);
  return true;
}

interface Marked {
  /** Null for what was erased before. */
  erasure: ErasureRow | null;
  died: Delivery[];
}

function markEvent(
  engine: Engine,
  { environmentId, id, now }: { environmentId: number; id: string; now: Millis },
): Marked | null {
  const { db, leases } = engine;
  const event = findEventRow(db, environmentId, id);
  if (event === null) return null;
  if (event.erased_at !== null) return { erasure: null, died: [] };
  const erasedAt = environmentNow(db, environmentId, now);
  const held = [...leases.all()].filter(({ identity }) => identity.event_id === id);
  for (const one of held) leases.markErased(one);
  const erasure = insertErasure(db, {
    environmentId,
    version: bumpErasedVersion(db, environmentId),
    event_id: id,
    tenant: null,
    lastEventSeq: event.seq,
    erasedAt,
    markedAt: now,
  });
  db.overwriting(() => overwriteBodies(db, [event.seq], erasedAt));
  return { erasure, died: killHeld(engine, held, { reason: "event_erased", now: erasedAt }) };
}

async function finish(engine: Engine, { erasure, died }: Marked): Promise<void> {
  const { db, log } = engine;
  db.emitChanged(died);
  if (erasure === null) return;
  await inSteps(() => {
    const killed = db.writing(() => killErased(engine, erasure, STEP_ROWS));
    db.emitChanged(killed);
    return killed.length === STEP_ROWS ? "more" : "done";
  });
  await log.synced();
}

/** A step: deliveries of erased events that wait. */
function killErased(engine: Engine, erasure: ErasureRow, limit: number): Delivery[] {
  const { last_event_seq, erased_at: now } = erasure;
  const rows = queuedOfEvent(engine.db, last_event_seq, limit);
  return killRows(engine, rows, { reason: "event_erased", now });
}

/** A step of overwriting what is erased, in a transaction of its own. `more`: call it again. */
export function overwriteErased(
  engine: Engine,
  { now, limit }: { now: Millis; limit: number },
): { died: Delivery[]; isErasing: boolean } {
  const { db } = engine;
  const step = hasErasuresAt(db, STAGES.marked)
    ? db.writing(() => db.overwriting(() => overwriteNext(engine, limit)))
    : { died: [], isErasing: false };
  if (!step.isErasing && hasErasuresAt(db, STAGES.overwritten) && db.emptyLog()) {
    db.writing(() => setAllDone(db));
  }
  if (hasErasuresAt(db, STAGES.done)) db.writing(() => deleteDoneErasures(db, now));
  return step;
}

function overwriteNext(engine: Engine, limit: number): { died: Delivery[]; isErasing: boolean } {
  const { db } = engine;
  const died: Delivery[] = [];
  for (let left = limit; left > 0;) {
    const erasure = nextErasure(db);
    if (erasure === undefined) return { died, isErasing: false };
    const killed = killErased(engine, erasure, left);
    died.push(...killed);
    const events = [erasure.last_event_seq];
    const responses = overwriteResponses(db, events, left);
    if (killed.length < left && responses < left) setOverwritten(db, erasure.seq);
    left -= 1 + killed.length + responses;
  }
  return { died, isErasing: true };
}
