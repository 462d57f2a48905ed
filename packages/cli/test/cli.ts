import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, vi } from "vitest";
import { bundle } from "./build-cli.js";

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  env?: Record<string, string>;
  /** Piped to stdin; empty by default. */
  input?: string | Buffer;
  /** The folder in which it runs; by default the one of the settings. */
  cwd?: string;
}

/** The command as real processes, with a folder of settings of its own. */
export class Cli {
  readonly folder = mkdtempSync(join(tmpdir(), "harbor-cli-"));
  readonly configDir = join(this.folder, "config");
  readonly #started = new Set<Running>();

  constructor(readonly env: Record<string, string> = {}) {
    afterAll(() => {
      for (const running of this.#started) running.kill("SIGKILL");
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  /** Runs to its end. */
  async run(args: readonly string[], options: CliOptions = {}): Promise<Finished> {
    return await this.start(args, options).finished;
  }

  /** Runs with `--json` and returns its lines. Fails if the command does. */
  async json<T = ReturnType<typeof JSON.parse>>(
    args: readonly string[],
    options: CliOptions = {},
  ): Promise<T[]> {
    const { code, stdout, stderr } = await this.run([...args, "--json"], options);
    if (code !== 0) throw new Error(`harbor ${args.join(" ")} ended with ${code}: ${stderr}`);
    return jsonLines(stdout) as T[];
  }

  start(args: readonly string[], { env = {}, input, cwd = this.folder }: CliOptions = {}): Running {
    const running = new Running(
      spawn(process.execPath, [bundle, ...args], { env: this.environment(env), cwd }),
    );
    this.#started.add(running);
    running.child.stdin?.on("error", () => undefined).end(input);
    return running;
  }

  /** Nothing of the machine's own settings. */
  environment(env: Record<string, string> = {}): Record<string, string> {
    const { PATH = "", HOME = "" } = process.env;
    return { PATH, HOME, HARBOR_CONFIG_DIR: this.configDir, ...this.env, ...env };
  }
}

export class Running {
  stdout = "";
  stderr = "";
  readonly finished: Promise<Finished>;

  constructor(readonly child: ChildProcess) {
    child.stdout?.on("data", (chunk: Buffer) => (this.stdout += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.finished = new Promise((resolve) =>
      child.on("close", (code) => {
        resolve({ code, stdout: this.stdout, stderr: this.stderr });
      }),
    );
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** The first line of JSON that fits. */
  async line<T extends object>(where: (line: T) => boolean): Promise<T> {
    return await vi.waitUntil(() => (jsonLines(this.stdout) as T[]).find(where), {
      timeout: 15_000,
      interval: 20,
    });
  }
}

/** Whole lines only: the last one may still be on its way. */
export function jsonLines(text: string): unknown[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
}
