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
import { attemptsOf, lastAttempt } from "./attempts.js";
import { insertCounts } from "./counts.js";
import { groupDead } from "./dead-groups.js";
import { deleteDeliveries, findDelivery, foundBySeq, type FoundDelivery } from "./deliveries.js";
import { listDeliveries } from "./delivery-lists.js";
import type { Engine } from "./engine.js";
import { environmentNow } from "./environments.js";
import { idempotent } from "./idempotency.js";
import { endOrdered } from "./ordered.js";
import { deleteQueued, insertQueued } from "./queue.js";
import { recover } from "./recover.js";
import { countReplayable, replayAllDead } from "./replay-all.js";
import { reviveDead } from "./revive.js";

export function deliveryStore(engine: Engine): DeliveryStore {
  const { db, log } = engine;
  return {
    get: async (scope, id) => db.reading(() => withAttempts(engine, scope, id)),
    list: (scope, filter, page) => listDeliveries(engine, within(scope, filter), page),
    groupDead: (scope, filter, limit) => groupDead(db, within(scope, filter), limit),
    forceRetry: (input, request) =>
      idempotent(engine, { environmentId: input.environmentId, request }, () => forceRetry(engine, input)),
    replayDead: (input, request) =>
      idempotent(engine, { environmentId: input.environmentId, request }, () => replayDead(engine, input)),
    countReplayable: (input) => countReplayable(engine, input),
    replayAllDead: (input, request) => replayAllDead(engine, input, request),
    recover: (step, request) => recover(engine, step, request),
    deleteDead: (scope, id) => log.durably(() => removeDead(engine, scope, id)),
  };
}

function withAttempts(engine: Engine, scope: Scope, id: string): DeliveryWithAttempts | null {
  const found = findVisible(engine, scope, id);
  if (found === undefined) return null;
  const attempts = attemptsOf(engine.db, found.row.seq);
  return { ...found.delivery, retries: found.isErased ? attempts.map(withoutResponse) : attempts };
}

function findVisible(engine: Engine, scope: Scope, id: string): FoundDelivery | undefined {
  const found = findDelivery(engine, visible(scope).environmentId, id);
  return found !== undefined && isVisible(scope, found.owner) ? found : undefined;
}

interface ByHand extends Visible {
  id: string;
  now: Millis;
  retentionMs: Millis;
}

function forceRetry(engine: Engine, { environmentId, owner, id, ...times }: ByHand): Delivery | RetryRefusal {
  const now = environmentNow(engine.db, environmentId, times.now);
  const found = findVisible(engine, { environmentId, owner }, id);
  if (found === undefined) return "delivery_not_found";
  const { place } = found;
  const refusal = refuseRetry(
    { ...found, inFlight: isInFlight(engine, found) },
    retainedSince(now, times.retentionMs),
  );
  if (refusal !== null) return refusal;
  engine.db.noteWorkDue(times.now);
  if (place.kind === "dead") {
    const { created_at: createdAt } = found.row;
    return revive(engine, found, deadQueuedByHand(place.dead, { now, createdAt }));
  }
  if (place.kind !== "queued") throw new Error(`A delivery that is ${place.kind} cannot be queued.`);
  const queued = queuedByHand(place.queued, now);
  if (queued === place.queued) return found.delivery;
  deleteQueued(engine.db, [found.row.seq]);
  insertQueued(engine.db, [[found.row, queued]]);
  return show(engine, found, queued);
}

function isInFlight({ leases }: Engine, { row }: FoundDelivery): boolean {
  return leases.bySeq(row.seq) !== undefined;
}

function replayDead(
  engine: Engine,
  { environmentId, owner, id, ...times }: ByHand,
): Delivery | RetryRefusal | "destination_paused" {
  const now = environmentNow(engine.db, environmentId, times.now);
  const found = findVisible(engine, { environmentId, owner }, id);
  if (found === undefined) return "delivery_not_found";
  const refusal = refuseReplay({ ...found, inFlight: false }, retainedSince(now, times.retentionMs));
  if (refusal !== null) return refusal;
  if (found.place.kind !== "dead") throw new Error(`A delivery that is ${found.place.kind} is not dead.`);
  engine.db.noteWorkDue(times.now);
  return revive(engine, found, revived(found.place.dead, now));
}

function revive(engine: Engine, { row, orderingKey }: FoundDelivery, queued: QueuedDelivery): Delivery {
  reviveDead(engine.db, [{ row, queued, orderingKey }]);
  return foundBySeq(engine, row.seq).delivery;
}

function show(
  { db }: Engine,
  { row, destination, maxPerSecond }: FoundDelivery,
  queued: QueuedDelivery,
): Delivery {
  const { seq, event_seq: _event, destination_seq: _destination, ...identity } = row;
  const waiting = waitingFor(queued, { status: destination, max_per_second: maxPerSecond });
  return showQueued(identity, queued, { last: lastAttempt(db, seq), waiting });
}

function removeDead(engine: Engine, scope: Scope, id: string): boolean {
  const found = findVisible(engine, scope, id);
  if (found?.place.kind !== "dead") return false;
  const held = engine.leases.bySeq(found.row.seq);
  if (held !== undefined) engine.leases.remove(held);
  if (endOrdered(engine.db, [found.row.seq]).length > 0) engine.db.noteWorkDue(0);
  deleteDeliveries(engine.db, [found.row.seq]);
  const counter = new Counter();
  counter.deadLetters(found.row.destination_seq, -1);
  insertCounts(engine.db, counter);
  return true;
}
