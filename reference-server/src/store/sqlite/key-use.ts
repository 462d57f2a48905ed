import type { Millis } from "../../domain/domain.js";
import type { Connection } from "./connection.js";

/** An idempotency key of an environment, at a environment time. It is one key, whatever kind of request it was used for. */
interface KeyAt {
  environmentId: number;
  key: string;
  now: Millis;
}

/** Whether a single event has the key. */
export function isEventKey(db: Connection, { environmentId, key, now }: KeyAt): boolean {
  const sql = "SELECT 1 AS found FROM event_keys WHERE environment_id = ? AND key = ? AND expires_at > ?";
  return db.query<[number, string, number], { found: 1 }>(sql).get(environmentId, key, now) !== undefined;
}

/** Whether a whole request was answered under the key, be it a batch or another call. */
export function isAnswerKey(db: Connection, { environmentId, key, now }: KeyAt): boolean {
  const sql = "SELECT 1 AS found FROM answers WHERE environment_id = ? AND key = ? AND expires_at > ?";
  return db.query<[number, string, number], { found: 1 }>(sql).get(environmentId, key, now) !== undefined;
}
