import type { Delivery, Millis } from "../../domain/domain.js";
import { deleteAnnouncementsOf } from "./announcements.js";
import type { Connection } from "./connection.js";
import type { Engine } from "./engine.js";
import { bumpErasedVersion, environmentNow } from "./environments.js";
import {
  deleteDoneErasures,
  type ErasureRow,
  eventsToOverwrite,
  hasErasuresAt,
  insertErasure,
  moveErasure,
  type NewErasure,
  nextErasure,
  overwriteBodies,
  overwriteResponses,
  putErasedTenant,
  setAllDone,
  setOverwritten,
  STAGES,
} from "./erasures.js";
import { findEventRow, lastEventOf } from "./events.js";
import { forgetResponses } from "./idempotency.js";
import { killHeld, killRows } from "./kill.js";
import { queuedOfEvent, queuedOfTenant } from "./queue.js";
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

const NOTHING: Marked = { erasure: null, died: [] };

function markEvent(
  engine: Engine,
  { environmentId, id, now }: { environmentId: number; id: string; now: Millis },
): Marked | null {
  const { db } = engine;
  const event = findEventRow(db, environmentId, id);
  if (event === null) return null;
  if (event.erased_at !== null) return NOTHING;
  const of = { event_id: id, tenant: null, lastEventSeq: event.seq };
  const marked = mark(engine, { environmentId, now, ...of });
  db.overwriting(() => overwriteBodies(db, [event.seq], marked.erasure.erased_at));
  return marked;
}

/** As above, for all events of the tenant that are stored. */
export async function eraseTenant(
  engine: Engine,
  tenant: { environmentId: number; tenant: string; now: Millis },
): Promise<void> {
  await finish(engine, await engine.log.durably(() => markTenant(engine, tenant)));
}

function markTenant(
  engine: Engine,
  { environmentId, tenant, now }: { environmentId: number; tenant: string; now: Millis },
): Marked {
  const { db } = engine;
  forgetResponses(db, environmentId, tenant);
  deleteAnnouncementsOf(db, environmentId, tenant);
  const last = lastEventOf(db, { environmentId, tenant, notBefore: 0 });
  if (last === null) return NOTHING;
  const lastEventSeq = engine.sequences.lastEvent();
  const marked = mark(engine, { environmentId, now, event_id: null, tenant, lastEventSeq });
  const erasedAt = marked.erasure.erased_at;
  putErasedTenant(db, { environmentId, tenant, lastEventSeq, lastEventId: last.id, erasedAt });
  return marked;
}

function mark(
  engine: Engine,
  {
    environmentId,
    now,
    ...of
  }: Pick<NewErasure, "environmentId" | "event_id" | "tenant" | "lastEventSeq"> & { now: Millis },
): Marked & { erasure: ErasureRow } {
  const { db, leases } = engine;
  const erasedAt = environmentNow(db, environmentId, now);
  const held = [...leases.all()].filter(
    ({ identity }) =>
      identity.environment_id === environmentId &&
      (of.event_id === null ? identity.tenant === of.tenant : identity.event_id === of.event_id),
  );
  for (const one of held) leases.markErased(one);
  const version = bumpErasedVersion(db, environmentId);
  const erasure = insertErasure(db, { environmentId, version, erasedAt, markedAt: now, ...of });
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
  const { environment_id: environmentId, tenant, last_event_seq: lastEventSeq, erased_at: now } = erasure;
  const rows =
    tenant === null
      ? queuedOfEvent(engine.db, lastEventSeq, limit)
      : queuedOfTenant(engine.db, { environmentId, tenant, lastEventSeq, limit });
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
    const overwritten = killed.length < left ? overwriteStep(db, erasure, left) : 0;
    left -= 1 + killed.length + overwritten;
  }
  return { died, isErasing: true };
}

/** Bytes of bodies that one step overwrites, about. */
const STEP_BYTES = 4 * 1024 * 1024;

/** Responses first, and then the bodies of the events that have none left. Returns how many rows it changed. */
function overwriteStep(db: Connection, erasure: ErasureRow, limit: number): number {
  const events = nextEvents(db, erasure, limit);
  const seqs = events.map(({ seq }) => seq);
  const responses = overwriteResponses(db, seqs, limit);
  if (responses === limit) return responses;
  const last = events.at(-1);
  if (last === undefined) setOverwritten(db, erasure.seq);
  else {
    overwriteBodies(db, seqs, erasure.erased_at);
    moveErasure(db, erasure.seq, last.id);
  }
  return responses + events.length;
}

/** A single event is the only one of its erasure. */
function nextEvents(db: Connection, erasure: ErasureRow, limit: number): { seq: number; id: string }[] {
  const { event_id: id, last_event_seq: seq, walked_to } = erasure;
  if (id !== null) return walked_to === "" ? [{ seq, id }] : [];
  let bytes = 0;
  return eventsToOverwrite(db, erasure, limit).filter((event) => {
    bytes += event.bytes;
    return bytes === event.bytes || bytes <= STEP_BYTES;
  });
}
