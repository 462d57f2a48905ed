import { Client } from "pg";
import { asUnavailable } from "./failures.js";
import type { PostgresSettings } from "./settings.js";

/** Other clients of a pooler may take the connection that would prove its mode. */
const ROUNDS = 5;

/**
 * A pooler in transaction mode shares connections between clients: statements prepared by name, LISTEN and locks of a session do not
 * hold, and fail only now and then. Rejects if the URL leads to one without `pgbouncer=true`.
 */
export async function requireSessions({ connection, pgbouncer }: PostgresSettings): Promise<void> {
  if (pgbouncer) return;
  const client = new Client(connection);
  client.on("error", () => undefined);
  try {
    await client.connect();
    const pid = await backendOf(client);
    // PostgreSQL names the same process when it accepts a connection; a pooler does not know yet which it will be.
    if (
      (client as unknown as { processID: number }).processID !== pid &&
      (await isShared(client, connection))
    )
      throw new Error(
        "HARBOR_DATABASE_URL: leads to a connection pooler in transaction mode, such as PgBouncer. Add pgbouncer=true to the URL, or name " +
          "PostgreSQL itself.",
      );
  } catch (error) {
    throw asUnavailable(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whether another client's transaction gets this client's connection to the database, or moves this client to another one. */
async function isShared(client: Client, connection: PostgresSettings["connection"]): Promise<boolean> {
  const other = new Client(connection);
  other.on("error", () => undefined);
  try {
    await other.connect();
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = await backendOf(client);
      await other.query("BEGIN");
      const theirs = await backendOf(other);
      // A pool of one connection lets this client wait for the end of the transaction.
      const after = backendOf(client);
      await other.query("COMMIT");
      if (theirs === before || (await after) !== before) return true;
    }
    return false;
  } finally {
    await other.end().catch(() => undefined);
  }
}

async function backendOf(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return rows[0]?.pid;
}
