import { isResumed, patchDestination, rotateKey } from "../../domain/change-destination.js";
import type { Destination, SigningKey } from "../../domain/domain.js";
import type { DestinationPatch, DestinationStore } from "../store.js";
import type { Connection } from "./connection.js";
import { deleteDestination } from "./destination-deletion.js";
import { insertDestinationState, resetBreaker } from "./destination-state.js";
import {
  countDestinations,
  destinationFromRow,
  findDestination,
  insertDestination,
  listDestinations,
  updateDestination,
} from "./destinations.js";
import type { Engine } from "./engine.js";
import { bumpVersion, environmentNow } from "./environments.js";
import { idempotent } from "./idempotency.js";
import { toListed } from "./paging.js";
import { deleteExpiredKeys, deleteSigningKeys, endCurrentKey, insertSigningKey } from "./signing-keys.js";

export function destinationStore(engine: Engine): DestinationStore {
  const { db, log } = engine;
  return {
    create: (input, request) =>
      idempotent(engine, { environmentId: input.destination.environment_id, request }, () =>
        create(db, input),
      ),
    get: async (environmentId, id) => {
      const row = findDestination(db, environmentId, id);
      return row === null ? null : destinationFromRow(row);
    },
    list: async (environmentId, { status = null }, page) =>
      toListed(
        listDestinations(db, environmentId, { status, after: page.after, limit: page.limit + 1 }),
        page,
      ),
    update: (environmentId, id, patch) => log.durably(() => update(db, { environmentId, id, patch })),
    delete: (environmentId, id, options) => deleteDestination(engine, { environmentId, id, ...options }),
    rotate: (input, request) =>
      idempotent(engine, { environmentId: input.environmentId, request }, () => rotate(db, input)),
  };
}

function create(
  db: Connection,
  { destination, signingKey, limit }: { destination: Destination; signingKey: SigningKey; limit: number },
): Destination | "over_destination_limit" {
  if (countDestinations(db, destination.environment_id) >= limit) return "over_destination_limit";
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
    patch: { now, ...patch },
  }: { environmentId: number; id: string; patch: DestinationPatch & { now: number } },
): Destination | null {
  const row = findDestination(db, environmentId, id);
  if (row === null) return null;
  const before = destinationFromRow(row);
  const after = patchDestination(before, patch, environmentNow(db, environmentId, now));
  updateDestination(db, row.seq, after);
  if (isResumed(before, after)) resetBreaker(db, row.seq);
  bumpVersion(db, environmentId);
  // A resume or a higher bound frees what waits; a pause starts holds.
  db.noteWorkDue(now);
  return after;
}

function rotate(
  db: Connection,
  input: Parameters<DestinationStore["rotate"]>[0],
): Destination | "destination_not_found" | "rotation_in_progress" {
  const row = findDestination(db, input.environmentId, input.id);
  if (row === null) return "destination_not_found";
  const now = environmentNow(db, input.environmentId, input.now);
  const rotation = rotateKey(destinationFromRow(row), { ...input, now });
  if (rotation === "rotation_in_progress") return rotation;
  if (rotation.earlierKeys === "end") deleteSigningKeys(db, row.seq);
  else {
    deleteExpiredKeys(db, row.seq, now);
    endCurrentKey(db, row.seq, input.oldKeysExpireAt);
  }
  insertSigningKey(db, row.seq, input.key);
  updateDestination(db, row.seq, rotation.destination);
  bumpVersion(db, input.environmentId);
  return rotation.destination;
}
