import xterm from "@xterm/headless";
import { spawn } from "node-pty";
import { vi } from "vitest";
import { bundle } from "./build-cli.js";
import type { Cli } from "./cli.js";

interface TerminalOptions {
  columns?: number;
  rows?: number;
  env?: Record<string, string>;
  cwd?: string;
}

/** The command in a real terminal, with an emulator that draws its screen. */
export class Terminal {
  /** Everything that was written to the terminal, escape sequences included. */
  output = "";
  readonly #pty;
  readonly #emulator;
  #exitCode: number | null = null;

  constructor(
    cli: Cli,
    args: readonly string[],
    { columns = 80, rows = 30, env = {}, cwd = cli.folder }: TerminalOptions = {},
  ) {
    this.#pty = spawn(process.execPath, [bundle, ...args], {
      name: "xterm-256color",
      cols: columns,
      rows,
      cwd,
      env: { ...cli.environment(env), TERM: "xterm-256color" },
    });
    this.#emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.#pty.onData((data) => {
      this.output += data;
      this.#emulator.write(data);
    });
    this.#pty.onExit(({ exitCode }) => (this.#exitCode = exitCode));
  }

  /** All output, without colours and other sequences. */
  get text(): string {
    return this.output.replace(new RegExp(`${ESCAPE}\\[[0-9;?]*[A-Za-z]`, "g"), "").replaceAll("\r\n", "\n");
  }

  /** The lines on the screen now, as a person sees them. */
  get screen(): string {
    const { active } = this.#emulator.buffer;
    const lines = Array.from({ length: this.#emulator.rows }, (_, row) =>
      active.getLine(active.viewportY + row)?.translateToString(true),
    );
    return lines.join("\n").trimEnd();
  }

  resize(columns: number, rows: number): void {
    this.#pty.resize(columns, rows);
    this.#emulator.resize(columns, rows);
  }

  type(keys: string): void {
    this.#pty.write(keys);
  }

  async until(wanted: RegExp): Promise<void> {
    await vi.waitUntil(() => wanted.test(this.text), { timeout: 20_000, interval: 20 });
  }

  async untilScreen(wanted: RegExp): Promise<string> {
    await vi
      .waitUntil(() => wanted.test(this.screen), { timeout: 20_000, interval: 20 })
      .catch(() => {
        throw new Error(`${String(wanted)} did not appear:\n${this.screen}`);
      });
    return this.screen;
  }

  /** Resolves once the screen has all that was written. */
  async exit(): Promise<number> {
    const exitCode = await vi.waitUntil(() => this.#exitCode?.toString(), { timeout: 20_000, interval: 20 });
    await new Promise<void>((drawn) => this.#emulator.write("", drawn));
    return Number(exitCode);
  }
}

export const ESCAPE = "\u001b";
export const CTRL_C = "\u0003";
export const ENTER = "\r";
export const UP = `${ESCAPE}[A`;
export const DOWN = `${ESCAPE}[B`;
