import type { Millis } from "../../domain/domain.js";
import { BEHIND, type QueuedDelivery } from "../../domain/queued.js";
import type { Database, Reader, Transaction } from "./database.js";
import { lockOrderingKeys, lockOrderingKeysOf, shareEnvironments } from "./locks.js";
import type { DeliveryKeys, Queued } from "./queue.js";
import { knownUuid } from "./ulid-uuid.js";

/** An ordering key of a destination. */
export interface OrderedKey {
  destinationSeq: number;
  orderingKey: string;
}

/** A delivery that is about to be queued, with the key by which its destination gets events in order. */
export interface Joining<Row extends DeliveryKeys = DeliveryKeys> {
  row: Row;
  queued: QueuedDelivery;
  orderingKey: string | null;
}

/** Until the end of the transaction no other one adds deliveries to these keys, nor finishes one. */
export function lockKeys(tx: Transaction, keys: readonly OrderedKey[]): void {
  if (keys.length > 0) lockOrderingKeys(tx, GIVEN, valuesOf(keys));
}

const GIVEN = "unnest($1::int[], $2::text[]) AS k (destination_seq, ordering_key)";

function valuesOf(keys: readonly OrderedKey[]): unknown[] {
  return [keys.map(({ destinationSeq }) => destinationSeq), keys.map(({ orderingKey }) => orderingKey)];
}

function nameOf({ destinationSeq, orderingKey }: OrderedKey): string {
  return `${destinationSeq} ${orderingKey}`;
}

/** The last places of keys, which one transaction gives to deliveries. All processes see one order: that in which they lock the keys. */
export class Places {
  readonly #unfinished: Set<string>;
  readonly #taken: (OrderedKey & { deliveryId: string })[] = [];

  private constructor(
    readonly tx: Transaction,
    unfinished: readonly OrderedKey[],
  ) {
    this.#unfinished = new Set(unfinished.map(nameOf));
  }

  static async lock(tx: Transaction, keys: readonly OrderedKey[]): Promise<Places> {
    if (keys.length === 0) return new Places(tx, []);
    lockKeys(tx, keys);
    return new Places(
      tx,
      await tx.all<OrderedKey>(
        `SELECT DISTINCT k.destination_seq AS "destinationSeq", k.ordering_key AS "orderingKey" FROM ${GIVEN}
         WHERE EXISTS (
           SELECT FROM ordered o WHERE o.destination_seq = k.destination_seq AND o.ordering_key = k.ordering_key
         )`,
        valuesOf(keys),
      ),
    );
  }

  /** Returns whether others come before it. */
  take(key: OrderedKey, deliveryId: string): boolean {
    const behind = this.#unfinished.has(nameOf(key));
    this.#unfinished.add(nameOf(key));
    this.#taken.push({ ...key, deliveryId });
    return behind;
  }

