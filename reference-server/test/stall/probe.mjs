// Loaded into the server's process with --import. On SIGUSR2 it writes what it saw since the last time into the file PROBE_FILE.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { getHeapStatistics } from "node:v8";

let report = 0;
let stallMs = 0;
let heapBytes = 0;
let at = performance.now();
let cpuMs = usedMs();

/** Processor time of the main thread where Linux reports it, elsewhere of the process: the store has a thread of its own. */
function usedMs() {
  const ofMainThread = `/proc/self/task/${process.pid}/schedstat`;
  if (existsSync(ofMainThread)) return Number(readFileSync(ofMainThread, "latin1").split(" ")[0]) / 1e6;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * A turn of the event loop counts with the time in which it really computed: a machine that runs other processes stretches the
 * wall clock.
 */
function tick() {
  const now = performance.now();
  const nowMs = usedMs();
  stallMs = Math.max(stallMs, Math.min(now - at, nowMs - cpuMs));
  heapBytes = Math.max(heapBytes, getHeapStatistics().used_heap_size);
  at = now;
  cpuMs = nowMs;
}

setInterval(tick, 1).unref();
process.on("SIGUSR2", () => {
  tick();
  writeFileSync(process.env.PROBE_FILE, JSON.stringify({ report: ++report, stallMs, heapBytes }));
  stallMs = 0;
  heapBytes = 0;
});
