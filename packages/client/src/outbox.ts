import type { EventSchemas, EventToSend } from "./define-events.js";
import { type CheckedEvent, checkEvent } from "./event-input.js";
import { createIdempotencyKey } from "./idempotency.js";
import { DEFAULT_TABLE, type NewOutboxRow } from "./outbox/outbox-table.js";
import { type PgClient, PostgresTable } from "./outbox/postgres-table.js";
import { OutboxRelay, type RelayOptions } from "./outbox/relay.js";
import { type SqliteDatabase, SqliteTable } from "./outbox/sqlite-table.js";

export type { OutboxRow } from "./outbox/outbox-table.js";
export type { OutboxRelay, RelayOptions, RelayResult } from "./outbox/relay.js";
export type { PgClient, SqliteDatabase };

/** Where the outbox keeps its events. */
export interface OutboxOptions<Database, Events extends EventSchemas> {
  /**
   * Where the relay reads: a `Pool` of `pg`, a handle of better-sqlite3 or a `DatabaseSync` of node:sqlite. A transaction left
   * open on a SQLite handle holds the relay up; give it a handle of its own if yours stay open across an `await`.
   */
  database: Database;
  /** The application's events (`defineEvents`): `enqueue` then takes these only. */
  events?: Events | undefined;
  /** `[schema.]table`. Default `harbor_outbox`. */
  table?: string | undefined;
}

/** Events that are written together with what they tell of, and sent from there. */
export interface Outbox<Sendable, Tx, Done> {
  /** The SQL that creates table and index, for your own migrations; may be run again. */
  readonly schema: string;
  /** Creates them where they are missing. */
  migrate(): Promise<void>;
  /**
   * Writes an event in the caller's own open transaction: if that is rolled back, the event was never there.
   *
   * @throws HarborError `invalid_event` when it does not fit `events`; TypeError for a `Pool` (PostgreSQL) and outside a transaction
   * (SQLite); that a PostgreSQL client has run no BEGIN cannot be told
   */
  enqueue(tx: Tx, event: Sendable): Done;
  /** Sends what was written. */
  relay(options: RelayOptions): OutboxRelay;
}

/**
 * A transactional outbox in PostgreSQL or SQLite. The relay sends each event at least once and always under the key that was
 * stored with it, so that Harbor stores it once (docs/contract.md §3, Producer idempotency: within 24 hours).
 *
 * @throws TypeError for a table name of other than letters, digits and underscores
 * @example
 * ```ts
 * const outbox = createOutbox({ database: pool, events });
 * await outbox.migrate();
 *
 * await client.query("BEGIN");
 * await client.query("INSERT INTO orders (id) VALUES ($1)", ["ord_123"]);
 * await outbox.enqueue(client, { type: "order.created", body: { order_id: "ord_123" } });
 * await client.query("COMMIT");
 *
 * const relay = outbox.relay({ harbor, onError: (error, refused) => log.error({ error, refused }) });
 * relay.start();
 * ```
 */
export function createOutbox<Events extends EventSchemas = EventSchemas>(
  options: OutboxOptions<PgClient, Events>,
): Outbox<EventToSend<Events>, PgClient, Promise<void>>;
export function createOutbox<Events extends EventSchemas = EventSchemas>(
  options: OutboxOptions<SqliteDatabase, Events>,
): Outbox<EventToSend<Events>, SqliteDatabase, void>;
export function createOutbox({
  database,
  ...options
}: OutboxOptions<PgClient | SqliteDatabase, EventSchemas>) {
  return "query" in database
    ? postgresOutbox({ database, ...options })
    : sqliteOutbox({ database, ...options });
}

function postgresOutbox(
  options: OutboxOptions<PgClient, EventSchemas>,
): Outbox<EventToSend, PgClient, Promise<void>> {
  const table = new PostgresTable(options.database, options.table ?? DEFAULT_TABLE);
  return {
    schema: table.schema,
    migrate: () => table.migrate(),
    enqueue: async (tx, event) => table.insert(tx, toRow(await checkEvent(event, options.events))),
    relay: (relayOptions) => new OutboxRelay(table, relayOptions),
  };
}

function sqliteOutbox(
  options: OutboxOptions<SqliteDatabase, EventSchemas>,
): Outbox<EventToSend, SqliteDatabase, void> {
  const table = new SqliteTable(options.database, options.table ?? DEFAULT_TABLE);
  return {
    schema: table.schema,
    migrate: () => table.migrate(),
    enqueue(tx, event) {
      const checked = checkEvent(event, options.events);
      if (!(checked instanceof Promise)) return table.insert(tx, toRow(checked));
      checked.catch(() => undefined);
      throw new TypeError(
        `The schema of ${event.type} is asynchronous, a transaction in SQLite cannot wait for it.`,
      );
    },
    relay: (relayOptions) => new OutboxRelay(table, relayOptions),
  };
}

function toRow({ type, body, idempotency_key, occurred_at }: CheckedEvent): NewOutboxRow {
  return {
    type,
    body: body.text,
    idempotencyKey: idempotency_key ?? createIdempotencyKey(),
    occurredAt: occurred_at ?? null,
  };
}
