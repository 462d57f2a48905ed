import type { Delivery, Event } from "../../domain/domain.js";
import type { EventStore } from "../store.js";
import { promised } from "./promised.js";
import type { Connection } from "./connection.js";
import { deliveriesOfEvent } from "./delivery-reads.js";
import { insertDelivery, insertEvent, newDelivery } from "./delivery-writes.js";
import { listEvents } from "./event-lists.js";
import { findDestination } from "./destination-reads.js";
import { BY_HAND, FIRST_ATTEMPTS } from "./leases.js";
import { once } from "./once.js";
import { readEnvironment } from "./environments.js";
import { StatCounts } from "./stat-counts.js";

export function eventStore(db: Connection): EventStore {
  return {
    get: promised((environmentId, id) => findEvent(db, environmentId, id)),
    list: (environmentId, filter, page) => listEvents(db, { environmentId, ...filter }, page),
    deliveriesOf: promised((environmentId, eventId) => deliveriesOfEvent(db, environmentId, eventId)),
    replay: promised((input, key) =>
      db.durably(() => once(db, { environmentId: input.environmentId, once: key }, () => replay(db, input))),
    ),
    createTest: promised((input, key) =>
      db.durably(() =>
        once(db, { environmentId: input.event.environment_id, once: key }, () => createTest(db, input)),
      ),
    ),
  };
}

export function findEvent(db: Connection, environmentId: number, id: string): Event | null {
  const row = db
    .query<[number, string], Event>(
      `SELECT id, environment_id, type, body, idempotency_key, occurred_at, created_at
       FROM events WHERE environment_id = ? AND id = ?`,
    )
    .get(environmentId, id);
  return row ?? null;
}

function replay(
  db: Connection,
  { environmentId, event, deliveries, version, now }: Parameters<EventStore["replay"]>[0],
): Delivery[] | "stale" {
  const environment = readEnvironment(db, environmentId);
  if (environment.version !== version) {
    db.noteEnvironmentChanged(environmentId);
    return "stale";
  }
  db.noteWorkDue(now);
  const eventSeq = seqOfEvent(db, environmentId, event.id);
  const createdAt = now + environment.clock_offset_ms;
  return deliveries.map((to) => {
    const destination = findDestination(db, environmentId, to.destination_id);
    if (destination === null)
      throw new Error(`There is no destination ${to.destination_id} in environment ${environmentId}.`);
    const delivery = newDelivery(event, to, createdAt);
    insertDelivery(db, {
      delivery,
      eventSeq,
      destinationSeq: destination.seq,
      trigger: "schedule",
      place: { lane: FIRST_ATTEMPTS },
    });
    return delivery;
  });
}

function seqOfEvent(db: Connection, environmentId: number, id: string): number {
  const row = db
    .query<[number, string], { seq: number }>("SELECT seq FROM events WHERE environment_id = ? AND id = ?")
    .get(environmentId, id);
  if (row === undefined) throw new Error(`There is no event ${id} in environment ${environmentId}.`);
  return row.seq;
}

function createTest(
  db: Connection,
  { event, delivery: to, now }: Parameters<EventStore["createTest"]>[0],
): Delivery | "destination_not_found" {
  const destination = findDestination(db, event.environment_id, to.destination_id);
  if (destination === null) return "destination_not_found";
  const delivery = newDelivery(event, to, event.created_at);
  insertDelivery(db, {
    delivery,
    eventSeq: insertEvent(db, event),
    destinationSeq: destination.seq,
    ...(destination.status === "paused"
      ? { trigger: "manual", place: { lane: BY_HAND } }
      : { trigger: "schedule", place: { lane: FIRST_ATTEMPTS } }),
  });
  db.noteWorkDue(now);
  const stats = new StatCounts(db);
  stats.ingested(event.environment_id, event.created_at);
  stats.routed({
    environmentId: event.environment_id,
    destinationSeq: destination.seq,
    at: event.created_at,
  });
  stats.write();
  return delivery;
}
