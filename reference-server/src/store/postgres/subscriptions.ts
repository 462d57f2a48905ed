import type { Subscription } from "../../domain/domain.js";
import { replaceSubscriptions } from "../../domain/replace-subscriptions.js";
import { idBefore } from "../id-range.js";
import { isVisible, type Scope, visible, within } from "../scope.js";
import type { NewSubscription, Page, SubscriptionInput, SubscriptionStore, TenantFilter } from "../store.js";
import type { Reader, Transaction } from "./database.js";
import { type DestinationRow, findDestination } from "./destinations.js";
import type { Engine } from "./engine.js";
import { bumpVersion, environmentNow } from "./environments.js";
import { idempotent } from "./idempotency.js";
import { lockEnvironments } from "./locks.js";
import { toListed } from "./paging.js";
import { tenantCondition } from "./tenant-filter.js";

const SUBSCRIPTIONS = `SELECT s.id, s.environment_id, d.id AS destination_id, d.tenant, s.event_type, s.filter, s.status, s.created_at, s.updated_at
  FROM subscriptions s JOIN destinations d ON d.seq = s.destination_seq`;

export function subscriptionStore({ db }: Engine): SubscriptionStore {
  return {
    create: (subscription, request) =>
      idempotent(db, { environmentId: subscription.environment_id, request }, (tx) =>
        create(tx, subscription),
      ),
    get: (scope, id) => findSubscription(db, scope, id),
    list: async (scope, filter, page) => toListed(await listRows(db, within(scope, filter), page), page),
    update: (scope, id, { now, ...patch }) =>
      db.transaction(async (tx) => {
        const { environmentId } = visible(scope);
        await lockEnvironments(tx, [environmentId]);
        const before = await findSubscription(tx, scope, id);
        if (before === null) return null;
        const updated_at = await environmentNow(tx, environmentId, now);
        const after = { ...before, ...patch, updated_at };
        tx.soon(
          "UPDATE subscriptions SET event_type = $1, filter = $2, status = $3, updated_at = $4 WHERE id = $5",
          [after.event_type, after.filter, after.status, updated_at, id],
        );
        await bumpVersion(tx, environmentId);
        return after;
      }),
    delete: (scope, id) =>
      db.transaction(async (tx) => {
        const { environmentId } = visible(scope);
        await lockEnvironments(tx, [environmentId]);
        if ((await findSubscription(tx, scope, id)) === null) return false;
        tx.soon("DELETE FROM subscriptions WHERE id = $1", [id]);
        await bumpVersion(tx, environmentId);
        return true;
      }),
  };
}

interface SubscriptionQuery extends TenantFilter {
  environmentId: number;
  destination_id?: string;
}

function listRows(
  db: Reader,
  { environmentId, destination_id, tenant }: SubscriptionQuery,
  page: Page,
): Promise<Subscription[]> {
  return db.all<Subscription>(
    `${SUBSCRIPTIONS}
     WHERE s.environment_id = $1 AND s.id < $2 AND ($3::text IS NULL OR d.id = $3)
       AND ${tenantCondition("d.tenant", "$5", tenant)}
     ORDER BY s.id DESC
     LIMIT $4`,
    [environmentId, idBefore(page.after), destination_id ?? null, page.limit + 1, tenant ?? null],
  );
}

async function create(
  tx: Transaction,
  { owner = null, limit = Infinity, ...subscription }: SubscriptionInput,
): Promise<Subscription | "destination_not_found" | "over_subscription_limit"> {
  const { environment_id } = subscription;
  await lockEnvironments(tx, [environment_id]);
  const scope = { environmentId: environment_id, owner };
  const destination = await findDestination(tx, scope, subscription.destination_id);
  if (destination === null) return "destination_not_found";
  const sql = "SELECT count(*)::int AS count FROM subscriptions WHERE destination_seq = $1";
  const { count = 0 } = (await tx.one<{ count: number }>(sql, [destination.seq])) ?? {};
  if (count >= limit) return "over_subscription_limit";
  insertSubscription(tx, destination.seq, subscription);
  await bumpVersion(tx, environment_id);
  return { ...subscription, tenant: destination.tenant };
}

export function insertSubscription(
  tx: Transaction,
  destinationSeq: number,
  subscription: NewSubscription,
): void {
  const { id, environment_id, event_type, filter, status, created_at, updated_at } = subscription;
  tx.soon(
    `INSERT INTO subscriptions (id, environment_id, destination_seq, event_type, filter, status, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, environment_id, destinationSeq, event_type, filter, status, created_at, updated_at],
  );
}

/** Returns whether it changed anything. */
export async function replaceSubscriptionsOf(
  tx: Transaction,
  { seq }: DestinationRow,
  wanted: readonly NewSubscription[],
): Promise<boolean> {
  const current = await tx.all<Subscription>(
    `${SUBSCRIPTIONS} WHERE s.destination_seq = $1 ORDER BY s.id DESC`,
    [seq],
  );
  const { removed, added } = replaceSubscriptions(current, wanted);
  if (removed.length > 0)
    tx.soon("DELETE FROM subscriptions WHERE id = ANY ($1::text[])", [removed.map(({ id }) => id)]);
  for (const each of added) insertSubscription(tx, seq, each);
  return removed.length + added.length > 0;
}

async function findSubscription(db: Reader, scope: Scope, id: string): Promise<Subscription | null> {
  const row = await db.one<Subscription>(`${SUBSCRIPTIONS} WHERE s.id = $1 AND s.environment_id = $2`, [
    id,
    visible(scope).environmentId,
  ]);
  return row !== undefined && isVisible(scope, row.tenant) ? row : null;
}

export function deleteSubscriptionsOf(tx: Transaction, destinationSeq: number): void {
  tx.soon("DELETE FROM subscriptions WHERE destination_seq = $1", [destinationSeq]);
}

export function activeSubscriptions(db: Reader, environmentId: number): Promise<Subscription[]> {
  return db.all<Subscription>(
    `${SUBSCRIPTIONS} WHERE s.environment_id = $1 AND s.status = 'active' ORDER BY s.id DESC`,
    [environmentId],
  );
}
