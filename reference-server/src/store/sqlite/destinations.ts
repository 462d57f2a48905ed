import type { Destination, Millis, SigningKey } from "../../domain/domain.js";
import type { DestinationPatch, DestinationStore } from "../store.js";
import { promised } from "./promised.js";
import type { Connection } from "./connection.js";
import { deleteDestination } from "./destination-delete.js";
import { countDestinations, findDestination, listDestinations, toDestination } from "./destination-reads.js";
import { insertDestination, insertDestinationState, updateDestination } from "./destination-writes.js";
import { resetBreaker } from "./destination-state.js";
import { once } from "./once.js";
import { toListed } from "./paging.js";
import { bumpVersion, environmentNow } from "./environments.js";
import { deleteExpiredKeys, deleteSigningKeys, endCurrentKey, insertSigningKey } from "./signing-keys.js";

export function destinationStore(db: Connection): DestinationStore {
  return {
    create: promised((input, key) =>
      db.durably(() =>
        once(db, { environmentId: input.destination.environment_id, once: key }, () => create(db, input)),
      ),
    ),
    get: promised((environmentId, id) => {
      const row = findDestination(db, environmentId, id);
      return row === null ? null : toDestination(row);
    }),
    list: promised((environmentId, { status = null }, page) =>
      toListed(
        listDestinations(db, environmentId, { status, after: page.after, limit: page.limit + 1 }),
        page,
      ),
    ),
    update: promised((environmentId, id, patch) =>
      db.durably(() => update(db, { environmentId, id, patch })),
    ),
    delete: (environmentId, id, now) => deleteDestination(db, { environmentId, id, now }),
    rotate: promised((input, key) =>
      db.durably(() => once(db, { environmentId: input.environmentId, once: key }, () => rotate(db, input))),
    ),
  };
}

function create(
  db: Connection,
  { destination, signingKey, limit }: { destination: Destination; signingKey: SigningKey; limit: number },
): Destination | "over_limit" {
  if (countDestinations(db, destination.environment_id) >= limit) return "over_limit";
  const seq = insertDestination(db, destination);
  insertDestinationState(db, seq);
  insertSigningKey(db, seq, signingKey);
  bumpVersion(db, destination.environment_id);
  return destination;
}

function update(
  db: Connection,
  {
    environmentId,
    id,
    patch,
  }: { environmentId: number; id: string; patch: DestinationPatch & { now: Millis } },
): Destination | null {
  const row = findDestination(db, environmentId, id);
  if (row === null) return null;
  const before = toDestination(row);
  const after = patched(before, patch, environmentNow(db, environmentId, patch.now));
  updateDestination(db, row.seq, after);
  if (before.status === "paused" && after.status === "active") resetBreaker(db, row.seq);
  bumpVersion(db, environmentId);
  // A resume or a higher bound frees what waits; a pause starts holds.
  db.noteWorkDue(patch.now);
  return after;
}

/** A pause that is repeated keeps its beginning, so that holds cannot be prolonged by it; its reason may change. */
function patched(
  before: Destination,
  {
    now: _now,
    status = before.status,
    paused_reason,
    retry_policy = {},
    ...fields
  }: DestinationPatch & { now: Millis },
  now: Millis,
): Destination {
  const policy = { ...before.retry_policy, ...retry_policy };
  const changed = { ...before, ...fields, retry_policy: policy, status, updated_at: now };
  if (status === "active") return { ...changed, paused_reason: null, paused_at: null };
  return {
    ...changed,
    paused_reason: paused_reason ?? before.paused_reason ?? "manual",
    paused_at: before.paused_at ?? now,
  };
}

function rotate(
  db: Connection,
  {
    environmentId,
    id,
    key,
    oldKeysExpireAt,
    endNow,
    now: wallNow,
  }: Parameters<DestinationStore["rotate"]>[0],
): Destination | "not_found" | "rotation_in_progress" {
  const row = findDestination(db, environmentId, id);
  if (row === null) return "not_found";
  const now = environmentNow(db, environmentId, wallNow);
  if (!endNow && row.old_key_expires_at !== null && row.old_key_expires_at > now)
    return "rotation_in_progress";
  if (endNow) deleteSigningKeys(db, row.seq);
  else {
    deleteExpiredKeys(db, row.seq, now);
    endCurrentKey(db, row.seq, oldKeysExpireAt);
  }
  insertSigningKey(db, row.seq, key);
  const after = {
    ...toDestination(row),
    old_key_expires_at: endNow ? null : oldKeysExpireAt,
    updated_at: now,
  };
  updateDestination(db, row.seq, after);
  bumpVersion(db, environmentId);
  return after;
}
