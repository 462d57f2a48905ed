import { Client, type CustomTypesConfig, type PoolConfig, types } from "pg";

/** How the store talks to its database, as the URL says. */
export interface PostgresSettings {
  /** For every connection. */
  connection: PoolConfig;
  /**
   * `pgbouncer=true`: connections go through PgBouncer in transaction mode. Statements are not prepared by name, and changes of other
   * processes are found by polling, because LISTEN needs a connection of its own.
   */
  pgbouncer: boolean;
}

const CONNECT_TIMEOUT_MS = 5000;
/** The database ends a statement that runs longer, and a transaction whose process stands still. */
const STATEMENT_TIMEOUT_MS = 30_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;
/** The connection is given up: the network does not carry the response, or the server has gone without a word. */
const RESPONSE_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 5000;

/** `bigint`: counts and times, which fit into a double exactly. */
const INT8: number = types.builtins.INT8;

const PARSERS: CustomTypesConfig = {
  getTypeParser(type, format) {
    const oid: number = type;
    return oid === INT8 ? Number : (types.getTypeParser(type, format) as (text: string) => unknown);
  },
};

/** The URL is libpq's (`sslmode`, `application_name`, the password file), with Harbor's `pgbouncer` beside. */
export function postgresSettings(url: string): PostgresSettings {
  const parsed = new URL(url);
  const pgbouncer = parsed.searchParams.get("pgbouncer") === "true";
  const given = parsed.searchParams.get("options");
  parsed.searchParams.delete("pgbouncer");
  parsed.searchParams.delete("options");
  // Without it the driver takes every sslmode but `disable` and `no-verify` for verify-full.
  parsed.searchParams.set("uselibpqcompat", "true");
  const connection = {
    connectionString: parsed.href,
    application_name: parsed.searchParams.get("application_name") ?? "harbor",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: RESPONSE_TIMEOUT_MS,
    keepAlive: true,
    types: PARSERS,
    // Statements of a transaction that do not depend on each other go out together.
    pipeline: true,
    // PgBouncer refuses parameters that it does not know, unless its own settings name them.
    ...(pgbouncer
      ? {}
      : {
          // Compiling statements of a millisecond costs more than it saves.
          options: given === null ? "-c jit=off" : `${given} -c jit=off`,
          statement_timeout: STATEMENT_TIMEOUT_MS,
          idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
        }),
  } as PoolConfig;
  requireReadable(connection);
  return { connection, pgbouncer };
}

/** The driver reads the files of the URL for each connection, where a missing one would look like a server that is down. */
function requireReadable(connection: PoolConfig): void {
  try {
    new Client(connection);
  } catch (cause) {
    throw new Error(`HARBOR_DATABASE_URL: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
