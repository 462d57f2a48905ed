// Starts the benchmark's processes and talks to them.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const MESSAGE_TIMEOUT_MS = 600_000;
/** For every process of a run, such as `--cpu-prof --cpu-prof-dir=.harbor/profiles`. */
const NODE_ARGS = process.env.BENCH_NODE_ARGS?.split(" ") ?? [];

/** Starts `file`; every process here reports its CPU time and memory (`report-cpu.mjs`). */
export function startProcess(file, { args = [], env = {}, execPath = process.execPath } = {}) {
  const child = fork(file, args, {
    execPath,
    env: { ...process.env, ...env },
    execArgv: ["--import", here("./report-cpu.mjs"), ...NODE_ARGS],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  return {
    child,
    /** The first message that has `key`. */
    async ask(key, message) {
      if (message !== undefined) child.send(message);
      for (;;) {
        const [reply] = await once(child, "message", { signal: AbortSignal.timeout(MESSAGE_TIMEOUT_MS) });
        if (key in reply) return reply[key];
      }
    },
    /** `{ cpuMs, residentBytes }` so far. */
    async usage() {
      return await this.ask("usage", { usage: true });
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

async function startReceiver() {
  const receiver = startProcess(here("./receiver.mjs"));
  return { ...receiver, url: await receiver.ask("url") };
}

export async function startRelay(receiver) {
  const relay = startProcess(here("./relay.mjs"), { args: [`${receiver.url}/ok`] });
  return { ...relay, url: await relay.ask("url"), key: "hk_test_none_needed" };
}

/** The built server, in another checkout too: `main` is the path of its `dist/main.js`. */
export async function startHarbor({ databaseFile, env = {}, main = here("../../dist/main.js") }) {
  const keys = ["hk_test_benchmark_key", "hk_test_second_account"];
  const startedAt = performance.now();
  const harbor = startProcess(main, {
    args: ["start"],
    env: {
      HARBOR_PORT: "0",
      HARBOR_DATABASE_URL: `sqlite:${databaseFile}`,
      HARBOR_API_KEYS: keys[0],
      HARBOR_LOG_LEVEL: "error",
      ...env,
    },
  });
  const [line] = await once(harbor.child.stdout, "data");
  const url = /harbor ready (\S+)/.exec(String(line))?.[1];
  if (url === undefined)
    throw new Error(`the server printed ${JSON.stringify(String(line))} instead of its ready line`);
  return { ...harbor, url, key: keys[0], startMs: performance.now() - startedAt };
}

async function startLoad() {
  const load = startProcess(here("./load.mjs"));
  await load.ask("ready");
  return load;
}

/**
 * Runs `body` with a receiver, a load process and a folder for databases, and stops every process that it registered with
 * `own`. The folder is in the working folder, which is on a disk; a temporary folder may be memory, where an fsync costs nothing.
 */
export async function withProcesses(body) {
  mkdirSync(".harbor", { recursive: true });
  const folder = mkdtempSync(join(".harbor", "bench-"));
  const owned = [];
  const own = (started) => {
    owned.unshift(started);
    return started;
  };
  try {
    const receiver = own(await startReceiver());
    const load = own(await startLoad());
    await body({ folder, own, receiver, load });
  } finally {
    // One that cannot be stopped must not hide why the run failed, nor leave the others behind.
    for (const started of owned) await started.stop().catch((error) => console.error(error));
    rmSync(folder, { recursive: true });
  }
}
