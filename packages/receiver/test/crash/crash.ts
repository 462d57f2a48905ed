import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface CrashInput {
  kind: "sqlite" | "postgres";
  /** File or connection URL. */
  location: string;
  table: string;
  effects: string;
  key: string;
  /** Both have the effect and the memory written; they differ in whether a COMMIT was sent. */
  stopAt: "before commit" | "after commit";
}

/** Runs a worker in a process of its own up to the given point and kills it there, with no chance to clean up. */
export async function crashWorker(input: CrashInput): Promise<void> {
  const worker = spawn(
    process.execPath,
    [
      "--conditions=@harbor/source",
      "--import=tsx",
      fileURLToPath(new URL("crash-worker.ts", import.meta.url)),
      JSON.stringify(input),
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const exited = once(worker, "exit");
  await Promise.race([
    once(worker.stdout, "data"),
    exited.then(([code]) =>
      Promise.reject(new Error(`the worker ended with ${code} before it could be killed`)),
    ),
  ]);
  worker.kill("SIGKILL");
  await exited;
}
