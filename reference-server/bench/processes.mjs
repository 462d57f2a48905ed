// Starts the benchmark's processes and talks to them.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** Starts `file`; every process here answers `{ cpu: true }` with the CPU time it has used, in ms. */
export function startProcess(file, { args = [], env = {} } = {}) {
  const child = fork(file, args, {
    env: { ...process.env, ...env },
    execArgv: ["--import", here("./report-cpu.mjs")],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  return {
    child,
    /** The first message that has `key`. */
    async ask(key, message) {
      if (message !== undefined) child.send(message);
      for (;;) {
        const [answer] = await once(child, "message", { signal: AbortSignal.timeout(120_000) });
        if (key in answer) return answer[key];
      }
    },
    async cpuMs() {
      return await this.ask("cpuMs", { cpu: true });
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

export async function startReceiver() {
  const receiver = startProcess(here("./receiver.mjs"));
  return { ...receiver, url: await receiver.ask("url") };
}

export async function startRelay(receiverUrl) {
  const relay = startProcess(here("./relay.mjs"), { args: [receiverUrl] });
  return { ...relay, url: await relay.ask("url"), key: "hk_test_none_needed" };
}

export async function startHarbor(databaseFile) {
  const key = "hk_test_benchmark_key";
  const harbor = startProcess(here("../dist/main.js"), {
    args: ["start"],
    env: {
      HARBOR_PORT: "0",
      HARBOR_DATABASE_URL: `sqlite:${databaseFile}`,
      HARBOR_API_KEYS: key,
      HARBOR_LOG_LEVEL: "warn",
    },
  });
  const [line] = await once(harbor.child.stdout, "data");
  const url = /harbor ready (\S+)/.exec(String(line))?.[1];
  if (url === undefined)
    throw new Error(`the server said ${JSON.stringify(String(line))} instead of its ready line`);
  return { ...harbor, url, key };
}

export async function startLoad() {
  const load = startProcess(here("./load.mjs"));
  await load.ask("ready");
  return load;
}
