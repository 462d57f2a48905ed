import type { DeadDelivery } from "../../domain/queued.js";
import type { Connection, Value } from "./connection.js";
import type { DeliveryKeys } from "./queue.js";

type Dead = [delivery: DeliveryKeys, dead: DeadDelivery];

/** One that is dead already takes the new values. */
export function insertDead(db: Connection, rows: readonly Dead[]): void {
  db.insert(
    `INSERT OR REPLACE INTO dead (delivery_seq, environment_id, destination_seq, delivery_id, dead_reason, retry_count, attempt_count, updated_at,
       completed_at, tenant)`,
    rows.map(([delivery, dead]): Value[] => [
      delivery.seq,
      delivery.environment_id,
      delivery.destination_seq,
      delivery.id,
      dead.dead_reason,
      dead.retry_count,
      dead.attempt_count,
      dead.updated_at,
      dead.completed_at,
      delivery.tenant,
    ]),
  );
}

export function deleteDead(db: Connection, seqs: readonly number[]): void {
  if (seqs.length === 0) return;
  db.prepare<[string]>("DELETE FROM dead WHERE delivery_seq IN (SELECT value FROM json_each(?))").run(
    JSON.stringify(seqs),
  );
}
