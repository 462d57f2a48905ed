// The cost of a server when it starts, when it idles, and after some work.
import { join } from "node:path";
import { drive, subscribe } from "../harness/drive.mjs";
import { median, megabytes, milliseconds, publish } from "../harness/figures.mjs";
import { startHarbor, withProcesses } from "../harness/processes.mjs";

const STARTS = Number(process.env.BENCH_ROUNDS ?? 7);
const IDLE_SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const EVENTS = Number(process.env.BENCH_EVENTS ?? 50_000);

await withProcesses(async ({ folder, own, receiver, load }) => {
  const databaseFile = join(folder, "harbor.db");
  const startsMs = [];
  for (let i = 0; i < STARTS; i++) {
    const server = await startHarbor({ databaseFile });
    startsMs.push(server.startMs);
    await server.stop();
  }
  const server = own(await startHarbor({ databaseFile }));
  const fresh = await server.usage();
  await new Promise((resolve) => setTimeout(resolve, IDLE_SECONDS * 1000));
  const idle = await server.usage();
  await subscribe(server, { url: `${receiver.url}/ok` });
  const worked = await drive({ server, receiver, load, count: EVENTS });
  publish("footprint", {
    summary: "One server on an empty database",
    columns: [""],
    rows: [
      [`start to the ready line, median of ${STARTS}`, milliseconds(median(startsMs.slice(1)))],
      [`CPU while idle for ${IDLE_SECONDS} s`, milliseconds(idle.cpuMs - fresh.cpuMs)],
      ["memory when idle", megabytes(idle.residentBytes)],
      [`memory after ${EVENTS} events`, megabytes(worked.residentBytes)],
    ],
  });
});
