import type { Attempt, Millis, PastAttempt } from "../../domain/domain.js";
import type { LastAttempt } from "../../domain/queued.js";
import type { Connection, Value } from "./connection.js";
import { urlAt } from "./destination-urls.js";
import { erasedAt } from "./erasures.js";

/** An attempt to record, with what the lists of finished deliveries go by. */
export interface NewAttempt {
  deliverySeq: number;
  environmentId: number;
  destinationSeq: number;
  deliveryId: string;
  attempt: Attempt;
  settledAt: Millis;
  retryCount: number | null;
}

export function insertAttempts(db: Connection, rows: readonly NewAttempt[]): void {
  db.insert(
    `INSERT INTO attempts (delivery_seq, number, environment_id, destination_seq, delivery_id, attempt_trigger, started_at, settled_at,
       latency_ms, response_code, error, outcome, retry_count, request_headers, response_headers, response_body)`,
    rows.map(
      ({
        deliverySeq,
        environmentId,
        destinationSeq,
        deliveryId,
        attempt,
        settledAt,
        retryCount,
      }): Value[] => [
        deliverySeq,
        attempt.number,
        environmentId,
        destinationSeq,
        deliveryId,
        attempt.trigger,
        attempt.started_at,
        settledAt,
        attempt.latency_ms,
        attempt.response_code,
        attempt.error,
        attempt.outcome,
        retryCount,
        attempt.request_headers,
        attempt.response_headers,
        attempt.response_body,
      ],
    ),
  );
}

export function attemptsOf(db: Connection, deliverySeq: number): PastAttempt[] {
  return db
    .query<[number], PastAttempt>(
      `SELECT number, attempt_trigger AS "trigger", started_at, latency_ms, request_headers, response_code,
         response_headers, response_body, error, outcome, ${urlAt({ seq: "attempts.destination_seq", at: "started_at" })} AS url
       FROM attempts WHERE delivery_seq = ?
       ORDER BY number`,
    )
    .all(deliverySeq);
}

/** Without the response if the event is erased. */
export function lastAttempt(db: Connection, deliverySeq: number): LastAttempt | null {
  return (
    db
      .query<[number], LastAttempt>(
        `SELECT a.response_code, iif(${erasedAt("e")} IS NULL, a.response_body, NULL) AS response_body, a.latency_ms, a.error
         FROM attempts a CROSS JOIN deliveries d ON d.seq = a.delivery_seq CROSS JOIN events e ON e.seq = d.event_seq
         WHERE a.delivery_seq = ?
         ORDER BY a.number DESC
         LIMIT 1`,
      )
      .get(deliverySeq) ?? null
  );
}
