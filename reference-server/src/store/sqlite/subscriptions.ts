import type { Subscription } from "../../domain/domain.js";
import { replaceSubscriptions } from "../../domain/replace-subscriptions.js";
import { idBefore } from "../id-range.js";
import { isVisible, type Scope, visible, within } from "../scope.js";
import type { NewSubscription, Page, SubscriptionInput, SubscriptionStore, TenantFilter } from "../store.js";
import type { Connection } from "./connection.js";
import { type DestinationRow, findDestination } from "./destinations.js";
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
    get: async (scope, id) => findSubscription(db, scope, id),
    list: async (scope, filter, page) => toListed(listSubscriptions(db, within(scope, filter), page), page),
    update: (scope, id, { now, ...patch }) =>
      log.durably(() => {
        const before = findSubscription(db, scope, id);
        if (before === null) return null;
        const { environment_id: environmentId } = before;
        const after = { ...before, ...patch, updated_at: environmentNow(db, environmentId, now) };
        updateRow(db, after);
        bumpVersion(db, environmentId);
        return after;
      }),
    delete: (scope, id) =>
      log.durably(() => {
        const found = findSubscription(db, scope, id);
        if (found === null) return false;
        deleteRow(db, id);
        bumpVersion(db, found.environment_id);
        return true;
      }),
  };
}

function create(
  db: Connection,
  { owner = null, limit = Infinity, ...input }: SubscriptionInput,
): Subscription | "destination_not_found" | "over_subscription_limit" {
  const scope = { environmentId: input.environment_id, owner };
  const destination = findDestination(db, scope, input.destination_id);
  if (destination === null) return "destination_not_found";
  if (countOf(db, destination.seq) >= limit) return "over_subscription_limit";
  const subscription = { ...input, tenant: destination.tenant };
  insertSubscription(db, destination.seq, subscription);
  bumpVersion(db, subscription.environment_id);
  return subscription;
}

function countOf(db: Connection, destinationSeq: number): number {
  const sql = "SELECT count(*) AS count FROM subscriptions WHERE destination_seq = ?";
  return db.query<[number], { count: number }>(sql).get(destinationSeq)?.count ?? 0;
}

export function insertSubscription(
  db: Connection,
  destinationSeq: number,
  subscription: NewSubscription,
): void {
  const { id, environment_id, event_type, filter, status, created_at, updated_at } = subscription;
  db.prepare<[string, number, number, string, string | null, string, number, number]>(
    `INSERT INTO subscriptions (id, environment_id, destination_seq, event_type, filter, status, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(id, environment_id, destinationSeq, event_type, filter, status, created_at, updated_at);
}

const COLUMNS = `s.id, s.environment_id, d.id AS destination_id, d.tenant, s.event_type, s.filter, s.status, s.created_at,
  s.updated_at`;

function findSubscription(db: Connection, scope: Scope, id: string): Subscription | null {
  const { environmentId } = visible(scope);
  const row = db
    .query<[string, number], Subscription>(
      `SELECT ${COLUMNS} FROM subscriptions s JOIN destinations d ON d.seq = s.destination_seq
       WHERE s.id = ? AND s.environment_id = ?`,
    )
    .get(id, environmentId);
  return row !== undefined && isVisible(scope, row.tenant) ? row : null;
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

function deleteRow(db: Connection, id: string): void {
  db.prepare<[string]>("DELETE FROM subscriptions WHERE id = ?").run(id);
}

/** Returns whether it changed anything. */
export function replaceSubscriptionsOf(
  db: Connection,
  { seq }: DestinationRow,
  wanted: readonly NewSubscription[],
): boolean {
  const current = db
    .query<[number], Subscription>(
      `SELECT ${COLUMNS} FROM subscriptions s JOIN destinations d ON d.seq = s.destination_seq
       WHERE s.destination_seq = ? ORDER BY s.id DESC`,
    )
    .all(seq);
  const { removed, added } = replaceSubscriptions(current, wanted);
  for (const each of removed) deleteRow(db, each.id);
  for (const each of added) insertSubscription(db, seq, each);
  return removed.length + added.length > 0;
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
