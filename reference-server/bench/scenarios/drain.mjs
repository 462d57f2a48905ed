// Does a backlog delay new events? BENCH_BACKLOG retries (default 200,000) are overdue when the server starts; while it drains them,
// first attempts go to another destination at 100/s.
import { join } from "node:path";
import { call, drive, subscribe } from "../harness/drive.mjs";
import { milliseconds, publish } from "../harness/figures.mjs";
import { startHarbor, withProcesses } from "../harness/processes.mjs";

const BACKLOG = Number(process.env.BENCH_BACKLOG ?? 200_000);
const RETRY_DELAY_SECONDS = Number(process.env.BENCH_RETRY_DELAY_SECONDS ?? 150);
const NEW_PER_SECOND = 100;
const NEW_SECONDS = 20;

await withProcesses(async ({ folder, own, receiver, load }) => {
  const databaseFile = join(folder, "harbor.db");
  const before = own(await startHarbor({ databaseFile }));
  const id = await subscribe(before, {
    url: `${receiver.url}/fail`,
    type: "old",
    max_concurrent_deliveries: 1000,
    retry_policy: {
      base_delay_seconds: RETRY_DELAY_SECONDS,
      jitter: 0,
      circuit_breaker_threshold: null,
    },
  });
  await subscribe(before, { url: `${receiver.url}/ok`, type: "new" });
  await drive({ server: before, receiver, load, count: 1000, types: ["new"] });
  await receiver.ask("expecting", { expect: { group: "fail", count: BACKLOG } });
  const failed = receiver.ask("received");
  await load.ask("done", {
    run: {
      url: before.url,
      key: before.key,
      types: ["old"],
      count: BACKLOG,
      connections: 64,
      perSecond: null,
    },
  });
  await failed;
  const lastFailureAt = performance.now();
  await call(before, `/destinations/${id}`, { method: "PATCH", body: { url: `${receiver.url}/drained` } });
  await before.stop();
  const waitMs = RETRY_DELAY_SECONDS * 1000 - (performance.now() - lastFailureAt);
  console.error(`${BACKLOG} retries scheduled; waiting ${Math.ceil(waitMs / 1000)} s until all are due`);
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, waitMs)));

  const server = own(await startHarbor({ databaseFile }));
  const run = await drive({
    server,
    receiver,
    load,
    count: NEW_PER_SECOND * NEW_SECONDS,
    perSecond: NEW_PER_SECOND,
    types: ["new"],
  });
  const { distinct } = await receiver.ask("report", { report: "drained" });
  publish("drain", {
    summary: `${BACKLOG} overdue retries; ${NEW_SECONDS} s of first attempts at ${NEW_PER_SECOND}/s`,
    columns: [""],
    rows: [
      ["first attempts, p50", milliseconds(run.p50)],
      ["first attempts, p99", milliseconds(run.p99)],
      ["retries drained meanwhile", `${distinct.length} of ${BACKLOG}`],
    ],
  });
});
