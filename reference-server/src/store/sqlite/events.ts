import type { Delivery, Event } from "../../domain.js";
import type { EventStore } from "../store.js";
import { promised } from "./promised.js";
import type { Connection } from "./connection.js";
import { deliveriesOfEvent } from "./delivery-reads.js";
import { insertDelivery, insertEvent, newDelivery } from "./delivery-writes.js";
import { listEvents } from "./event-lists.js";
import { findDestination } from "./destination-reads.js";
import { BY_HAND, FIRST_ATTEMPTS } from "./leases.js";
import { once } from "./once.js";
import { readScope } from "./scopes.js";
import { StatCounts } from "./stat-counts.js";

export function eventStore(db: Connection): EventStore {
  return {
    get: promised((scopeId, id) => findEvent(db, scopeId, id)),
    list: (scopeId, filter, page) => listEvents(db, { scopeId, ...filter }, page),
    deliveriesOf: promised((scopeId, eventId) => deliveriesOfEvent(db, scopeId, eventId)),
    replay: promised((input, key) =>
      db.durably(() => once(db, { scopeId: input.scopeId, once: key }, () => replay(db, input))),
    ),
    createTest: promised((input, key) =>
      db.durably(() => once(db, { scopeId: input.event.scope_id, once: key }, () => createTest(db, input))),
    ),
  };
}

export function findEvent(db: Connection, scopeId: number, id: string): Event | null {
  const row = db
    .query<[number, string], Event>(
      `SELECT id, scope_id, type, body, idempotency_key, occurred_at, created_at
       FROM events WHERE scope_id = ? AND id = ?`,
    )
    .get(scopeId, id);
  return row ?? null;
}

function replay(
  db: Connection,
  { scopeId, event, deliveries, version, now }: Parameters<EventStore["replay"]>[0],
): Delivery[] | "stale" {
  const scope = readScope(db, scopeId);
  if (scope.version !== version) return "stale";
  const eventSeq = seqOfEvent(db, scopeId, event.id);
  const createdAt = now + scope.clock_offset_ms;
  return deliveries.map((to) => {
    const destination = findDestination(db, scopeId, to.destination_id);
    if (destination === null)
      throw new Error(`There is no destination ${to.destination_id} in scope ${scopeId}.`);
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

function seqOfEvent(db: Connection, scopeId: number, id: string): number {
  const row = db
    .query<[number, string], { seq: number }>("SELECT seq FROM events WHERE scope_id = ? AND id = ?")
    .get(scopeId, id);
  if (row === undefined) throw new Error(`There is no event ${id} in scope ${scopeId}.`);
  return row.seq;
}

function createTest(
  db: Connection,
  { event, delivery: to }: Parameters<EventStore["createTest"]>[0],
): Delivery | "destination_not_found" {
  const destination = findDestination(db, event.scope_id, to.destination_id);
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
  const stats = new StatCounts(db);
  stats.ingested(event.scope_id, event.created_at);
  stats.routed({ scopeId: event.scope_id, destinationSeq: destination.seq, at: event.created_at });
  stats.write();
  return delivery;
}