  write(): void {
    if (this.#taken.length === 0) return;
    this.tx.soon(
      `INSERT INTO ordered (destination_seq, ordering_key, delivery_id)
       SELECT destination_seq, ordering_key, delivery_id
       FROM unnest($1::int[], $2::text[], $3::uuid[]) WITH ORDINALITY AS given (destination_seq, ordering_key, delivery_id, ord)
       ORDER BY ord`,
      [...valuesOf(this.#taken), this.#taken.map(({ deliveryId }) => knownUuid(deliveryId))],
    );
  }
}

/** Takes the last places of their keys, in the given order. */
export async function joinAll<Row extends DeliveryKeys>(
  tx: Transaction,
  joining: readonly Joining<Row>[],
): Promise<[Row, Queued[1]][]> {
  const keyOf = ({ row, orderingKey }: Joining<Row>) =>
    orderingKey === null ? [] : [{ destinationSeq: row.destination_seq, orderingKey }];
  const places = await Places.lock(tx, joining.flatMap(keyOf));
  const joined = joining.map((each): [Row, Queued[1]] => {
    const [key] = keyOf(each);
    const { row, queued } = each;
    return [row, key === undefined ? queued : { ...queued, behind: places.take(key, row.id) }];
  });
  places.write();
  return joined;
}

/** These have finished, if they were ordered: the next of their keys may go. Ids as stored. Returns whether there are any. */
export async function endOrdered(tx: Transaction, deliveryUuids: readonly string[]): Promise<boolean> {
  if (deliveryUuids.length === 0) return false;
  lockOrderingKeysOf(tx, "SELECT * FROM unnest($1::uuid[]) AS ended (delivery_id)", [deliveryUuids]);
  const promoted = await tx.run(
    `WITH ended AS (DELETE FROM ordered WHERE delivery_id = ANY ($1::uuid[]) RETURNING destination_seq, ordering_key)
     UPDATE queue q SET lane = q.lane - ${BEHIND}
     FROM (SELECT DISTINCT destination_seq, ordering_key FROM ended) k
     CROSS JOIN LATERAL (
       SELECT o.delivery_id FROM ordered o
       WHERE o.destination_seq = k.destination_seq AND o.ordering_key = k.ordering_key AND o.delivery_id <> ALL ($1::uuid[])
       ORDER BY o.seq
       LIMIT 1
     ) f
     WHERE q.delivery_id = f.delivery_id AND q.lane >= ${BEHIND}`,
    [deliveryUuids],
  );
  return promoted > 0;
}

/** Ends the order of those that died in flight; their leases have ended. */
export async function endDied(tx: Transaction, deliveryUuids: readonly string[]): Promise<boolean> {
  const died = await tx.all<{ delivery_id: string }>(
    `SELECT o.delivery_id FROM ordered o JOIN dead x ON x.delivery_id = o.delivery_id WHERE o.delivery_id = ANY ($1::uuid[])`,
    [deliveryUuids],
  );
  return await endOrdered(
    tx,
    died.map(({ delivery_id }) => delivery_id),
  );
}

/** Whether places are left of an order that the destination once had. */
export async function hasOrdered(db: Reader, destinationSeq: number): Promise<boolean> {
  return (
    (await db.one("SELECT 1 AS found FROM ordered WHERE destination_seq = $1 LIMIT 1", [destinationSeq])) !==
    undefined
  );
}

const RELEASED = `SELECT o.seq, o.delivery_id
  FROM ordered o JOIN destinations t ON t.seq = o.destination_seq AND t.ordering = 'none'
  WHERE o.destination_seq = $1
  ORDER BY o.ordering_key DESC, o.seq DESC
  LIMIT $2`;

/**
 * Takes the places of a destination whose `ordering` is off by now, `limit` of them: its followers wait for no other one from then on, and
 * their time budgets start at `now`, wall time. From the last of each key to the first, so that those left are in order. Returns how
 * many places it took: fewer than `limit` when none is left.
 */
export async function releaseFollowers(
  db: Database,
  { seq, environmentId, now, limit }: { seq: number; environmentId: number; now: Millis; limit: number },
): Promise<number> {
  return await db.transaction(async (tx) => {
    // The destination does not get an order again in the meantime.
    shareEnvironments(tx, [environmentId]);
    const values = [seq, limit];
    lockOrderingKeysOf(tx, RELEASED, values);
    const released = await tx.run(
      `WITH released AS (DELETE FROM ordered WHERE seq IN (SELECT seq FROM (${RELEASED}) AS step) RETURNING delivery_id),
       opened AS (
         UPDATE queue SET lane = lane - ${BEHIND}, budget_started_at = CASE WHEN retry_count IS NULL
           THEN $3::bigint + (SELECT clock_offset_ms FROM environments c WHERE c.id = $4) ELSE budget_started_at END
         WHERE lane >= ${BEHIND} AND delivery_id IN (SELECT delivery_id FROM released)
       )
       SELECT FROM released`,
      [...values, Math.floor(now), environmentId],
    );
    if (released > 0) tx.noteWorkDue(now);
    return released;
  });
}

/** Destinations without an order that have places of one: the end of a process cut their release short. */
export function unorderedWithPlaces(db: Reader): Promise<{ seq: number; environment_id: number }[]> {
  return db.all<{ seq: number; environment_id: number }>(
    `WITH RECURSIVE ordering_destinations (seq) AS (
       (SELECT destination_seq FROM ordered ORDER BY destination_seq LIMIT 1)
       UNION ALL
       SELECT (SELECT o.destination_seq FROM ordered o WHERE o.destination_seq > d.seq ORDER BY o.destination_seq LIMIT 1)
       FROM ordering_destinations d WHERE d.seq IS NOT NULL
     )
     SELECT t.seq, t.environment_id FROM destinations t
     WHERE t.seq = ANY (ARRAY (SELECT seq FROM ordering_destinations WHERE seq IS NOT NULL)) AND t.ordering = 'none'`,
  );
}
