import { spawn } from "node-pty";
import { vi } from "vitest";
import { bundle } from "./build-cli.js";
import type { Cli } from "./cli.js";

/** The command in a real terminal, as somebody at a keyboard has it. */
export class Terminal {
  /** Everything that was written to the screen, escape sequences included. */
  output = "";
  readonly #pty;
  #exitCode: number | null = null;

  constructor(
    cli: Cli,
    args: readonly string[],
    { columns = 80, env = {} }: { columns?: number; env?: Record<string, string> } = {},
  ) {
    this.#pty = spawn(process.execPath, [bundle, ...args], {
      name: "xterm-256color",
      cols: columns,
      rows: 30,
      cwd: cli.folder,
      env: { ...cli.environment(env), TERM: "xterm-256color" },
    });
    this.#pty.onData((data) => (this.output += data));
    this.#pty.onExit(({ exitCode }) => (this.#exitCode = exitCode));
  }

  /** What a person reads: without colours and other sequences. */
  get text(): string {
    return this.output.replace(new RegExp(`${ESCAPE}\\[[0-9;?]*[A-Za-z]`, "g"), "").replaceAll("\r\n", "\n");
  }

  type(keys: string): void {
    this.#pty.write(keys);
  }

  async until(wanted: RegExp): Promise<void> {
    await vi.waitUntil(() => wanted.test(this.text), { timeout: 20_000, interval: 20 });
  }

  async exit(): Promise<number> {
    return await vi
      .waitUntil(() => this.#exitCode?.toString(), { timeout: 20_000, interval: 20 })
      .then(Number);
  }
}

export const ESCAPE = "\u001b";
export const CTRL_C = "\u0003";
export const ENTER = "\r";
