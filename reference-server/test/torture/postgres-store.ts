import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, type QueryResultRow } from "pg";
import {
  type OwnPostgres,
  startOwnPostgres,
} from "../../../packages/receiver/test/databases/own-postgres.js";
import { startDatabaseProxy } from "../database-proxy.js";
import { mountSmall } from "../small-file-system.js";
import { createPostgresStore, EMBEDDED } from "../store-under-test.js";
import { type Breaker, DISK, fillDisk, NO_SMALL_DISK, sleep, type TortureStore } from "./torture-store.js";

const PROCESSES = 3;
const RECOVERY_MS = 30_000;

interface Below {
  env: Record<string, string>;
  faults: Breaker[];
  leftOut: string | null;
  release(): Promise<void>;
}

/** A database of several processes, behind a proxy. */
export async function openPostgresDatabase(random: () => number): Promise<TortureStore> {
  const given = process.env.HARBOR_TEST_POSTGRES_URL;
  const below = given === undefined || given === "" ? await ownServer(random) : await givenServer();
  const direct = below.env.HARBOR_DATABASE_URL ?? "";
  const proxy = await startDatabaseProxy(direct);

  async function cut(): Promise<void> {
    proxy.cut();
    await sleep(1000);
    proxy.restore();
  }

  async function delay(): Promise<void> {
    proxy.delay(100);
    await sleep(1000);
    proxy.delay(0);
  }

  return {
    ...below,
    processes: PROCESSES,
    env: { ...below.env, HARBOR_DATABASE_URL: proxy.url },
    faults: [
      ["terminate_connections", () => terminate(direct)],
      ["cut_database", cut],
      ["delay_database", delay],
      ...below.faults,
    ],
    async release() {
      proxy.close();
      await below.release();
    },
  };
}

/** One that others use too. */
async function givenServer(): Promise<Below> {
  const store = await createPostgresStore();
  return {
    ...store,
    faults: [],
    leftOut: "the faults of the database itself, which HARBOR_TEST_POSTGRES_URL names",
  };
}

/** With fsync as by default, on a small disk where one can be mounted. */
async function ownServer(random: () => number): Promise<Below> {
  const folder = mkdtempSync(join(tmpdir(), "harbor-torture-"));
  chmodSync(folder, 0o755);
  const data = join(folder, "data");
  const disk = mountSmall(data, DISK);
  const server = await startOwnPostgres({ parent: data });

  return {
    env: { ...EMBEDDED, HARBOR_DATABASE_URL: server.url },
    faults: [
      ...crashes(server, random),
      // A log that cannot grow ends the server, and it may find no room to recover.
      ...(disk === null ? [] : [fillDisk(disk, () => server.start())]),
    ],
    leftOut: disk === null ? NO_SMALL_DISK : null,
    async release() {
      await server.stop();
      disk?.unmount();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function crashes(server: OwnPostgres, random: () => number): Breaker[] {
  async function restart(): Promise<void> {
    await server.end("SIGINT");
    await server.start();
  }

  async function kill(): Promise<void> {
    await server.end(random() < 0.5 ? "SIGKILL" : "SIGQUIT");
    await server.start();
  }

  async function killBackend(): Promise<void> {
    const pids = await backends(server.url);
    const pid = pids[Math.floor(random() * pids.length)];
    if (pid !== undefined) process.kill(pid, "SIGKILL");
    await server.start();
  }

  async function freeze(): Promise<void> {
    const pids = await backends(server.url);
    for (const pid of pids) signalIfAlive(pid, "SIGSTOP");
    await sleep(2000);
    for (const pid of pids) signalIfAlive(pid, "SIGCONT");
  }

  return [
    ["restart_database", restart],
    ["kill_database", kill],
    ["kill_backend", killBackend],
    ["freeze_database", freeze],
  ];
}

/** The processes that serve Harbor. */
async function backends(connectionString: string): Promise<number[]> {
  const rows = await ask<{ pid: number }>(
    connectionString,
    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
  );
  return rows.map(({ pid }) => pid);
}

/** A database that accepts connections again may only then notice that one of its processes has died, and recover. */
async function ask<Row extends QueryResultRow>(connectionString: string, sql: string): Promise<Row[]> {
  for (const deadline = performance.now() + RECOVERY_MS; ;) {
    const client = new Client({ connectionString });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return (await client.query<Row>(sql)).rows;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(100);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** A connection may end, with its process. */
function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

async function terminate(connectionString: string): Promise<void> {
  await ask(
    connectionString,
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
}
