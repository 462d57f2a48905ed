import {
  type ClaimOptions,
  type NewOutboxRow,
  type OutboxRow,
  type OutboxTable,
  quoteNames,
} from "./outbox-table.js";

/** A `Pool`, `Client` or `PoolClient` of the `pg` package. */
export interface PgClient {
  query(text: string, parameters?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** Time is the database's, so that relays on several machines agree. */
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
  refusal         text
);

CREATE INDEX IF NOT EXISTS ${index} ON ${table} (id) WHERE refused_at IS NULL;
`;
  }

  /** Processes that start together would trip over each other in CREATE TABLE IF NOT EXISTS: the lock puts them in a row. */
  async migrate(): Promise<void> {
    await this.#client.query(
      `SELECT pg_advisory_xact_lock(hashtext('harbor outbox migration'));\n${this.schema}`,
    );
  }

  /** @throws TypeError for a pool: its statements run on any connection, not in the caller's transaction */
  async insert(tx: PgClient, { type, body, idempotencyKey, occurredAt }: NewOutboxRow): Promise<void> {
    if ("totalCount" in tx) {
      throw new TypeError("enqueue needs the client that ran BEGIN (from pool.connect()), not the Pool.");
    }
    const text = `INSERT INTO ${this.#table} (type, body, idempotency_key, occurred_at) VALUES ($1, $2, $3, $4)`;
    await tx.query(text, [type, body, idempotencyKey, occurredAt]);
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
RETURNING id::double precision AS id, type, body,
  idempotency_key AS "idempotencyKey", occurred_at AS "occurredAt"`;
    const { rows } = await this.#client.query(text, [token, leaseMs, limit]);
    // RETURNING keeps no order.
    return (rows as OutboxRow[]).sort((a, b) => a.id - b.id);
  }

  async remove(ids: number[]): Promise<void> {
    await this.#client.query(`DELETE FROM ${this.#table} WHERE id = ANY ($1::bigint[])`, [ids]);
  }

  async park(id: number, reason: string): Promise<void> {
    const text = `UPDATE ${this.#table} SET refused_at = clock_timestamp(), refusal = $2 WHERE id = $1::bigint`;
    await this.#client.query(text, [id, reason]);
  }

  async release(token: string): Promise<void> {
    const text = `UPDATE ${this.#table} SET leased_until = '-infinity' WHERE lease_token = $1 AND refused_at IS NULL`;
    await this.#client.query(text, [token]);
  }
}
