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
import type { Connection } from "./connection.js";
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
import { hasOrdered, releaseFollowers } from "./ordered.js";
import { toListed } from "./paging.js";
import { idsInForce } from "./portal-sessions.js";
import { inSteps, STEP_ROWS } from "./steps.js";
import { insertSubscription, replaceSubscriptionsOf } from "./subscriptions.js";
import { deleteExpiredKeys, deleteOldKeys, endCurrentKey, insertSigningKey } from "./signing-keys.js";

export function destinationStore(engine: Engine): DestinationStore {
  const { db } = engine;
  return {
    create: (input, request) =>
      idempotent(engine, { environmentId: input.destination.environment_id, request }, () =>
        create(db, input),
      ),
    get: async (scope, name) => {
      const row = findDestination(db, scope, name);
      return row === null ? null : destinationFromRow(row);
    },
    list: async (scope, filter, page) => {
      const { environmentId, status = null, tenant } = within(scope, filter);
      const rows = listDestinations(db, environmentId, {
        status,
        tenant,
        after: page.after,
        limit: page.limit + 1,
      });
      return toListed(rows, page);
    },
    update: (input, request) => update(engine, input, request),
    delete: (scope, name, options) => deleteDestination(engine, { ...visible(scope), name, ...options }),
    rotate: (input, request) =>
      idempotent(engine, { environmentId: input.environmentId, request }, () => rotate(db, input)),
  };
}

function create(
  db: Connection,
  { destination, signingKey, subscriptions = [], limit, session }: NewDestination,
): Destination | CreateRefusal {
  if (session && idsInForce(db, [session.id], session.now).length === 0) return "session_ended";
  // First: a PUT by uid that another one has overtaken replaces, also where there is no room for one more.
  if (isUidTaken(db, destination)) return "uid_taken";
  if (countDestinations(db, destination.environment_id, destination.tenant) >= limit)
    return "over_destination_limit";
  const seq = insertDestination(db, destination);
  insertDestinationState(db, seq);
  insertSigningKey(db, seq, signingKey);
  for (const each of subscriptions) insertSubscription(db, seq, each);
  announce(db, [creationEvent(destination)]);
  bumpVersion(db, destination.environment_id);
  return destination;
}

type Update = Parameters<DestinationStore["update"]>;

/** The followers of an order that ends are released in steps after it. A new order begins with nothing left of the one before. */
async function update(
  engine: Engine,
  input: Update[0],
  request: Update[1],
): ReturnType<DestinationStore["update"]> {
  const { environmentId, now } = input;
  for (;;) {
    const unordered: number[] = [];
    const outcome = await idempotent(engine, { environmentId, request }, () =>
      change(engine.db, input, (seq) => unordered.push(seq)),
    );
    for (const seq of unordered) await releaseAll(engine, seq, now);
    if (outcome !== "not_released") return outcome;
  }
}

async function releaseAll({ db }: Engine, destinationSeq: number, now: Millis): Promise<void> {
  await inSteps(() =>
    db.writing(() => {
      const released = releaseFollowers(db, { destinationSeq, now, limit: STEP_ROWS });
      if (released > 0) db.noteWorkDue(now);
      return released === STEP_ROWS ? "more" : "done";
    }),
  );
}

function change(
  db: Connection,
  { environmentId, owner, id, uid, patch, signing, subscriptions, now: wallNow }: Update[0],
  onUnordered: (seq: number) => void,
): Updated | UpdateRefusal | "not_released" {
  const row = findDestination(db, { environmentId, owner }, id);
  if (row === null) return "destination_not_found";
  const now = environmentNow(db, environmentId, wallNow);
  const before = destinationFromRow(row);
  if (uid !== undefined && uid !== before.uid) return "destination_not_found";
  if (isResumeRefused(before, { owner, patch })) return "paused_by_sender";
  const rotation =
    signing && changeSignature(before, { ...termsOf(signing, now), signature: signing.signature });
  if (rotation === "rotation_in_progress") return rotation;
  const after = patchDestination(rotation?.destination ?? before, patch, now);
  if (isUidTaken(db, after)) return "uid_taken";
  const ordering = orderingChange(before, after);
  if (ordering === "off") onUnordered(row.seq);
  if (ordering === "on" && hasOrdered(db, row.seq)) {
    onUnordered(row.seq);
    return "not_released";
  }
  const hasOthers = subscriptions !== undefined && replaceSubscriptionsOf(db, row, subscriptions);
  if (uid !== undefined && !hasOthers && isUnchanged(before, after))
    return { destination: before, hasNewKey: false };
  if (rotation) changeKeys(db, { seq: row.seq, rotation, input: signing, now });
  updateDestination(db, row.seq, after);
  if (after.url !== before.url)
    keepOldUrl(db, { environmentId, destinationSeq: row.seq, url: before.url, until: now });
  if (isResumed(before, after)) resetBreaker(db, row.seq);
  if (after.max_per_second !== null && after.max_per_second !== before.max_per_second)
    capBucketDebt(db, row.seq, { perSecond: after.max_per_second, now: wallNow });
  announce(db, [...statusEvents(before, after), ...(rotation ? rotationEvents(before, rotation) : [])]);
  bumpVersion(db, environmentId);
  // A resume or a higher bound frees what waits; a pause starts holds.
  db.noteWorkDue(wallNow);
  return { destination: after, hasNewKey: typeof rotation?.newKey === "string" };
}

function rotate(
  db: Connection,
  { environmentId, owner, id, rotation: input, now: wallNow }: Parameters<DestinationStore["rotate"]>[0],
): Destination | RotateRefusal {
  const row = findDestination(db, { environmentId, owner }, id);
  if (row === null) return "destination_not_found";
  const now = environmentNow(db, environmentId, wallNow);
  const before = destinationFromRow(row);
  const rotation = rotateKey(before, termsOf(input, now));
  if (typeof rotation === "string") return rotation;
  changeKeys(db, { seq: row.seq, rotation, input, now });
  updateDestination(db, row.seq, rotation.destination);
  announce(db, rotationEvents(before, rotation));
  bumpVersion(db, environmentId);
  return rotation.destination;
}

function termsOf({ keys, ...times }: RotationInput, now: Millis): RotationTerms {
  return { ...times, publicKey: keys.publicKey, now };
}

function changeKeys(
  db: Connection,
  { seq, rotation, input, now }: { seq: number; rotation: Rotation; input: RotationInput; now: Millis },
): void {
  const { newKey, earlierKeys } = rotation;
  if (newKey !== null) endCurrentKey(db, seq, input.oldKeysExpireAt);
  if (earlierKeys === "end") deleteOldKeys(db, seq);
  else deleteExpiredKeys(db, seq, now);
  if (newKey !== null) insertSigningKey(db, seq, input.keys[newKey]);
}
