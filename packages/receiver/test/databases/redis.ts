import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Why Redis cannot be started here; undefined when it can. */
export const redisMissing: string | undefined =
  spawnSync("redis-server", ["--version"]).error === undefined
    ? undefined
    : "redis-server is not on the PATH: apt-get install redis-server, or brew install redis";

export interface RunningRedis {
  socketPath: string;
  stop(): Promise<void>;
}

/** An empty server of its own, reached through a socket file, so that no port can be taken. */
export async function startRedis(): Promise<RunningRedis> {
  const folder = await mkdtemp(join(tmpdir(), "harbor-redis-"));
  const socketPath = join(folder, "redis.sock");
  const arguments_ = [
    "--port",
    "0",
    "--unixsocket",
    socketPath,
    "--dir",
    folder,
    "--save",
    "",
    "--appendonly",
    "no",
  ];
  const server = spawn("redis-server", arguments_, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(server, "exit");
  let log = "";
  await new Promise<void>((resolve, reject) => {
    server.stdout.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      if (/ready to accept connections/i.test(log)) resolve();
    });
    exited.then(() => reject(new Error(`redis-server did not start:\n${log}`)), reject);
  });
  return {
    socketPath,
    stop: async () => {
      server.kill();
      await exited;
      await rm(folder, { recursive: true });
    },
  };
}
