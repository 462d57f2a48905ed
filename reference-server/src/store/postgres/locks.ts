import type { Transaction } from "./database.js";

/** Namespaces of advisory locks, which are in memory only: nothing is written for them. Those of transactions end with them. */
const MIGRATION = 1_212_240_896;
const ENVIRONMENT = MIGRATION + 1;
const MAINTENANCE = MIGRATION + 2;
/** Of a session: held for as long as a worker's connection. */
export const WORKER = MIGRATION + 3;
const ORDERING = MIGRATION + 4;
/** As above, of any process. */
export const PROCESS = MIGRATION + 5;
const STREAMS = MIGRATION + 6;

/**
 * For commits: no change of these environments is under way, and none begins before the commit is done. So an event that is sent after
 * a change was acknowledged is routed by it, in every process.
 */
export function shareEnvironments(tx: Transaction, environmentIds: readonly number[]): void {
  tx.soon(
    "SELECT pg_advisory_xact_lock_shared($1, id) FROM (SELECT id FROM unnest($2::int[]) AS id ORDER BY id) AS ordered",
    [ENVIRONMENT, environmentIds],
  );
}

/** For changes of these environments: no commit and no other change is under way. */
export async function lockEnvironments(tx: Transaction, environmentIds: readonly number[]): Promise<void> {
  await tx.run(
    "SELECT pg_advisory_xact_lock($1, id) FROM (SELECT id FROM unnest($2::int[]) AS id ORDER BY id) AS ordered",
    [ENVIRONMENT, environmentIds],
  );
}

/**
 * Of ordering keys `k`, of which `keys` reads the columns `destination_seq` and `ordering_key`. A destination has 64 locks, which its keys
 * share (an int4 has room for 2^25 destinations, after which they share too), because the database's memory for locks is bounded. A transaction that also needs rows of the queue locks the keys first.
 */
export function lockOrderingKeys(tx: Transaction, keys: string, values: readonly unknown[]): void {
  tx.soon(
    `SELECT pg_advisory_xact_lock(${ORDERING}, id)
     FROM (SELECT DISTINCT (k.destination_seq & 33554431) * 64 + (hashtext(k.ordering_key) & 63) AS id FROM ${keys} ORDER BY id) AS ordered`,
    values,
  );
}

/** Locks the ordering keys of the deliveries whose `delivery_id` the statement selects. */
export function lockOrderingKeysOf(tx: Transaction, select: string, values: readonly unknown[]): void {
  lockOrderingKeys(tx, `(${select}) AS given JOIN ordered k ON k.delivery_id = given.delivery_id`, values);
}

/** For a transaction that writes to logs of streams of the environment. */
export function shareStreams(tx: Transaction, environmentId: number): void {
  tx.soon("SELECT pg_advisory_xact_lock_shared($1, $2)", [STREAMS, environmentId]);
}

/** Every change that was written to a log before is there to see; none is written before the end of the transaction. */
export function lockStreams(tx: Transaction, environmentId: number): void {
  tx.soon("SELECT pg_advisory_xact_lock($1, $2)", [STREAMS, environmentId]);
}

export function lockMaintenance(tx: Transaction, of: "counts" | "sweep" | "workers" | "erasures"): void {
  const key = { counts: 0, sweep: 1, workers: 2, erasures: 3 }[of];
  tx.soon("SELECT pg_advisory_xact_lock($1, $2)", [MAINTENANCE, key]);
}

export async function lockMigration(tx: Transaction): Promise<void> {
  await tx.run("SELECT pg_advisory_xact_lock($1, 0)", [MIGRATION]);
}
