import {
  deadQueuedByHand,
  queuedByHand,
  refuseReplay,
  refuseRetry,
  retainedSince,
  revived,
} from "../../domain/by-hand.js";
import type { Delivery, DeliveryWithAttempts, Millis } from "../../domain/domain.js";
import { type QueuedDelivery, showQueued, waitingFor } from "../../domain/queued.js";
import { Counter } from "../counter.js";
import { withoutResponse } from "../joined-delivery.js";
import { isVisible, type Scope, visible, type Visible, within } from "../scope.js";
import type { DeliveryStore, RetryRefusal } from "../store.js";
import { attemptsOf } from "./attempts.js";
import { insertCounts } from "./counts.js";
import type { Transaction } from "./database.js";
import { groupDead } from "./dead-groups.js";
import { deleteDeliveries, findDelivery, type FoundDelivery, lockDelivery } from "./deliveries.js";
import { listDeliveries } from "./delivery-lists.js";
import type { Engine } from "./engine.js";
import { environmentNow } from "./environments.js";
import { idempotent } from "./idempotency.js";
import { deleteEmptied } from "./lease-groups.js";
import { endOrdered } from "./ordered.js";
import { deleteQueued, insertQueued } from "./queue.js";
import { recover } from "./recover.js";
import { countReplayable, replayAllDead } from "./replay-all.js";
import { reviveDead } from "./revive.js";
import { knownUuid } from "./ulid-uuid.js";

export function deliveryStore(engine: Engine): DeliveryStore {
  const { db } = engine;
  return {
    get: (scope, id) => db.transaction((tx) => withAttempts(tx, scope, id), { snapshot: true }),
    list: (scope, filter, page) => listDeliveries(db, within(scope, filter), page),
    groupDead: (scope, filter, limit) => groupDead(db, within(scope, filter), limit),
    forceRetry: (input, request) =>
      idempotent(db, { environmentId: input.environmentId, request }, (tx) => forceRetry(tx, input)),
    replayDead: (input, request) =>
      idempotent(db, { environmentId: input.environmentId, request }, (tx) => replayDead(tx, input)),
    countReplayable: (input) => countReplayable(db, input),
    replayAllDead: (input, request) => replayAllDead(db, input, request),
    recover: (step, request) => recover(db, step, request),
    deleteDead: (scope, id) => db.transaction((tx) => removeDead(engine, tx, { ...visible(scope), id })),
  };
}

async function withAttempts(tx: Transaction, scope: Scope, id: string): Promise<DeliveryWithAttempts | null> {
  const found = await findDelivery(tx, visible(scope).environmentId, id);
  if (found === undefined || !isVisible(scope, found.owner)) return null;
  const attempts = await attemptsOf(tx, { id, destinationSeq: found.row.destination_seq });
  return { ...found.delivery, retries: found.isErased ? attempts.map(withoutResponse) : attempts };
}

async function lockVisible(tx: Transaction, scope: Visible, id: string): Promise<FoundDelivery | undefined> {
  const found = await lockDelivery(tx, scope.environmentId, id);
  return found !== undefined && isVisible(scope, found.owner) ? found : undefined;
}

interface ByHand extends Visible {
  id: string;
  now: Millis;
  retentionMs: Millis;
}

async function forceRetry(
  tx: Transaction,
  { environmentId, owner, id, ...times }: ByHand,
): Promise<Delivery | RetryRefusal> {
  const now = await environmentNow(tx, environmentId, times.now);
  const found = await lockVisible(tx, { environmentId, owner }, id);
  if (found === undefined) return "delivery_not_found";
  const { place } = found;
  const refusal = refuseRetry(
    { ...found, inFlight: place.kind === "in_flight" },
    retainedSince(now, times.retentionMs),
  );
  if (refusal !== null) return refusal;
  tx.noteWorkDue(times.now);
  if (place.kind === "dead") {
    const { created_at: createdAt } = found.row;
    return await revive(tx, found, deadQueuedByHand(place.dead, { now, createdAt }));
  }
  if (place.kind !== "queued") throw new Error(`A delivery that is ${place.kind} cannot be queued.`);
  const queued = queuedByHand(place.queued, now);
  if (queued === place.queued) return found.delivery;
  deleteQueued(tx, [found.row.id]);
  insertQueued(tx, [[found.row, queued]]);
  return show(found, queued);
}

async function replayDead(
  tx: Transaction,
  { environmentId, owner, id, ...times }: ByHand,
): Promise<Delivery | RetryRefusal | "destination_paused"> {
  const now = await environmentNow(tx, environmentId, times.now);
  const found = await lockVisible(tx, { environmentId, owner }, id);
  if (found === undefined) return "delivery_not_found";
  const refusal = refuseReplay({ ...found, inFlight: false }, retainedSince(now, times.retentionMs));
  if (refusal !== null) return refusal;
  if (found.place.kind !== "dead") throw new Error(`A delivery that is ${found.place.kind} is not dead.`);
  tx.noteWorkDue(times.now);
  return await revive(tx, found, revived(found.place.dead, now));
}

async function revive(tx: Transaction, found: FoundDelivery, queued: QueuedDelivery): Promise<Delivery> {
  const { row, orderingKey } = found;
  const [joined] = await reviveDead(tx, [{ row, queued, orderingKey }]);
  return show(found, joined?.[1] ?? queued);
}

function show({ row, last, destination, maxPerSecond }: FoundDelivery, queued: QueuedDelivery): Delivery {
  const { destination_seq: _destination, ...identity } = row;
  const waiting = waitingFor(queued, { status: destination, max_per_second: maxPerSecond });
  return showQueued(identity, queued, { last, waiting });
}

/** If it is in flight, its worker finds nothing to settle. */
async function removeDead(
  { leases }: Engine,
  tx: Transaction,
  { environmentId, owner, id }: Visible & { id: string },
): Promise<boolean> {
  const found = await lockVisible(tx, { environmentId, owner }, id);
  if (found?.place.kind !== "dead") return false;
  const held = leases.byId(id);
  if (held !== undefined && leases.remove(tx, held))
    deleteEmptied(tx, { groups: [held.group], ended: [held] });
  if (await endOrdered(tx, [knownUuid(id)])) tx.noteWorkDue(0);
  deleteDeliveries(tx, environmentId, [knownUuid(id)]);
  const counter = new Counter();
  counter.deadLetters(found.row.destination_seq, -1);
  insertCounts(tx, counter);
  return true;
}
