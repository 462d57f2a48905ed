import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { usageError } from "../cli-error.js";
import { choosePort, printedPort } from "./find-port.js";
import { listeningPorts } from "./listening-ports.js";

export interface ChildOptions {
  command: readonly string[];
  env: NodeJS.ProcessEnv;
  onLine: (line: string) => void;
}

export interface ChildExit {
  /** As a shell has it: 128 and the number of the signal for a process that a signal ended. */
  code: number;
  signal: NodeJS.Signals | null;
}

const POLL_MS = 100;
/** The time between asking a process group to end and killing it. */
const STOP_TIMEOUT_MS = 5000;
const isWindows = process.platform === "win32";

/** A command that runs beside the tunnel, in a process group of its own, so that everything it starts can be ended with it. */
export class Child {
  readonly exited: Promise<ChildExit>;
  readonly #process: ChildProcess;
  #printedPort: number | null = null;
  #exit: ChildExit | null = null;

  private constructor(child: ChildProcess, onLine: (line: string) => void) {
    this.#process = child;
    this.exited = new Promise((resolve) => {
      child.once("close", (code, signal) => {
        this.#exit = { code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), signal };
        resolve(this.#exit);
      });
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream, crlfDelay: Infinity }).on("line", (line) => {
        this.#printedPort ??= printedPort(line);
        onLine(line);
      });
    }
    process.once("exit", () => {
      if (this.isRunning()) this.signal("SIGKILL");
    });
  }

  /** Resolves once the process runs. A command that cannot be started is a usage error. */
  static async start({ command: [program = "", ...args], env, onLine }: ChildOptions): Promise<Child> {
    const child = spawn(program, args, {
      env,
      // Its stdin stays open and empty: many watchers stop when theirs ends.
      stdio: ["pipe", "pipe", "pipe"],
      detached: !isWindows,
      // npm and its like are scripts there, which only a shell starts.
      shell: isWindows,
    });
    const started = new Child(child, onLine);
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", (error) => {
        reject(usageError(`${program} cannot be started: ${error.message}`));
      });
    });
    return started;
  }

  /** The port on which the command listens, as soon as there is one; null if `signal` is aborted before. */
  async port(signal: AbortSignal): Promise<number | null> {
    while (!signal.aborted) {
      const found = choosePort(await this.#ports(), this.#printedPort);
      if (found !== null) return found;
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
    return null;
  }

  /** To the whole group; it may be gone already. */
  signal(signal: NodeJS.Signals): void {
    const { pid } = this.#process;
    if (pid === undefined) return;
    try {
      if (isWindows) spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore" });
      else process.kill(-pid, signal);
    } catch {
      // The group is empty.
    }
  }

  /** Asks the group to end, and kills what is left of it after a while. */
  async stop(signal: NodeJS.Signals): Promise<ChildExit> {
    this.signal(signal);
    const deadline = Date.now() + STOP_TIMEOUT_MS;
    while (this.isRunning() && Date.now() < deadline) await sleep(POLL_MS / 4);
    if (this.isRunning()) this.signal("SIGKILL");
    return await this.exited;
  }

  /** The command, or something that it started, still runs. */
  isRunning(): boolean {
    const { pid } = this.#process;
    if (pid === undefined || isWindows) return this.#exit === null;
    try {
      process.kill(-pid, 0);
      return true;
    } catch {
      return false;
    }
  }

  async #ports(): Promise<number[] | null> {
    const { pid } = this.#process;
    return pid === undefined ? [] : await listeningPorts(pid);
  }
}
