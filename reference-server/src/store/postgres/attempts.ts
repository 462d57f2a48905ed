import type { Attempt, Millis, PastAttempt } from "../../domain/domain.js";
import type { LastAttempt } from "../../domain/queued.js";
import { bigints, byteas, ints, smallints, texts, uuids } from "./arrays.js";
import type { Reader, Transaction } from "./database.js";
import { urlAt } from "./destination-urls.js";
import { erasedAt } from "./erasures.js";
import { knownUuid } from "./ulid-uuid.js";

/** An attempt to record. */
export interface NewAttempt {
  deliveryId: string;
  attempt: Attempt;
  settledAt: Millis;
  retryCount: number | null;
}

export function insertAttempts(tx: Transaction, rows: readonly NewAttempt[]): void {
  if (rows.length === 0) return;
  tx.soon(
    `INSERT INTO attempts (delivery_id, number, attempt_trigger, started_at, settled_at, latency_ms, response_code, error, outcome,
       retry_count, request_headers, response_headers, response_body)
     SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::text[], $4::bigint[], $5::bigint[], $6::int[], $7::smallint[], $8::text[],
       $9::text[], $10::smallint[], $11::text[], $12::text[], $13::bytea[])`,
    [
      uuids(rows.map(({ deliveryId }) => deliveryId)),
      smallints(rows.map(({ attempt }) => attempt.number)),
      texts(rows.map(({ attempt }) => attempt.trigger)),
      bigints(rows.map(({ attempt }) => attempt.started_at)),
      bigints(rows.map(({ settledAt }) => settledAt)),
      ints(rows.map(({ attempt }) => attempt.latency_ms)),
      smallints(rows.map(({ attempt }) => attempt.response_code)),
      texts(rows.map(({ attempt }) => attempt.error)),
      texts(rows.map(({ attempt }) => attempt.outcome)),
      smallints(rows.map(({ retryCount }) => retryCount)),
      texts(rows.map(({ attempt }) => attempt.request_headers)),
      texts(rows.map(({ attempt }) => attempt.response_headers)),
      byteas(
        rows.map(({ attempt: { response_body } }) =>
          response_body === null ? null : Buffer.from(response_body),
        ),
      ),
    ],
  );
}

export async function attemptsOf(
  db: Reader,
  { id, destinationSeq }: { id: string; destinationSeq: number },
): Promise<PastAttempt[]> {
  const rows = await db.all<Omit<PastAttempt, "response_body"> & { response_body: Buffer | null }>(
    `SELECT number, attempt_trigger AS "trigger", started_at, latency_ms, request_headers, response_code,
       response_headers, response_body, error, outcome, ${urlAt({ seq: "$2", at: "started_at" })} AS url
     FROM attempts WHERE delivery_id = $1
     ORDER BY number`,
    [knownUuid(id), destinationSeq],
  );
  return rows.map((row) => ({ ...row, response_body: row.response_body?.toString("utf8") ?? null }));
}

/** The last attempt of each of these deliveries that has one, without the response if the event is erased. */
export async function lastAttempts(
  db: Reader,
  deliveryIds: readonly string[],
): Promise<Map<string, LastAttempt>> {
  if (deliveryIds.length === 0) return new Map();
  const rows = await db.all<
    Omit<LastAttempt, "response_body"> & { ord: number; response_body: Buffer | null }
  >(
    `SELECT given.ord, a.response_code, CASE WHEN ${erasedAt("e")} IS NULL THEN a.response_body END AS response_body, a.latency_ms,
       a.error
     FROM unnest($1::uuid[]) WITH ORDINALITY AS given (id, ord)
     JOIN deliveries d ON d.id = given.id
     JOIN events e ON e.id = d.event_id
     CROSS JOIN LATERAL (SELECT * FROM attempts WHERE delivery_id = given.id ORDER BY number DESC LIMIT 1) a`,
    [deliveryIds.map(knownUuid)],
  );
  return new Map(
    rows.map(({ ord, response_body, ...row }) => [
      deliveryIds[ord - 1] ?? "",
      { ...row, response_body: response_body?.toString("utf8") ?? null },
    ]),
  );
}
