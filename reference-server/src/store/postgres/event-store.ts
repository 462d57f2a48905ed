import type { Delivery, Destination } from "../../domain/domain.js";
import { orderingKeyFor } from "../../domain/ordering.js";
import { identityOf, newQueued, newTestQueued, showQueued, waitingFor } from "../../domain/queued.js";
import { Counter } from "../counter.js";
import { within } from "../scope.js";
import type { EventStore } from "../store.js";
import { insertCounts } from "./counts.js";
import type { Transaction } from "./database.js";
import { deliveriesOfEvent, type DeliveryRow, insertDeliveries } from "./deliveries.js";
import { findDestination } from "./destinations.js";
import type { Engine } from "./engine.js";
import { readEnvironment } from "./environments.js";
import { eraseEvent } from "./erase.js";
import { erasedOf, findVisibleEvent, insertEvents, listEvents, markTest, testOf } from "./events.js";
import { idempotent } from "./idempotency.js";
import { shareEnvironments } from "./locks.js";
import { joinAll, type Joining } from "./ordered.js";
import { insertQueued } from "./queue.js";

export function eventStore(engine: Engine): EventStore {
  const { db } = engine;
  return {
    get: (scope, id) => findVisibleEvent(db, scope, id),
    list: (scope, filter, page) => listEvents(db, within(scope, filter), page),
    deliveriesOf: (scope, eventId) => deliveriesOfEvent(db, scope, eventId),
    erase: (event) => eraseEvent(engine, event),
    erasedOf: (environmentId, ids) => erasedOf(db, environmentId, ids),
    replay: (input, request) =>
      idempotent(db, { environmentId: input.environmentId, request }, (tx) => replay(tx, input)),
    createTest: (input, request) =>
      idempotent(db, { environmentId: input.event.environment_id, request }, (tx) => createTest(tx, input)),
    testOf: (environmentId, eventId) => testOf(db, environmentId, eventId),
  };
}

async function replay(
  tx: Transaction,
  { environmentId, owner, event, deliveries, version, now }: Parameters<EventStore["replay"]>[0],
): Promise<Delivery[] | "stale" | "event_erased"> {
  shareEnvironments(tx, [environmentId]);
  const environment = await readEnvironment(tx, environmentId);
  if (environment.version !== version) {
    tx.noteEnvironmentStale(environmentId);
    return "stale";
  }
  if ((await erasedOf(tx, environmentId, [event.id])).length > 0) return "event_erased";
  const created_at = now + environment.clock_offset_ms;
  tx.noteWorkDue(now);
  const created: Created[] = [];
  for (const to of deliveries) {
    const destination = await findDestination(tx, { environmentId, owner }, to.destination_id);
    if (destination === null) {
      throw new Error(`Destination ${to.destination_id} is missing from environment ${environmentId}.`);
    }
    const row = { ...identityOf({ ...event, created_at }, to), destination_seq: destination.seq };
    const orderingKey = orderingKeyFor(destination, event);
    created.push({ row, queued: newQueued(created_at), orderingKey, destination });
  }
  return await insertAll(tx, created);
}

async function createTest(
  tx: Transaction,
  { owner, event: input, trace, delivery: to, now }: Parameters<EventStore["createTest"]>[0],
): Promise<Delivery | "destination_not_found"> {
  const { environment_id: environmentId, created_at: at } = input;
  shareEnvironments(tx, [environmentId]);
  const destination = await findDestination(tx, { environmentId, owner }, to.destination_id);
  if (destination === null) return "destination_not_found";
  const event = { ...input, tenant: destination.tenant };
  insertEvents(tx, [{ event, trace }]);
  markTest(tx, event, destination.seq);
  const row = { ...identityOf(event, to), destination_seq: destination.seq };
  const queued = newTestQueued(at, destination);
  const [delivery] = await insertAll(tx, [{ row, queued, orderingKey: null, destination }]);
  tx.noteWorkDue(now);
  const counter = new Counter();
  counter.ingested(environmentId, at);
  counter.routed({ environmentId, destinationSeq: destination.seq, at });
  insertCounts(tx, counter);
  return delivery as Delivery;
}

interface Created extends Joining<DeliveryRow> {
  destination: Pick<Destination, "status" | "max_per_second">;
}

async function insertAll(tx: Transaction, created: readonly Created[]): Promise<Delivery[]> {
  insertDeliveries(
    tx,
    created.map(({ row }) => row),
  );
  const joined = await joinAll(tx, created);
  insertQueued(tx, joined);
  return created.map(({ row, queued: unjoined, destination }, index) => {
    const { destination_seq: _destination, ...identity } = row;
    const queued = joined[index]?.[1] ?? unjoined;
    return showQueued(identity, queued, { last: null, waiting: waitingFor(queued, destination) });
  });
}
