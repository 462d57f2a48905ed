import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../packages/receiver/test/free-port.js";

/** Why PgBouncer cannot be started here; undefined when it can. */
export const pgbouncerMissing: string | undefined =
  spawnSync("pgbouncer", ["--version"]).error === undefined
    ? undefined
    : "pgbouncer is not on the PATH: apt-get install pgbouncer";

export interface RunningPgBouncer {
  /** The database's URL, through PgBouncer, without `pgbouncer=true`. */
  url: string;
  stop(): Promise<void>;
}

interface Options {
  mode?: "transaction" | "session";
  /** Connections to the database; fewer than the clients have, so that they take turns. */
  poolSize?: number;
  /** Accept the settings of a session, and forget them. */
  ignoreSettings?: boolean;
}

export async function startPgBouncer(
  databaseUrl: string,
  { mode = "transaction", poolSize = 3, ignoreSettings = false }: Options = {},
): Promise<RunningPgBouncer> {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  const folder = mkdtempSync(join(tmpdir(), "harbor-pgbouncer-"));
  chmodSync(folder, 0o755);
  const file = join(folder, "pgbouncer.ini");
  const listenPort = await freePort();
  const ignored = "extra_float_digits,options,statement_timeout,idle_in_transaction_session_timeout";
  const settings = {
    listen_addr: "127.0.0.1",
    listen_port: listenPort,
    unix_socket_dir: "",
    auth_type: "any",
    pool_mode: mode,
    default_pool_size: poolSize,
    ...(ignoreSettings && { ignore_startup_parameters: ignored }),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const database = `* = host=${hostname} port=${port || 5432} user=${username} password=${decodeURIComponent(password)}`;
  writeFileSync(file, ["[databases]", database, "[pgbouncer]", ...lines, ""].join("\n"));
  // It refuses to run as root. Debian creates this user with it.
  const user = process.getuid?.() === 0 ? ["-u", "postgres"] : [];
  const child = spawn("pgbouncer", [...user, file], { stdio: ["ignore", "ignore", "pipe"] });
  const exited = once(child, "exit");
  let log = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes("process up")) resolve();
    });
    exited.then(() => reject(new Error(`PgBouncer did not start:\n${log}`)), reject);
  });
  return {
    url: `postgres://${username}@127.0.0.1:${listenPort}${pathname}`,
    async stop() {
      child.kill("SIGTERM");
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}
