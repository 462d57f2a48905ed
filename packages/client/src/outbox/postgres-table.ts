import {
  type ClaimOptions,
  EVENT_COLUMNS,
  missingTable,
  type NewOutboxRow,
  type OutboxRow,
  type OutboxTable,
  quoteNames,
} from "./outbox-table.js";

/** A `Pool`, `Client` or `PoolClient` of the `pg` package. */
export interface PgClient {
  query(text: string, parameters?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** `undefined_table` and `undefined_column`, https://www.postgresql.org/docs/current/errcodes-appendix.html */
const MISSING = new Set(["42P01", "42703"]);

/** Every column that the outbox uses. */
const COLUMNS = `id, ${EVENT_COLUMNS}, lease_token, leased_until, refused_at, refusal`;

/** The time is the database's, so that relays on several machines agree. */
export class PostgresTable implements OutboxTable {
  readonly schema: string;
  readonly #client: PgClient;
  readonly #table: string;

  constructor(client: PgClient, name: string) {
    const { table, index } = quoteNames(name);
    this.#client = client;
    this.#table = table;
    this.schema = `
CREATE TABLE IF NOT EXISTS ${table} (
  id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  type            text        NOT NULL,
  body            text        NOT NULL,
  idempotency_key text        NOT NULL DEFAULT gen_random_uuid()::text,
  occurred_at     text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  lease_token     text,
  leased_until    timestamptz NOT NULL DEFAULT '-infinity',
  refused_at      timestamptz,
  refusal         text,
  tenant          text,
  ordering_key    text
);

ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS tenant text, ADD COLUMN IF NOT EXISTS ordering_key text;

CREATE INDEX IF NOT EXISTS ${index} ON ${table} (id) WHERE refused_at IS NULL;
`;
  }

  /** The lock serialises processes that start together: concurrent CREATE TABLE IF NOT EXISTS can fail. */
  async migrate(): Promise<void> {
    await this.#client.query(
      `SELECT pg_advisory_xact_lock(hashtext('harbor outbox migration'));\n${this.schema}`,
    );
  }

  async check(): Promise<void> {
    await this.#query(this.#client, `SELECT ${COLUMNS} FROM ${this.#table} LIMIT 0`);
  }

  /** @throws TypeError for a pool: its statements run on any connection, not in the caller's transaction */
  async insert(
    tx: PgClient,
    { type, body, idempotency_key, occurred_at, tenant, ordering_key }: NewOutboxRow,
  ): Promise<void> {
    if ("totalCount" in tx) {
      throw new TypeError("enqueue needs the client that ran BEGIN (from pool.connect()), not the Pool.");
    }
    const text = `INSERT INTO ${this.#table} (${EVENT_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6)`;
    await this.#query(tx, text, [type, body, idempotency_key, occurred_at, tenant, ordering_key]);
  }

  async claim({ token, limit, leaseMs }: ClaimOptions): Promise<OutboxRow[]> {
    const text = `
UPDATE ${this.#table}
SET lease_token = $1, leased_until = clock_timestamp() + $2::double precision * interval '1 millisecond'
WHERE id IN (
  SELECT id FROM ${this.#table}
  WHERE refused_at IS NULL AND leased_until <= clock_timestamp()
  ORDER BY id
  LIMIT $3::integer
  FOR UPDATE SKIP LOCKED
)
RETURNING id::double precision AS id, ${EVENT_COLUMNS}`;
    const rows = await this.#query(this.#client, text, [token, leaseMs, limit]);
    // RETURNING has no order.
    return (rows as OutboxRow[]).sort((a, b) => a.id - b.id);
  }

  async remove(ids: number[]): Promise<void> {
    await this.#query(this.#client, `DELETE FROM ${this.#table} WHERE id = ANY ($1::bigint[])`, [ids]);
  }

  async park(id: number, reason: string): Promise<void> {
    const text = `UPDATE ${this.#table} SET refused_at = clock_timestamp(), refusal = $2 WHERE id = $1::bigint`;
    await this.#query(this.#client, text, [id, reason]);
  }

  async release(token: string): Promise<void> {
    const text = `UPDATE ${this.#table} SET leased_until = '-infinity' WHERE lease_token = $1 AND refused_at IS NULL`;
    await this.#query(this.#client, text, [token]);
  }

  async #query(client: PgClient, text: string, parameters?: unknown[]): Promise<unknown[]> {
    try {
      return (await client.query(text, parameters)).rows;
    } catch (error) {
      const { code } = error as { code?: string };
      throw code !== undefined && MISSING.has(code) ? missingTable(this.#table, error) : error;
    }
  }
}
