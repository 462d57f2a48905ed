import type { DeadDelivery } from "../../domain/queued.js";
import type { Connection, Value } from "./connection.js";
import type { DeliveryKeys } from "./queue.js";

type Dead = [delivery: DeliveryKeys, dead: DeadDelivery];

/** One that is dead already takes the new values. Its last attempt is recorded before. */
export function insertDead(db: Connection, rows: readonly Dead[]): void {
  if (rows.length === 0) return;
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
  addCauses(
    db,
    rows.map(([{ seq }]) => seq),
  );
}

function addCauses(db: Connection, seqs: readonly number[]): void {
  db.prepare<[string]>(
    `UPDATE dead SET (created_at, event_created_at, response_code) = (
       SELECT d.created_at, e.created_at,
         (SELECT a.response_code FROM attempts a WHERE a.delivery_seq = d.seq ORDER BY a.number DESC LIMIT 1)
       FROM deliveries d JOIN events e ON e.seq = d.event_seq
       WHERE d.seq = dead.delivery_seq
     )
     WHERE delivery_seq IN (SELECT value FROM json_each(?))`,
  ).run(JSON.stringify(seqs));
}

export function deleteDead(db: Connection, seqs: readonly number[]): void {
  if (seqs.length === 0) return;
  db.prepare<[string]>("DELETE FROM dead WHERE delivery_seq IN (SELECT value FROM json_each(?))").run(
    JSON.stringify(seqs),
  );
}
