import type { Millis } from "../../domain/domain.js";
import type { Reader, Transaction } from "./database.js";
import type { DatabaseClock } from "./database-clock.js";
import { isNullViolation, RetryTransactionError } from "./failures.js";
import type { Held } from "./leases.js";
import { deliveryOf, exists } from "./lookups.js";
import { endDied } from "./ordered.js";
import { knownUuid } from "./ulid-uuid.js";

/** Members of a group that are not settled: those taken from the queue have a row there that names the group, the others no trace. */
const UNSETTLED = `(
    g.taken AND ${exists("queue q WHERE q.delivery_id = m.delivery_id AND q.lease_group = g.id")}
    OR NOT g.taken
      AND NOT ${exists("attempts a WHERE a.delivery_id = m.delivery_id")}
      AND NOT ${exists("queue q WHERE q.delivery_id = m.delivery_id")}
      AND NOT ${exists("dead x WHERE x.delivery_id = m.delivery_id")}
  )`;

const MEMBERS = `lease_groups g
  CROSS JOIN LATERAL unnest(g.environment_ids, g.destination_seqs, g.delivery_ids)
    AS m (environment_id, destination_seq, delivery_id)`;

const DELIVERIES_IN = `${MEMBERS} ${deliveryOf("m.environment_id", "m.delivery_id")}`;

/** For lists: deliveries that were handed over when they were created, and are in flight since. */
export const HANDED_OVER = `${DELIVERIES_IN}
  WHERE NOT g.taken AND ${UNSETTLED}`;

/** This process among the workers: see `Workers`. */
interface Member {
  /** Null before this process takes work. */
  readonly id: number | null;
  /** The others have given it up. */
  leave(): void;
}

/**
 * Fails if the others have given this process up, and its slots to another worker: see `Workers`. The statement itself has to fail,
 * because COMMIT is sent before its result is known.
 */
export function insertGroups(
  tx: Transaction,
  { workers, clock }: { workers: Member; clock: DatabaseClock },
  held: readonly Held[],
): void {
  const groups = new Map<string, Held[]>();
  for (const one of held) {
    const members = groups.get(one.group);
    if (members === undefined) groups.set(one.group, [one]);
    else members.push(one);
  }
  for (const [id, members] of groups) {
    const inserted = tx.run(
      `INSERT INTO lease_groups (id, worker_id, expires_at, taken, environment_ids, destination_seqs, delivery_ids)
       VALUES ($1, (SELECT id FROM workers WHERE id = $2 FOR KEY SHARE), $3, $4, $5, $6, $7)`,
      [
        id,
        workers.id,
        clock.toDatabase(members[0]?.lease.expires_at ?? 0),
        members[0]?.taken,
        members.map(({ identity }) => identity.environment_id),
        members.map(({ destinationSeq }) => destinationSeq),
        members.map(({ identity }) => knownUuid(identity.id)),
      ],
    );
    tx.await(
      inserted.catch((error: unknown) => {
        if (!isNullViolation(error)) throw error;
        workers.leave();
        throw new RetryTransactionError("The other workers have given this one up.");
      }),
    );
  }
}

export interface LockedGroups {
  /** Those that are left: the leases of the others have ended. */
  ids: ReadonlySet<string>;
  /** As of `pg_current_xact_id`; null if none is left. */
  transactionId: string | null;
}

/** Until the end of the transaction no other process ends their leases. */
export async function lockGroups(tx: Transaction, ids: readonly string[]): Promise<LockedGroups> {
  const rows = await tx.all<{ id: string; transaction: string }>(
    "SELECT id, pg_current_xact_id() AS transaction FROM lease_groups WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE",
    [ids],
  );
  return { ids: new Set(rows.map(({ id }) => id)), transactionId: rows[0]?.transaction ?? null };
}

/** Waits for the settlements of the destination under way. No commit and no claim adds deliveries to it any more. */
export async function lockGroupsOf(tx: Transaction, destinationSeq: number): Promise<void> {
  await tx.run("SELECT FROM lease_groups WHERE $1 = ANY (destination_seqs) ORDER BY id FOR UPDATE", [
    destinationSeq,
  ]);
}

/** Which deliveries `d` are meant, and the values from $1 on. */
export interface Which {
  where: string;
  values: readonly unknown[];
}

/** As `lockGroupsOf`, of these deliveries. */
export async function lockGroupsWith(tx: Transaction, { where, values }: Which): Promise<void> {
  await tx.run(
    `SELECT FROM lease_groups WHERE id IN (SELECT g.id FROM ${DELIVERIES_IN} WHERE ${where}) ORDER BY id FOR UPDATE`,
    values,
  );
}

/** One that was handed over when it was created, and is in flight since. Its id as stored. */
export interface HandedOver {
  id: string;
  destination_seq: number;
  tenant: string | null;
  created_at: Millis;
}

export function handedOver(tx: Transaction, { where, values }: Which): Promise<HandedOver[]> {
  return tx.all<HandedOver>(
    `SELECT d.id, d.destination_seq, d.tenant, d.created_at
     FROM ${DELIVERIES_IN}
     WHERE ${where} AND NOT g.taken AND ${UNSETTLED}`,
    values,
  );
}

function deleteGroups(tx: Transaction, ids: readonly string[]): void {
  if (ids.length > 0) tx.soon("DELETE FROM lease_groups WHERE id = ANY ($1::uuid[])", [ids]);
}

