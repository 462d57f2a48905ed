import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { FROM_SOURCES } from "./bundle.js";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const children = new Set<ChildProcess>();
let bundled: Promise<string> | undefined;

/** The program built from the current sources: it starts several times faster than through a loader. */
function program(): Promise<string> {
  const outdir = at(`../node_modules/.cache/harbor-server-test/${process.pid}`);
  bundled ??= build({
    entryPoints: [at("../src/main.ts"), at("../src/store-thread.ts")],
    outdir,
    ...FROM_SOURCES,
    // One folder for all, so that the store's thread is found beside the module that starts it.
    splitting: true,
  }).then(() => {
    writeFileSync(`${outdir}/package.json`, '{ "type": "module" }');
    process.once("exit", () => {
      rmSync(outdir, { recursive: true, force: true });
    });
    return `${outdir}/main.js`;
  });
  return bundled;
}

export interface ServerProcess {
  url: string;
  child: ChildProcess;
  /** The last 2,000 characters that it wrote to stderr. */
  stderr(): string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number>;
}

export interface Ran {
  code: number;
  out: string;
  err: string;
}

interface Environment {
  [name: string]: string;
}

interface Spawned {
  /** A command that runs the program, as `strace -D` does. */
  under?: string[];
  cwd?: string;
}

async function spawnProgram(
  args: string[],
  env: Environment,
  { under = [], cwd = process.cwd() }: Spawned = {},
): Promise<ChildProcess> {
  const [command = "", ...rest] = [...under, process.execPath, await program(), ...args];
  const child = spawn(command, rest, {
    cwd,
    env: { ...process.env, HARBOR_PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

/** `harbor-server <args>`, as an operator runs it, to its end. */
export async function runProgram(args: string[], env: Environment, options: Spawned = {}): Promise<Ran> {
  const child = await spawnProgram(args, env, options);
  const text = { out: "", err: "" };
  child.stdout?.on("data", (chunk: Buffer) => (text.out += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (text.err += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  return { code, ...text };
}

/** `harbor-server start`. Resolves with its ready line's URL, rejects with what it said instead. */
export async function startProgram(env: Environment, under: string[] = []): Promise<ServerProcess> {
  const child = await spawnProgram(["start"], { HARBOR_LOG_LEVEL: "error", ...env }, { under });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("the streams are pipes");
  let said = "";
  stderr.on("data", (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2000)));
  const line = await Promise.race([
    once(createInterface({ input: stdout }), "line").then(([text]) => String(text)),
    once(child, "exit").then(() => said),
  ]);
  const url = /^harbor ready (\S+)$/.exec(line)?.[1];
  if (url === undefined) throw new Error(`instead of its ready line the server said: ${line}`);
  return {
    url,
    child,
    stderr: () => said,
    async stop() {
      child.kill("SIGTERM");
      const [code] = (await once(child, "exit")) as [number];
      return code;
    },
  };
}

/** For `afterEach`: ends what a test has left running. */
export function killPrograms(): void {
  for (const child of children) child.kill("SIGKILL");
}
