import type { Subscription } from "../../domain/domain.js";
import { idBefore } from "../id-range.js";
import type { NewSubscription, SubscriptionStore } from "../store.js";
import type { Reader, Transaction } from "./database.js";
import { findDestination } from "./destinations.js";
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
    get: (environmentId, id) => findSubscription(db, environmentId, id),
    list: async (environmentId, { destination_id: destinationId = null, tenant }, page) =>
      toListed(
        await db.all<Subscription>(
          `${SUBSCRIPTIONS}
           WHERE s.environment_id = $1 AND s.id < $2 AND ($3::text IS NULL OR d.id = $3)
             AND ${tenantCondition("d.tenant", "$5", tenant)}
           ORDER BY s.id DESC
           LIMIT $4`,
          [environmentId, idBefore(page.after), destinationId, page.limit + 1, tenant ?? null],
        ),
        page,
      ),
    update: (environmentId, id, { now, ...patch }) =>
      db.transaction(async (tx) => {
        await lockEnvironments(tx, [environmentId]);
        const before = await findSubscription(tx, environmentId, id);
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
    delete: (environmentId, id) =>
      db.transaction(async (tx) => {
        await lockEnvironments(tx, [environmentId]);
        const deleted = await tx.run("DELETE FROM subscriptions WHERE id = $1 AND environment_id = $2", [
          id,
          environmentId,
        ]);
        if (deleted > 0) await bumpVersion(tx, environmentId);
        return deleted > 0;
      }),
  };
}

async function create(
  tx: Transaction,
  subscription: NewSubscription,
): Promise<Subscription | "destination_not_found"> {
  const { id, environment_id, event_type, filter, status, created_at, updated_at } = subscription;
  await lockEnvironments(tx, [environment_id]);
  const destination = await findDestination(tx, environment_id, subscription.destination_id);
  if (destination === null) return "destination_not_found";
  tx.soon(
    `INSERT INTO subscriptions (id, environment_id, destination_seq, event_type, filter, status, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, environment_id, destination.seq, event_type, filter, status, created_at, updated_at],
  );
  await bumpVersion(tx, environment_id);
  return { ...subscription, tenant: destination.tenant };
}

async function findSubscription(db: Reader, environmentId: number, id: string): Promise<Subscription | null> {
  const row = await db.one<Subscription>(`${SUBSCRIPTIONS} WHERE s.id = $1 AND s.environment_id = $2`, [
    id,
    environmentId,
  ]);
  return row ?? null;
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
