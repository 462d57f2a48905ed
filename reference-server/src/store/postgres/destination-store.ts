import {
  changeSignature,
  isResumed,
  isResumeRefused,
  isUnchanged,
  patchDestination,
  rotateKey,
  type Rotation,
  type RotationTerms,
} from "../../domain/change-destination.js";
import type { Destination, Millis } from "../../domain/domain.js";
import { creationEvent, rotationEvents, statusEvents } from "../../domain/operational-events.js";
import { orderingChange } from "../../domain/ordering.js";
import { visible, within } from "../scope.js";
import type {
  CreateRefusal,
  DestinationStore,
  NewDestination,
  RotateRefusal,
  RotationInput,
  Updated,
  UpdateRefusal,
} from "../store.js";
import { announce } from "./announcements.js";
import type { Database, Transaction } from "./database.js";
import { deleteDestination } from "./destination-deletion.js";
import { capBucketDebt, insertDestinationState, resetBreaker } from "./destination-state.js";
import {
  countDestinations,
  destinationFromRow,
  findDestination,
  insertDestination,
  isUidTaken,
  listDestinations,
  updateDestination,
} from "./destinations.js";
import { keepOldUrl } from "./destination-urls.js";
import type { Engine } from "./engine.js";
import { bumpVersion, environmentNow } from "./environments.js";
import { idempotent } from "./idempotency.js";
import { lockEnvironments } from "./locks.js";
import { hasOrdered, releaseFollowers } from "./ordered.js";
import { toListed } from "./paging.js";
import { idsInForce } from "./portal-sessions.js";
import { STEP_ROWS } from "./steps.js";
import { insertSubscription, replaceSubscriptionsOf } from "./subscriptions.js";
import { deleteExpiredKeys, deleteOldKeys, endCurrentKey, insertSigningKey } from "./signing-keys.js";

export function destinationStore(engine: Engine): DestinationStore {
  const { db } = engine;
  return {
    create: (input, request) =>
      idempotent(db, { environmentId: input.destination.environment_id, request }, (tx) => create(tx, input)),
    get: async (scope, name) => {
      const row = await findDestination(db, scope, name);
      return row === null ? null : destinationFromRow(row);
    },
    list: async (scope, filter, page) => {
      const { environmentId, status = null, tenant } = within(scope, filter);
      const rows = await listDestinations(db, environmentId, {
        status,
        tenant,
        after: page.after,
        limit: page.limit + 1,
      });
      return toListed(rows, page);
    },
    update: (input, request) => update(db, input, request),
    delete: (scope, name, options) => deleteDestination(engine, { ...visible(scope), name, ...options }),
    rotate: (input, request) =>
      idempotent(db, { environmentId: input.environmentId, request }, (tx) => rotate(tx, input)),
  };
}

async function create(
  tx: Transaction,
  { destination, signingKey, subscriptions = [], limit, session }: NewDestination,
): Promise<Destination | CreateRefusal> {
  const { environment_id: environmentId, tenant } = destination;
  await lockEnvironments(tx, [environmentId]);
  if (session && (await idsInForce(tx, [session.id], session.now)).length === 0) return "session_ended";
  // First: a PUT by uid that another one has overtaken replaces, also where there is no room for one more.
  if (await isUidTaken(tx, destination)) return "uid_taken";
  if ((await countDestinations(tx, environmentId, tenant)) >= limit) return "over_destination_limit";
  const seq = await insertDestination(tx, destination);
  insertDestinationState(tx, seq);
  insertSigningKey(tx, seq, signingKey);
  for (const each of subscriptions) insertSubscription(tx, seq, each);
  await announce(tx, [creationEvent(destination)]);
  await bumpVersion(tx, environmentId);
  return destination;
}

type Update = Parameters<DestinationStore["update"]>;

/** The followers of an order that ends are released in steps after it. A new order begins with nothing left of the one before. */
async function update(
  db: Database,
  input: Update[0],
  request: Update[1],
): ReturnType<DestinationStore["update"]> {
  const { environmentId, now } = input;
  for (;;) {
    const unordered: number[] = [];
    const outcome = await idempotent(db, { environmentId, request }, (tx) =>
      change(tx, input, (seq) => unordered.push(seq)),
    );
    for (const seq of new Set(unordered)) await releaseAll(db, { seq, environmentId, now });
    if (outcome !== "not_released") return outcome;
  }
}

