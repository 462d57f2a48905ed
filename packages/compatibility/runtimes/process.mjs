import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const programs = join(import.meta.dirname, "programs");

/**
 * Runs a program of ./programs in a runtime that is a process, and reads its result from the last line it prints.
 *
 * @param {string[]} command the runtime, its options and the program
 * @param {{ url: string, apiKey: string, databaseUrl: string }} servers
 */
export async function runProcess([executable, ...args], { url, apiKey, databaseUrl }) {
  const env = { ...process.env, HARBOR_BASE_URL: url, HARBOR_API_KEY: apiKey, DATABASE_URL: databaseUrl };
  const child = spawn(executable, args, { cwd: programs, env, stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"]) {
    child[stream].setEncoding("utf8").on("data", (chunk) => (output[stream] += chunk));
  }
  const [code] = await once(child, "close");
  const last = output.stdout.trimEnd().split("\n").at(-1) ?? "";
  if (code !== 0 || !last.startsWith("{"))
    throw new Error(`It ended with ${code}.\n${output.stdout}${output.stderr}`);
  return JSON.parse(last);
}
