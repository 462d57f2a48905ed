import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import { startProgram } from "../server-process.js";

/** A server process with a heap of 512 MB and a probe on its event loop. */
export interface WatchedServer {
  url: string;
  key: string;
  /** The longest time that the event loop was busy without a break, and the largest heap, since the last call. */
  report(): Promise<Report>;
  isRunning(): boolean;
  stop(): Promise<void>;
}

export interface Report {
  stallMs: number;
  heapBytes: number;
}

export const HEAP_MB = 512;
const PROBE = fileURLToPath(new URL("probe.mjs", import.meta.url));

export async function startWatchedServer(): Promise<WatchedServer> {
  const folder = mkdtempSync(join(tmpdir(), "harbor-stall-"));
  const file = join(folder, "probe.json");
  const key = "hk_test_stallstallstall";
  const program = await startProgram({
    NODE_OPTIONS: `--max-old-space-size=${HEAP_MB} --import ${PROBE}`,
    PROBE_FILE: file,
    HARBOR_API_KEYS: key,
    HARBOR_DATABASE_URL: `sqlite:${join(folder, "harbor.db")}`,
  });
  let reports = 0;
  return {
    url: program.url,
    key,
    async report() {
      reports++;
      program.child.kill("SIGUSR2");
      return await vi.waitFor(() => readReport(file, reports), { timeout: 20_000, interval: 10 });
    },
    isRunning: () => program.child.exitCode === null && program.child.signalCode === null,
    async stop() {
      program.child.kill("SIGKILL");
      await vi.waitUntil(() => program.child.signalCode !== null || program.child.exitCode !== null);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function readReport(file: string, expected: number): Report {
  const { report, ...seen } = JSON.parse(readFileSync(file, "utf8")) as Report & { report: number };
  if (report !== expected) throw new Error("the probe has not reported yet");
  return seen;
}