async function releaseAll(
  db: Database,
  released: { seq: number; environmentId: number; now: Millis },
): Promise<void> {
  while ((await releaseFollowers(db, { ...released, limit: STEP_ROWS })) === STEP_ROWS);
}

async function change(
  tx: Transaction,
  { environmentId, owner, id, uid, patch, signing, subscriptions, now: wallNow }: Update[0],
  onUnordered: (seq: number) => void,
): Promise<Updated | UpdateRefusal | "not_released"> {
  await lockEnvironments(tx, [environmentId]);
  const row = await findDestination(tx, { environmentId, owner }, id);
  if (row === null) return "destination_not_found";
  const now = await environmentNow(tx, environmentId, wallNow);
  const before = destinationFromRow(row);
  if (uid !== undefined && uid !== before.uid) return "destination_not_found";
  if (isResumeRefused(before, { owner, patch })) return "paused_by_sender";
  const rotation =
    signing && changeSignature(before, { ...termsOf(signing, now), signature: signing.signature });
  if (rotation === "rotation_in_progress") return rotation;
  const after = patchDestination(rotation?.destination ?? before, patch, now);
  if (await isUidTaken(tx, after)) return "uid_taken";
  const ordering = orderingChange(before, after);
  if (ordering === "off") onUnordered(row.seq);
  if (ordering === "on" && (await hasOrdered(tx, row.seq))) {
    onUnordered(row.seq);
    return "not_released";
  }
  const hasOthers = subscriptions !== undefined && (await replaceSubscriptionsOf(tx, row, subscriptions));
  if (uid !== undefined && !hasOthers && isUnchanged(before, after))
    return { destination: before, hasNewKey: false };
  if (rotation) changeKeys(tx, { seq: row.seq, rotation, input: signing, now });
  updateDestination(tx, row.seq, after);
  if (after.url !== before.url)
    keepOldUrl(tx, { environmentId, destinationSeq: row.seq, url: before.url, until: now });
  if (isResumed(before, after)) resetBreaker(tx, row.seq);
  if (after.max_per_second !== null && after.max_per_second !== before.max_per_second)
    capBucketDebt(tx, row.seq, after.max_per_second);
  await announce(tx, [...statusEvents(before, after), ...(rotation ? rotationEvents(before, rotation) : [])]);
  await bumpVersion(tx, environmentId);
  // A resume or a higher bound frees what waits; a pause starts holds.
  tx.noteWorkDue(wallNow);
  return { destination: after, hasNewKey: typeof rotation?.newKey === "string" };
}

async function rotate(
  tx: Transaction,
  { environmentId, owner, id, rotation: input, now: wallNow }: Parameters<DestinationStore["rotate"]>[0],
): Promise<Destination | RotateRefusal> {
  await lockEnvironments(tx, [environmentId]);
  const row = await findDestination(tx, { environmentId, owner }, id);
  if (row === null) return "destination_not_found";
  const now = await environmentNow(tx, environmentId, wallNow);
  const before = destinationFromRow(row);
  const rotation = rotateKey(before, termsOf(input, now));
  if (typeof rotation === "string") return rotation;
  changeKeys(tx, { seq: row.seq, rotation, input, now });
  updateDestination(tx, row.seq, rotation.destination);
  await announce(tx, rotationEvents(before, rotation));
  await bumpVersion(tx, environmentId);
  return rotation.destination;
}

function termsOf({ keys, ...times }: RotationInput, now: Millis): RotationTerms {
  return { ...times, publicKey: keys.publicKey, now };
}

function changeKeys(
  tx: Transaction,
  { seq, rotation, input, now }: { seq: number; rotation: Rotation; input: RotationInput; now: Millis },
): void {
  const { newKey, earlierKeys } = rotation;
  if (newKey !== null) endCurrentKey(tx, seq, input.oldKeysExpireAt);
  if (earlierKeys === "end") deleteOldKeys(tx, seq);
  else deleteExpiredKeys(tx, seq, now);
  if (newKey !== null) insertSigningKey(tx, seq, input.keys[newKey]);
}
