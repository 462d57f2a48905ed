import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { runtimePath } from "../../../compatibility/runtimes/runtimes.mjs";
import type { IdempotencyStore } from "../../src/idempotency.js";

const BINARY = process.env.HARBOR_TEST_WORKERD ?? runtimePath("workerd");

/** Why workerd cannot be started here; undefined when it can. */
export const workerdMissing: string | undefined = existsSync(BINARY)
  ? undefined
  : "no workerd: run `npm run fetch:runtimes`, or name a binary in HARBOR_TEST_WORKERD";

const CONFIG = `
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "storage", disk = (path = "storage", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-01-01",
  durableObjectNamespaces = [(className = "IdempotencyObject", uniqueKey = "idempotency", enableSql = true)],
  durableObjectStorage = (localDisk = "storage"),
  bindings = [(name = "IDEMPOTENCY", durableObjectNamespace = "IdempotencyObject")],
);
`;

/** A folder with the worker, its configuration and its objects' storage, which outlives the process. */
export async function workerdFolder() {
  const folder = await mkdtemp(join(tmpdir(), "harbor-workerd-"));
  await mkdir(join(folder, "storage"));
  await writeFile(join(folder, "config.capnp"), CONFIG);
  await build({
    entryPoints: [fileURLToPath(new URL("worker.ts", import.meta.url))],
    outfile: join(folder, "worker.js"),
    bundle: true,
    format: "esm",
    logLevel: "warning",
  });
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

/** Starts workerd on the config.capnp of a folder, which must listen on any free port. */
export async function serveWorkerd(
  folder: string,
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
) {
  const process_ = spawn(BINARY, ["serve", "config.capnp", "--control-fd=3", ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const exited = once(process_, "exit");
  const [line] = (await Promise.race([
    once((process_.stdio[3] as Readable).setEncoding("utf8"), "data"),
    exited.then(([code]) => Promise.reject(new Error(`workerd ended with ${code}`))),
  ])) as [string];
  const { port } = JSON.parse(line) as { port: number };
  return {
    origin: `http://127.0.0.1:${port}`,
    kill: async () => {
      process_.kill("SIGKILL");
      await exited;
    },
  };
}

export async function startWorkerd(folder: string) {
  const { origin, kill } = await serveWorkerd(folder);
  return { store: (options: { retentionDays?: number } = {}) => remoteStore(origin, options), kill };
}

/** The store inside the worker, called from here. */
function remoteStore(url: string, { retentionDays }: { retentionDays?: number }): IdempotencyStore {
  const query = retentionDays === undefined ? "" : `?retentionDays=${retentionDays}`;
  const call = async (method: string, ...parameters: unknown[]) => {
    const response = await fetch(`${url}/${method}${query}`, {
      method: "POST",
      body: JSON.stringify(parameters),
    });
    if (!response.ok) throw new Error(`workerd responded with ${response.status}: ${await response.text()}`);
    return response.json() as Promise<never>;
  };
  return {
    claim: (key, leaseMs) => call("claim", key, leaseMs),
    renew: (key, token, leaseMs) => call("renew", key, token, leaseMs),
    commit: (key, token) => call("commit", key, token),
    release: (key, token) => call("release", key, token),
  };
}
