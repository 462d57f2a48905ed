import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface CrashInput {
  kind: "sqlite" | "postgres";
  /** File or connection URL. */
  location: string;
  table: string;
  apiKey: string;
  baseUrl: string;
}

/** Runs a relay in a process of its own and kills it between Harbor's response and its record. Returns its output. */
export async function crashRelay(input: CrashInput): Promise<string> {
  const script = fileURLToPath(new URL("crash-worker.ts", import.meta.url));
  const args = ["--conditions=@harbor/source", "--import=tsx", script, JSON.stringify(input)];
  const worker = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(worker, "exit");
  const printed = await Promise.race([
    once(worker.stdout, "data").then(([chunk]) => String(chunk)),
    exited.then(([code]) => Promise.reject(new Error(`the relay ended with ${code} before it was killed`))),
  ]);
  worker.kill("SIGKILL");
  await exited;
  return printed;
}
