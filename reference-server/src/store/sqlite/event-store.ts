import type { Delivery, Event } from "../../domain/domain.js";
import { orderingKeyFor } from "../../domain/ordering.js";
import {
  identityOf,
  newQueued,
  newTestQueued,
  type QueuedDelivery,
  showQueued,
  waitingFor,
} from "../../domain/queued.js";
import { Counter } from "../counter.js";
import { within } from "../scope.js";
import type { EventStore } from "../store.js";
import { insertCounts } from "./counts.js";
import { deliveriesOfEvent, insertDeliveries } from "./deliveries.js";
import { type DestinationRow, findDestination } from "./destinations.js";
import type { Engine } from "./engine.js";
import { readEnvironment } from "./environments.js";
import { eraseEvent } from "./erase.js";
import {
  erasedOf,
  eventRow,
  findVisibleEvent,
  insertEvents,
  listEvents,
  markTest,
  testOf,
} from "./events.js";
import { idempotent } from "./idempotency.js";
import { joinAll } from "./ordered.js";
import { insertQueued } from "./queue.js";

export function eventStore(engine: Engine): EventStore {
  const { db } = engine;
  return {
    get: async (scope, id) => findVisibleEvent(db, scope, id),
    list: (scope, filter, page) => listEvents(db, within(scope, filter), page),
    deliveriesOf: async (scope, eventId) => deliveriesOfEvent(engine, scope, eventId),
    erase: (event) => eraseEvent(engine, event),
    erasedOf: async (environmentId, ids) => erasedOf(db, environmentId, ids),
    replay: (input, request) =>
      idempotent(engine, { environmentId: input.environmentId, request }, () => replay(engine, input)),
    createTest: (input, request) =>
      idempotent(engine, { environmentId: input.event.environment_id, request }, () =>
        createTest(engine, input),
      ),
    testOf: async (environmentId, eventId) => testOf(db, environmentId, eventId),
  };
}

function replay(
  engine: Engine,
  { environmentId, owner, event, deliveries, version, now }: Parameters<EventStore["replay"]>[0],
): Delivery[] | "stale" | "event_erased" {
  const { db } = engine;
  const environment = readEnvironment(db, environmentId);
  if (environment.version !== version) {
    db.noteEnvironmentChanged(environmentId);
    return "stale";
  }
  const { seq: eventSeq, erased_at } = eventRow(db, environmentId, event.id);
  if (erased_at !== null) return "event_erased";
  const created_at = now + environment.clock_offset_ms;
  db.noteWorkDue(now);
  return deliveries.map((to) => {
    const destination = findDestination(db, { environmentId, owner }, to.destination_id);
    if (destination === null) {
      throw new Error(`Destination ${to.destination_id} is missing from environment ${environmentId}.`);
    }
    return create(engine, {
      event: { ...event, created_at },
      to,
      eventSeq,
      destination,
      queued: newQueued(created_at),
      orderingKey: orderingKeyFor(destination, event),
    });
  });
}

function createTest(
  engine: Engine,
  { owner, event: input, trace, delivery: to, now }: Parameters<EventStore["createTest"]>[0],
): Delivery | "destination_not_found" {
  const { db } = engine;
  const { environment_id: environmentId, created_at: at } = input;
  const destination = findDestination(db, { environmentId, owner }, to.destination_id);
  if (destination === null) return "destination_not_found";
  const event = { ...input, tenant: destination.tenant };
  const eventSeq = engine.sequences.event();
  insertEvents(db, [{ seq: eventSeq, event, trace }]);
  markTest(db, { event: eventSeq, destination: destination.seq });
  const queued = newTestQueued(at, destination);
  const delivery = create(engine, { event, to, eventSeq, destination, queued, orderingKey: null });
  db.noteWorkDue(now);
  const counter = new Counter();
  counter.ingested(environmentId, at);
  counter.routed({ environmentId, destinationSeq: destination.seq, at });
  insertCounts(db, counter);
  return delivery;
}

/** `event.created_at` becomes the delivery's. */
function create(
  { db, sequences }: Engine,
  {
    event,
    to,
    eventSeq,
    destination,
    queued,
    orderingKey,
  }: {
    event: Event;
    to: { id: string; destination_id: string };
    eventSeq: number;
    destination: DestinationRow;
    queued: QueuedDelivery;
    orderingKey: string | null;
  },
): Delivery {
  const identity = identityOf(event, to);
  const row = {
    ...identity,
    seq: sequences.delivery(),
    event_seq: eventSeq,
    destination_seq: destination.seq,
  };
  insertDeliveries(db, [row]);
  const joined = joinAll(db, [{ row, queued, orderingKey }]);
  insertQueued(db, joined);
  const one = joined[0]?.[1] ?? queued;
  return showQueued(identity, one, { last: null, waiting: waitingFor(one, destination) });
}