/**
 * Deletes groups that `ended`, the last of their members, has emptied. The memory of this process says so, but a crash of the database
 * may have lost what it settled just before: then the group stays, and the end of its lease gives that back.
 */
export function deleteEmptied(
  tx: Transaction,
  { groups, ended }: { groups: readonly string[]; ended: Iterable<Held> },
): void {
  if (groups.length === 0) return;
  const wanted = new Set(groups);
  const ids = [...ended].flatMap(({ group, identity }) => (wanted.has(group) ? knownUuid(identity.id) : []));
  tx.soon(
    `DELETE FROM lease_groups g
     WHERE g.id = ANY ($1::uuid[]) AND NOT EXISTS (
       SELECT FROM unnest(g.delivery_ids) AS m (delivery_id) WHERE m.delivery_id NOT IN (SELECT unnest($2::uuid[])) AND ${UNSETTLED}
     )`,
    [groups, ids],
  );
}

export interface ExpiredGroup {
  id: string;
  taken: boolean;
  environment_ids: number[];
  delivery_ids: string[];
}

/** Locked, except those that another transaction settles right now. */
export function expiredGroups(
  tx: Transaction,
  { clock }: { clock: DatabaseClock },
  now: Millis,
): Promise<ExpiredGroup[]> {
  return tx.all<ExpiredGroup>(
    `SELECT id, taken, environment_ids, delivery_ids FROM lease_groups
     WHERE expires_at <= $1
     ORDER BY id
     FOR UPDATE SKIP LOCKED`,
    [clock.toDatabase(now)],
  );
}

/** Ends the leases of groups: what has not been settled waits in the queue again. */
export async function recover(tx: Transaction, groups: readonly ExpiredGroup[]): Promise<void> {
  for (const { id, taken, environment_ids, delivery_ids } of groups) {
    if (taken) giveBackTaken(tx, id, delivery_ids);
    else giveBackHandedOver(tx, environment_ids, delivery_ids);
  }
  deleteGroups(
    tx,
    groups.map(({ id }) => id),
  );
  for (const { delivery_ids } of groups) await endDied(tx, delivery_ids);
}

export function giveBackTaken(tx: Transaction, group: string, deliveryIds: readonly string[]): void {
  tx.soon("UPDATE queue SET lease_group = NULL WHERE delivery_id = ANY ($1::uuid[]) AND lease_group = $2", [
    deliveryIds,
    group,
  ]);
}

/** Those that have not been settled are as they were when they were created. */
export function giveBackHandedOver(
  tx: Transaction,
  environmentIds: readonly number[],
  deliveryIds: readonly string[],
): void {
  tx.soon(
    `INSERT INTO queue (delivery_id, environment_id, destination_seq, lane, status, due_at, attempt_count, budget_started_at, updated_at,
       tenant)
     SELECT d.id, d.environment_id, d.destination_seq, 1, 'pending', d.created_at, 0, d.created_at, d.created_at, d.tenant
     FROM unnest($1::int[], $2::uuid[]) AS m (environment_id, delivery_id)
     ${deliveryOf("m.environment_id", "m.delivery_id")}
     WHERE NOT ${exists("attempts a WHERE a.delivery_id = d.id")} AND NOT ${exists("dead x WHERE x.delivery_id = d.id")}
     ON CONFLICT (delivery_id) DO NOTHING`,
    [environmentIds, deliveryIds],
  );
}

/** When the next lease ends. */
export async function nextExpiry(db: Reader, { clock }: { clock: DatabaseClock }): Promise<Millis | null> {
  const row = await db.one<{ at: Millis | null }>("SELECT min(expires_at) AS at FROM lease_groups");
  return row === undefined || row.at === null ? null : clock.fromDatabase(row.at);
}

/**
 * How many deliveries other processes have in flight, in one environment or all. `dueBy`: those that are due by then, in environment
 * time. `except`: not of these destinations.
 */
export async function inFlightElsewhere(
  db: Reader,
  { workers }: { workers: Pick<Member, "id"> },
  {
    environmentId,
    dueBy,
    except = [],
  }: { environmentId: number | null; dueBy: Millis; except?: readonly number[] },
): Promise<number> {
  const row = await db.one<{ count: number }>(
    `SELECT count(*) AS count FROM ${MEMBERS}
     WHERE g.worker_id <> $1 AND ($2::int IS NULL OR m.environment_id = $2) AND m.destination_seq <> ALL ($4::int[])
       AND ${UNSETTLED}
       AND $3 >= coalesce(
         (SELECT q.due_at FROM queue q WHERE q.delivery_id = m.delivery_id),
         (SELECT d.created_at FROM deliveries d WHERE d.environment_id = m.environment_id AND d.id = m.delivery_id),
         0
       )`,
    [workers.id ?? 0, environmentId, Number.isFinite(dueBy) ? dueBy : Number.MAX_SAFE_INTEGER, except],
  );
  return row?.count ?? 0;
}

/** The deliveries that processes which are gone still have in flight, by destination. */
export function inFlightOfOthers(
  db: Reader,
  workerIds: readonly number[],
): Promise<{ destination_seq: number; count: number }[]> {
  return db.all<{ destination_seq: number; count: number }>(
    `SELECT m.destination_seq, count(*)::int AS count FROM ${MEMBERS}
     WHERE g.worker_id <> ALL ($1::bigint[]) AND ${UNSETTLED}
     GROUP BY m.destination_seq`,
    [workerIds],
  );
}
