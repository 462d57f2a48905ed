import { spawn } from "node:child_process";
import { basename } from "node:path";
import { root } from "./workspace.mjs";

/**
 * Runs a command to its end and keeps what it prints.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, shell?: boolean, show?: boolean }} [options] `env` is added to this
 *   process's; with `show` the output goes to stderr and is not kept
 * @returns {Promise<{ ok: boolean, stdout: string, output: string }>} never rejects for a failing command; `output` is
 *   stdout and stderr together
 */
export function runCommand(command, args, { cwd = root, env = {}, shell = false, show = false } = {}) {
  return new Promise((resolve) => {
    const stdio = show ? ["ignore", 2, 2] : ["ignore", "pipe", "pipe"];
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio, shell });
    const stdout = [];
    const output = [];
    child.stdout?.on("data", (chunk) => stdout.push(chunk) && output.push(chunk));
    child.stderr?.on("data", (chunk) => output.push(chunk));
    child.on("error", (error) => resolve({ ok: false, stdout: "", output: error.message }));
    child.on("close", (code) => resolve({ ok: code === 0, stdout: text(stdout), output: text(output) }));
  });
}

/** Runs a script with this Node.js. */
export function runNode(args, options) {
  return runCommand(process.execPath, args, options);
}

/** Runs the npm that started this process, else the one on the PATH. */
export function runNpm(args, options = {}) {
  const execPath = process.env.npm_execpath ?? "";
  if (basename(execPath) === "npm-cli.js") return runNode([execPath, ...args], options);
  if (process.platform === "win32") return runCommand("npm.cmd", args, { ...options, shell: true });
  return runCommand("npm", args, options);
}

/** One short line for a finished step. On stderr, so that stdout belongs to the command that was asked for. */
export function printStep(verdict, label, startedAt) {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stderr.write(`${verdict.padEnd(6)} ${label.padEnd(32)} ${seconds.padStart(5)} s\n`);
}

/** Ends the process with the reason, without a stack trace of the tool itself. */
export function exitWith(message) {
  process.stderr.write(`\n${message.trimEnd()}\n`);
  process.exit(1);
}

function text(chunks) {
  return Buffer.concat(chunks).toString();
}
