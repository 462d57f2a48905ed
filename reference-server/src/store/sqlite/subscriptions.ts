import type { Subscription } from "../../domain/domain.js";
import { idBefore } from "../id-range.js";
import type { NewSubscription, Page, SubscriptionStore, TenantFilter } from "../store.js";
import type { Connection } from "./connection.js";
import { findDestination } from "./destinations.js";
import type { Engine } from "./engine.js";
import { idempotent } from "./idempotency.js";
import { toListed } from "./paging.js";
import { bumpVersion, environmentNow } from "./environments.js";
import { tenantCondition, tenantParams } from "./tenant-filter.js";

export function subscriptionStore(engine: Engine): SubscriptionStore {
  const { db, log } = engine;
  return {
    create: (subscription, request) =>
      idempotent(engine, { environmentId: subscription.environment_id, request }, () =>
        create(db, subscription),
      ),
    get: async (environmentId, id) => findSubscription(db, environmentId, id),
    list: async (environmentId, filter, page) =>
      toListed(listSubscriptions(db, { environmentId, ...filter }, page), page),
    update: (environmentId, id, { now, ...patch }) =>
      log.durably(() => {
        const before = findSubscription(db, environmentId, id);
        if (before === null) return null;
        const after = { ...before, ...patch, updated_at: environmentNow(db, environmentId, now) };
        updateRow(db, after);
        bumpVersion(db, environmentId);
        return after;
      }),
    delete: (environmentId, id) =>
      log.durably(() => {
        const { changes } = deleteRow(db, environmentId, id);
        if (changes > 0) bumpVersion(db, environmentId);
        return changes > 0;
      }),
  };
}

function create(db: Connection, input: NewSubscription): Subscription | "destination_not_found" {
  const destination = findDestination(db, input.environment_id, input.destination_id);
  if (destination === null) return "destination_not_found";
  const subscription = { ...input, tenant: destination.tenant };
  insertRow(db, destination.seq, subscription);
  bumpVersion(db, subscription.environment_id);
  return subscription;
}

function insertRow(db: Connection, destinationSeq: number, subscription: Subscription): void {
  const { id, environment_id, event_type, filter, status, created_at, updated_at } = subscription;
  db.prepare<[string, number, number, string, string | null, string, number, number]>(
    `INSERT INTO subscriptions (id, environment_id, destination_seq, event_type, filter, status, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(id, environment_id, destinationSeq, event_type, filter, status, created_at, updated_at);
}

const COLUMNS = `s.id, s.environment_id, d.id AS destination_id, d.tenant, s.event_type, s.filter, s.status, s.created_at,
  s.updated_at`;

function findSubscription(db: Connection, environmentId: number, id: string): Subscription | null {
  const row = db
    .query<[string, number], Subscription>(
      `SELECT ${COLUMNS} FROM subscriptions s JOIN destinations d ON d.seq = s.destination_seq
       WHERE s.id = ? AND s.environment_id = ?`,
    )
    .get(id, environmentId);
  return row ?? null;
}

interface SubscriptionQuery extends TenantFilter {
  environmentId: number;
  destination_id?: string;
}

function listSubscriptions(db: Connection, query: SubscriptionQuery, { after, limit }: Page): Subscription[] {
  const { environmentId, destination_id: destinationId, tenant } = query;
  const params = { environmentId, destinationId, ...tenantParams(tenant), before: idBefore(after) };
  // A destination and a tenant have few subscriptions, an environment may have many.
  const isSmall = destinationId !== undefined || typeof tenant === "string";
  return db
    .query<[typeof params & { limit: number }], Subscription>(
      `SELECT ${COLUMNS}
       FROM ${isSmall ? "destinations d CROSS JOIN subscriptions s" : "subscriptions s CROSS JOIN destinations d"}
       WHERE s.destination_seq = d.seq AND ${isSmall ? "d" : "s"}.environment_id = @environmentId AND s.id < @before
         AND d.deleted_at IS NULL AND ${destinationId === undefined ? "@destinationId IS NULL" : "d.id = @destinationId"}
         AND ${tenantCondition("d.tenant", tenant)}
       ORDER BY s.id DESC
       LIMIT @limit`,
    )
    .all({ ...params, limit: limit + 1 });
}

function updateRow(db: Connection, { id, event_type, filter, status, updated_at }: Subscription): void {
  db.prepare<[string, string | null, string, number, string]>(
    "UPDATE subscriptions SET event_type = ?, filter = ?, status = ?, updated_at = ? WHERE id = ?",
  ).run(event_type, filter, status, updated_at, id);
}

function deleteRow(db: Connection, environmentId: number, id: string): { changes: number } {
  return db
    .prepare<[string, number]>("DELETE FROM subscriptions WHERE id = ? AND environment_id = ?")
    .run(id, environmentId);
}

export function deleteSubscriptionsOf(db: Connection, destinationSeq: number): void {
  db.prepare<[number]>("DELETE FROM subscriptions WHERE destination_seq = ?").run(destinationSeq);
}

export function activeSubscriptions(db: Connection, environmentId: number): Subscription[] {
  return db
    .query<[number], Subscription>(
      `SELECT ${COLUMNS} FROM subscriptions s JOIN destinations d ON d.seq = s.destination_seq
       WHERE s.environment_id = ? AND s.status = 'active'
       ORDER BY s.id DESC`,
    )
    .all(environmentId);
}
