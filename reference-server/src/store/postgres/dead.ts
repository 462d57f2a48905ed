import type { DeadReason, Millis } from "../../domain/domain.js";
import type { DeadDelivery } from "../../domain/queued.js";
import type { Reader, Transaction } from "./database.js";
import { deliveryOf, EVENT_OF_DELIVERY } from "./lookups.js";
import type { DeliveryKeys } from "./queue.js";
import { idOf, knownUuid } from "./ulid-uuid.js";

type Dead = [delivery: DeliveryKeys, dead: DeadDelivery];

/** One that is dead already takes the new values. Its last attempt is recorded before. */
export function insertDead(tx: Transaction, rows: readonly Dead[]): void {
  if (rows.length === 0) return;
  tx.soon(
    `INSERT INTO dead (delivery_id, environment_id, destination_seq, dead_reason, retry_count, attempt_count, updated_at, completed_at,
       tenant, created_at, event_created_at, event_type, response_code)
     SELECT given.*, d.created_at, e.created_at, d.event_type,
       coalesce((SELECT a.response_code FROM attempts a WHERE a.delivery_id = d.id ORDER BY a.number DESC LIMIT 1), 0)
     FROM unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::smallint[], $6::smallint[], $7::bigint[], $8::bigint[], $9::text[])
       AS given (delivery_id, environment_id)
     ${deliveryOf("given.environment_id", "given.delivery_id")}
     ${EVENT_OF_DELIVERY}
     ON CONFLICT (delivery_id) DO UPDATE SET
       dead_reason = excluded.dead_reason, retry_count = excluded.retry_count, attempt_count = excluded.attempt_count,
       updated_at = excluded.updated_at, completed_at = excluded.completed_at, response_code = excluded.response_code`,
    [
      rows.map(([{ id }]) => knownUuid(id)),
      rows.map(([{ environment_id }]) => environment_id),
      rows.map(([{ destination_seq }]) => destination_seq),
      rows.map(([, { dead_reason }]) => dead_reason),
      rows.map(([, { retry_count }]) => retry_count),
      rows.map(([, { attempt_count }]) => attempt_count),
      rows.map(([, { updated_at }]) => updated_at),
      rows.map(([, { completed_at }]) => completed_at),
      rows.map(([{ tenant }]) => tenant),
    ],
  );
}

interface DeadRow {
  delivery_id: string;
  dead_reason: DeadReason;
  retry_count: number | null;
  attempt_count: number;
  updated_at: Millis;
  completed_at: Millis;
}

/** Those of these deliveries that are dead. */
export async function readDead(
  db: Reader,
  deliveryIds: readonly string[],
): Promise<Map<string, DeadDelivery>> {
  const rows = await db.all<DeadRow>(
    `SELECT delivery_id, dead_reason, retry_count, attempt_count, updated_at, completed_at
     FROM dead WHERE delivery_id = ANY ($1::uuid[])`,
    [deliveryIds.map(knownUuid)],
  );
  return new Map(rows.map(({ delivery_id, ...dead }) => [idOf("del", delivery_id), dead]));
}

export function deleteDead(tx: Transaction, deliveryIds: readonly string[]): void {
  if (deliveryIds.length === 0) return;
  tx.soon("DELETE FROM dead WHERE delivery_id = ANY ($1::uuid[])", [deliveryIds.map(knownUuid)]);
}
