// A PostgreSQL for a run: npm's, with its own defaults, so that it syncs every commit to the disk.
import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Client } from "pg";
import { tsImport } from "tsx/esm/api";
import { FILLED_ENV } from "./filled.mjs";
import { startHarbor } from "./processes.mjs";

/** Of the times in /proc. */
const TICKS_PER_SECOND = 100;

/** With its data in `folder`, which should be on a disk. `stop` ends it and leaves `folder` empty. */
export async function startPostgres(folder, { connections = 100 } = {}) {
  // The server may run as another user, who has to be able to enter.
  for (const path of [dirname(resolve(folder)), resolve(folder)]) chmodSync(path, 0o755);
  const module = "../../../packages/receiver/test/databases/own-postgres.ts";
  const { startOwnPostgres } = await tsImport(module, import.meta.url);
  const server = await startOwnPostgres({
    parent: resolve(folder),
    flags: ["-c", `max_connections=${connections}`],
  });
  const client = new Client({ connectionString: server.url });
  await client.connect();
  return {
    /** An empty database. */
    async create(name) {
      await client.query(`CREATE DATABASE ${name}`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    /** So far: of all its processes, and of all databases. */
    async usage() {
      const { rows } = await client.query("SELECT wal_bytes::float8 AS wal FROM pg_stat_wal");
      return { cpuMs: cpuMs(server.dataFolder), walBytes: rows[0].wal };
    },
    async stop() {
      await client.end();
      await server.stop();
    },
  };
}

/** A Harbor on an empty or a filled database, with the settings that an embedded one has by default. */
export async function startHarborOn(url) {
  return await startHarbor({
    env: {
      HARBOR_DATABASE_URL: url,
      ...FILLED_ENV,
      HARBOR_RATE_LIMITS: "off",
      HARBOR_TEST_NETWORKS: "127.0.0.0/8",
    },
  });
}

/** User and system time of the server's processes, those that have ended included; NaN where the machine does not show it. */
function cpuMs(dataFolder) {
  try {
    const server = readFileSync(join(dataFolder, "postmaster.pid"), "utf8").split("\n", 1)[0];
    const children = readdirSync("/proc").filter(
      (pid) => /^\d+$/.test(pid) && timesOf(pid)?.parent === server,
    );
    const { own, ended } = timesOf(server);
    const ticks = children.reduce((sum, pid) => sum + (timesOf(pid)?.own ?? 0), own + ended);
    return (ticks * 1000) / TICKS_PER_SECOND;
  } catch {
    return NaN;
  }
}

/** Undefined for a process that has gone. */
function timesOf(pid) {
  let stat;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  // After the name in parentheses: state, parent, and from the twelfth on the times of the process and of its children that ended.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system, endedUser, endedSystem] = fields.slice(11, 15).map(Number);
  return { parent: fields[1], own: user + system, ended: endedUser + endedSystem };
}
