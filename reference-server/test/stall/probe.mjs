// Loaded into the server's process with --import. On SIGUSR2 it writes what it saw since the last time into the file PROBE_FILE.
import { writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { getHeapStatistics } from "node:v8";

let report = 0;
let stallMs = 0;
let heapBytes = 0;
let at = performance.now();
let cpu = process.cpuUsage();

/**
 * A turn of the event loop counts with the time in which the process really computed: a machine that runs other processes stretches
 * the wall clock, and garbage collection on other threads adds processor time.
 */
function tick() {
  const now = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  stallMs = Math.max(stallMs, Math.min(now - at, (user + system) / 1000));
  heapBytes = Math.max(heapBytes, getHeapStatistics().used_heap_size);
  at = now;
  cpu = process.cpuUsage();
}

setInterval(tick, 1).unref();
process.on("SIGUSR2", () => {
  tick();
  writeFileSync(process.env.PROBE_FILE, JSON.stringify({ report: ++report, stallMs, heapBytes }));
  stallMs = 0;
  heapBytes = 0;
});
