import type { Delivery, Millis } from "../../domain/domain.js";
import { deleteAnnouncementsOf } from "./announcements.js";
import type { Database, Transaction } from "./database.js";
import type { Engine } from "./engine.js";
import { bumpErasedVersion, environmentNow } from "./environments.js";
import {
  deleteOldErasures,
  type ErasureRow,
  eventsToOverwrite,
  insertErasure,
  moveErasure,
  type NewErasure,
  nextErasure,
  overwriteBodies,
  overwriteResponses,
  putErasedTenant,
  setOverwritten,
} from "./erasures.js";
import { findEvent, lastEventOf } from "./events.js";
import { forgetResponses } from "./idempotency.js";
import { killHandedOver, killRows } from "./kill.js";
import { handedOver, lockGroupsWith, type Which } from "./lease-groups.js";
import { lockEnvironments, lockMaintenance } from "./locks.js";
import { queuedOfEvent, queuedOfTenant } from "./queue.js";
import { STEP_ROWS } from "./steps.js";
import { knownUuid, LOWEST_UUID } from "./ulid-uuid.js";

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

const NOTHING: Marked = { erasure: null, died: [] };

/** No commit and no replay is under way, and no attempt of the event is being recorded. */
async function markEvent(
  tx: Transaction,
  { environmentId, id, now }: { environmentId: number; id: string; now: Millis },
): Promise<Marked | null> {
  await lockEnvironments(tx, [environmentId]);
  const event = await findEvent(tx, environmentId, id);
  if (event === null) return null;
  if (event.erased_at !== null) return NOTHING;
  const uuid = knownUuid(id);
  const marked = await mark(tx, {
    ...{ environmentId, now, event_id: id, tenant: null, lastEventUuid: uuid },
    which: { where: "d.environment_id = $1 AND d.event_id = $2", values: [environmentId, uuid] },
  });
  overwriteBodies(tx, marked.erasure, [uuid]);
  return marked;
}

/** As above, for all events of the tenant that are stored. */
export async function eraseTenant(
  { db }: Engine,
  tenant: { environmentId: number; tenant: string; now: Millis },
): Promise<void> {
  await finish(db, await db.transaction((tx) => markTenant(tx, tenant)));
}

async function markTenant(
  tx: Transaction,
  { environmentId, tenant, now }: { environmentId: number; tenant: string; now: Millis },
): Promise<Marked> {
  await lockEnvironments(tx, [environmentId]);
  forgetResponses(tx, environmentId, tenant);
  deleteAnnouncementsOf(tx, environmentId, tenant);
  const last = await lastEventOf(tx, { environmentId, tenant, notBefore: 0 });
  if (last === null) return NOTHING;
  const lastEventUuid = last.id;
  const marked = await mark(tx, {
    ...{ environmentId, now, event_id: null, tenant, lastEventUuid },
    which: { where: "d.environment_id = $1 AND d.tenant = $2", values: [environmentId, tenant] },
  });
  putErasedTenant(tx, { environmentId, tenant, lastEventUuid, erasedAt: marked.erasure.erased_at });
  return marked;
}

interface Mark extends Pick<NewErasure, "environmentId" | "event_id" | "tenant" | "lastEventUuid"> {
  now: Millis;
  which: Which;
}

async function mark(
  tx: Transaction,
  { environmentId, now, which, ...of }: Mark,
): Promise<Marked & { erasure: ErasureRow }> {
  const erasedAt = await environmentNow(tx, environmentId, now);
  const version = await bumpErasedVersion(tx, environmentId);
  const erasure = await insertErasure(tx, { environmentId, version, erasedAt, markedAt: now, ...of });
  await lockGroupsWith(tx, which);
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
  const { environment_id: environmentId, tenant, last_event_id: lastEventUuid, erased_at: now } = erasure;
  const rows =
    tenant === null
      ? await queuedOfEvent(tx, { environmentId, eventUuid: lastEventUuid }, limit)
      : await queuedOfTenant(tx, { environmentId, tenant, lastEventUuid }, limit);
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
    const overwritten = killed.length < left ? await overwriteStep(tx, erasure, left) : 0;
    left -= 1 + killed.length + overwritten;
  }
  return { died, isErasing: true };
}

/** Bytes of bodies that one step overwrites, about. */
const STEP_BYTES = 4 * 1024 * 1024;

/** Responses first, and then the bodies of the events that have none left. Returns how many rows it changed. */
async function overwriteStep(tx: Transaction, erasure: ErasureRow, limit: number): Promise<number> {
  const eventUuids = await nextEvents(tx, erasure, limit);
  const responses = await overwriteResponses(tx, erasure, { eventUuids, limit });
  if (responses === limit) return responses;
  const last = eventUuids.at(-1);
  if (last === undefined) setOverwritten(tx, erasure.seq);
  else {
    overwriteBodies(tx, erasure, eventUuids);
    moveErasure(tx, erasure.seq, last);
  }
  return responses + eventUuids.length;
}

/** A single event is the only one of its erasure. */
async function nextEvents(tx: Transaction, erasure: ErasureRow, limit: number): Promise<string[]> {
  const { event_id: id, walked_to } = erasure;
  if (id !== null) return walked_to === LOWEST_UUID ? [id] : [];
  let bytes = 0;
  const fitting = (await eventsToOverwrite(tx, erasure, limit)).filter((event) => {
    bytes += event.bytes;
    return bytes === event.bytes || bytes <= STEP_BYTES;
  });
  return fitting.map((event) => event.id);
}
