import type { EventSchemas, EventToSend } from "./define-events.js";
import { type CheckedEvent, checkEvent } from "./event-input.js";
import { createIdempotencyKey } from "./idempotency-key.js";
import { DEFAULT_TABLE, type NewOutboxRow } from "./outbox/outbox-table.js";
import { type PgClient, PostgresTable } from "./outbox/postgres-table.js";
import { OutboxRelay, type RelayOptions } from "./outbox/relay.js";
import { type SqliteDatabase, SqliteTable } from "./outbox/sqlite-table.js";

export type { OutboxRow } from "./outbox/outbox-table.js";
export type { OutboxRelay, RelayOptions, RelayResult } from "./outbox/relay.js";
export type { PgClient, SqliteDatabase };

/** The outbox's database and table. */
export interface OutboxOptions<Database, Events extends EventSchemas> {
  /**
   * The database that the relay reads: a `Pool` of `pg`, a handle of better-sqlite3 or a `DatabaseSync` of node:sqlite. The
   * relay waits for a transaction that is open on a SQLite handle: give it its own handle if yours stay open across an `await`.
   */
  database: Database;
  /** The application's events (`defineEvents`). `enqueue` then accepts only these. */
  events?: Events | undefined;
  /** `[schema.]table`. Default `harbor_outbox`. */
  table?: string | undefined;
}

/** Events that are written in the transaction of the change they announce, and sent from there. */
export interface Outbox<Sendable, Tx, Done> {
  /** The SQL that creates table and index, for your own migrations. It can be run again. */
  readonly schema: string;
  /** Creates table and index if they are missing. */
  migrate(): Promise<void>;
  /**
   * For the start of a process that only enqueues and does not migrate.
   *
   * @throws Error that names the table and the remedy, when the table or a column is missing
   */
  check(): Promise<void>;
  /**
   * Writes an event in the caller's open transaction. If the transaction is rolled back, the event does not exist.
   *
   * @throws HarborError `invalid_event` when the event does not match `events`; TypeError for a `Pool` (PostgreSQL) and outside
   * a transaction (SQLite); Error when the table is missing. A PostgreSQL client without BEGIN cannot be detected.
   */
  enqueue(tx: Tx, event: Sendable): Done;
  /** Sends the events. */
  relay(options: RelayOptions): OutboxRelay;
}

/**
 * A transactional outbox in PostgreSQL or SQLite. The relay sends each event at least once and always under the key that was
 * stored with it, so that Harbor stores it once within 24 hours
 * ([producer idempotency](https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#3-api)).
 *
 * @throws TypeError for a table name with characters other than letters, digits and underscores
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
    check: () => table.check(),
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
    check: () => table.check(),
    enqueue(tx, event) {
      const checked = checkEvent(event, options.events);
      if (!(checked instanceof Promise)) return table.insert(tx, toRow(checked));
      checked.catch(() => undefined);
      throw new TypeError(
        `The schema of ${event.type} is asynchronous; a transaction in SQLite cannot wait for it.`,
      );
    },
    relay: (relayOptions) => new OutboxRelay(table, relayOptions),
  };
}

function toRow(event: CheckedEvent): NewOutboxRow {
  const { type, body, idempotency_key, occurred_at, tenant, ordering_key } = event;
  return {
    type,
    body: body.text,
    idempotency_key: idempotency_key ?? createIdempotencyKey(),
    occurred_at: occurred_at ?? null,
    tenant: tenant ?? null,
    ordering_key: ordering_key ?? null,
  };
}
