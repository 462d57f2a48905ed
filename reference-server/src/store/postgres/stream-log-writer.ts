import { coalesce } from "../../coalesce.js";
import type { Delivery, Millis } from "../../domain/domain.js";
import { newQueued, showQueued } from "../../domain/queued.js";
import type { ChangeLog } from "../peers.js";
import type { Background } from "./background.js";
import { CHANNEL, type Database } from "./database.js";
import { erasedAt } from "./erasures.js";
import { shareStreams } from "./locks.js";
import { knownUuid, timeOf } from "./ulid-uuid.js";

/** Changes that a log keeps, */
const KEPT = 4000;
/** of at most these bytes as JSON: all of them fit into what may wait for the reader of a stream. */
const KEPT_BYTES = 2_097_152;
/** Changes that are written at once. */
const BATCH = 500;
/** Changes that wait to be written. A log that is written too slowly is given up. */
const MAX_WAITING = 20_000;
/** A process writes the creation of a delivery long before. */
const JUST_CREATED_MS = 2000;

interface Written {
  delivery: Delivery;
  belongs: true | Promise<boolean>;
}

interface WriterOptions {
  background: Background;
  environmentId: number;
  written: () => void;
  /** Changes have been lost. */
  failed: () => void;
}

/** Writes the changes of this process to a log, in order. Those that are added while a batch is written are the next one. */
export class LogWriter implements ChangeLog {
  #waiting: Written[] = [];
  #overflowed = false;

  constructor(
    readonly db: Database,
    readonly id: string,
    readonly options: WriterOptions,
  ) {}

  add(delivery: Delivery, belongs: true | Promise<boolean>): void {
    if (belongs !== true) belongs.catch(() => undefined);
    if (this.#waiting.length >= MAX_WAITING) this.#overflowed = true;
    else this.#waiting.push({ delivery, belongs });
    void this.written();
  }

  /** Resolves when all that was added is in the log. */
  readonly written = coalesce(async () => {
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.splice(0, BATCH);
        const belongs = await Promise.all(batch.map(async (written) => await written.belongs));
        const deliveries = batch.filter((_, index) => belongs[index]).map(({ delivery }) => delivery);
        if (deliveries.length > 0) await this.#write(deliveries);
      }
      if (!this.#overflowed) return;
    } catch (error) {
      this.options.background.report(error, "writing a log of changes failed; its streams have a gap");
    }
    this.#waiting = [];
    this.options.failed();
  });

  async #write(deliveries: readonly Delivery[]): Promise<void> {
    await this.db.transaction(
      async (tx) => {
        shareStreams(tx, this.options.environmentId);
        // Until the end of the transaction no other one writes to the log: the numbers are in the order of the commits.
        const log = await tx.one<{ next: number; bytes: number; opened_at: Millis }>(
          `SELECT next, bytes, (extract(epoch FROM created_at) * 1000)::float8 AS opened_at FROM stream_logs WHERE id = $1
           FOR UPDATE`,
          [this.id],
        );
        if (log === undefined) return;
        const creations = creationsOf(deliveries, log.opened_at);
        tx.soon(INSERT_CHANGES, [
          this.id,
          log.next,
          deliveries.map(({ environment_id }) => environment_id),
          deliveries.map((delivery) => knownUuid(delivery.id)),
          deliveries.map(({ event_id }) => knownUuid(event_id)),
          deliveries.map(({ updated_at }) => updated_at),
          deliveries.map(({ completed_at }) => completed_at !== null),
          deliveries.map(isCreation),
          deliveries.map(toText),
          deliveries.map(({ response_body: body }) => (body === null ? null : Buffer.from(body))),
          creations.map((creation) => creation && toText(creation)),
          log.bytes,
          deliveries.map((delivery) => Buffer.byteLength(JSON.stringify(delivery))),
        ]);
        tx.soon(
          `UPDATE stream_logs l SET next = last.n + 1, bytes = last.bytes, kept_from = greatest(l.kept_from, last.n + 1 - $2, (
             SELECT c.n FROM stream_changes c
             WHERE c.log_id = $1 AND c.n >= l.kept_from AND c.bytes > last.bytes - $3
             ORDER BY c.n
             LIMIT 1
           ))
           FROM (SELECT n, bytes FROM stream_changes WHERE log_id = $1 ORDER BY n DESC LIMIT 1) AS last
           WHERE l.id = $1`,
          [this.id, KEPT, KEPT_BYTES],
        );
        tx.soon("SELECT pg_notify($1, $2)", [CHANNEL, `${this.db.instance} s ${this.id}`]);
      },
      { durable: false },
    );
    this.options.written();
  }
}

/**
 * Processes write at about the same time. The creation of a delivery may be written by a process that is slower than the one that has sent
 * it already; the latter then writes the creation too. An unfinished state that a later one has overtaken is left out, as is the response
 * of an event that has been erased since.
 */
const INSERT_CHANGES = `
  WITH given AS (
    SELECT given.*, (
      SELECT max(c.updated_at) FROM stream_changes c WHERE c.log_id = $1 AND c.delivery_id = given.delivery_id
    ) AS last
    FROM unnest($3::int[], $4::uuid[], $5::uuid[], $6::bigint[], $7::boolean[], $8::boolean[], $9::text[], $10::bytea[], $11::text[], $13::int[])
      WITH ORDINALITY
      AS given (environment_id, delivery_id, event_id, updated_at, completed, is_creation, delivery, response_body, creation, bytes, ord)
  ), changes AS (
    SELECT ord, 0 AS part, environment_id, delivery_id, event_id, updated_at, creation AS delivery, NULL AS response_body,
      octet_length(creation) AS bytes
    FROM given WHERE last IS NULL AND creation IS NOT NULL
    UNION ALL
    SELECT ord, 1, environment_id, delivery_id, event_id, updated_at, delivery, CASE WHEN response_body IS NOT NULL AND EXISTS (
      SELECT FROM events e WHERE e.environment_id = given.environment_id AND e.id = given.event_id AND ${erasedAt("e")} IS NULL
    ) THEN response_body END, bytes
    FROM given WHERE completed OR last IS NULL OR NOT is_creation AND last <= updated_at
  )
  INSERT INTO stream_changes (log_id, n, environment_id, delivery_id, event_id, updated_at, delivery, response_body, bytes)
  SELECT $1, $2::bigint + row_number() OVER (ORDER BY ord, part) - 1, environment_id, delivery_id, event_id, updated_at, delivery,
    response_body, $12::bigint + sum(bytes) OVER (ORDER BY ord, part)
  FROM changes`;

/** Those that another process may not have written yet: of deliveries that have been created just now, while the log was open. */
function creationsOf(deliveries: readonly Delivery[], openedAt: Millis): (Delivery | null)[] {
  const seen = new Set<string>();
  return deliveries.map((delivery) => {
    const { id, created_at, updated_at } = delivery;
    const isKnown = seen.has(id) || isCreation(delivery) || timeOf(knownUuid(id)) < openedAt;
    seen.add(id);
    if (isKnown || updated_at - created_at > JUST_CREATED_MS) return null;
    return showQueued(delivery, newQueued(created_at), { last: null, waiting: null });
  });
}

function isCreation({ created_at, updated_at, latency_ms, completed_at }: Delivery): boolean {
  return created_at === updated_at && latency_ms === null && completed_at === null;
}

function toText(delivery: Delivery): string {
  return JSON.stringify({ ...delivery, response_body: null });
}
