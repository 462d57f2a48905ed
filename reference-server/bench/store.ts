/**
 * The cost of the store per event: commit with hand-off, then settle as succeeded, in batches, on a file on disk.
 *
 *   node --conditions=@harbor/source --import tsx reference-server/bench/store.ts [--events 100000] [--batch 50] [--destinations 5]
 *
 * CPU is this process's user and system time; what remains of the wall time is waiting for fsync (and for a busy machine).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Database from "better-sqlite3";
import { type Destination, newDestination } from "../src/domain/domain.js";
import { createIds } from "../src/ids.js";
import { resultOf } from "../src/store/idempotency.js";
import { openSqlite } from "../src/store/sqlite/open.js";
import type { CommitResult, NewEvent, Settlement } from "../src/store/store.js";

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "100000" },
    batch: { type: "string", default: "50" },
    destinations: { type: "string", default: "5" },
  },
});
const events = Number(values.events);
const batchSize = Number(values.batch);

const statements = countStatements();
const folder = mkdtempSync(join(tmpdir(), "harbor-bench-"));
const store = openSqlite({ file: join(folder, "harbor.db") });
await store.migrate();
const newId = createIds(() => Date.now());
const { live: environment } = await store.projects.ensure("proj_bench", "bench", Date.now());
const destinations: Destination[] = [];
for (let index = 0; index < Number(values.destinations); index += 1)
  destinations.push(await addDestination());
const { version } = await store.snapshot(environment.id);
const body = Buffer.from(JSON.stringify({ order: { id: 4711, lines: "x".repeat(200) } }));

const statementsBefore = statements.count;
const spent = { commitMs: 0, settleMs: 0, cpuMs: 0 };
for (let done = 0; done < events; done += batchSize) {
  const batch = Array.from({ length: batchSize }, (_, index) => newEvent(done + index));
  const before = process.cpuUsage();
  const start = performance.now();
  const results = resultOf(await store.commit(batch, { now: Date.now(), leaseSlackMs: 30_000 }));
  const settlements = (results ?? []).flatMap(toSettlements);
  const committed = performance.now();
  await store.settle(settlements, Date.now());
  spent.commitMs += committed - start;
  spent.settleMs += performance.now() - committed;
  const { user, system } = process.cpuUsage(before);
  spent.cpuMs += (user + system) / 1000;
}
const statementsPerEvent = Number(((statements.count - statementsBefore) / events).toFixed(2));
await store.close();
rmSync(folder, { recursive: true });

const perEventUs = (ms: number) => Number(((ms * 1000) / events).toFixed(1));
console.log({
  events,
  batchSize,
  destinations: destinations.length,
  commitUs: perEventUs(spent.commitMs),
  settleUs: perEventUs(spent.settleMs),
  cpuUs: perEventUs(spent.cpuMs),
  statementsPerEvent,
});

/** Every statement that runs from now on, the beginning and the end of a transaction too. */
function countStatements(): { count: number } {
  const counter = { count: 0 };
  const database = new Database(":memory:");
  const prototype = Object.getPrototypeOf(database.prepare("SELECT 1")) as Record<
    string,
    (...args: unknown[]) => unknown
  >;
  for (const name of ["run", "get", "all"]) {
    const method = prototype[name];
    if (method === undefined) throw new Error(`The driver has no ${name}.`);
    prototype[name] = function (this: unknown, ...args) {
      counter.count += 1;
      return method.apply(this, args);
    };
  }
  database.close();
  return counter;
}

async function addDestination(): Promise<Destination> {
  const now = Date.now();
  const destination: Destination = {
    ...newDestination({ id: newId("dest"), environmentId: environment.id, url: "http://127.0.0.1:1/", now }),
    max_concurrent_deliveries: 1000,
  };
  const signingKey = {
    id: newId("skey"),
    destination_id: destination.id,
    secret: Buffer.from("sealed"),
    created_at: now,
    expires_at: null,
  };
  await store.destinations.create({ destination, signingKey, limit: 1000 });
  return destination;
}

function newEvent(index: number): NewEvent {
  const to = destinations[index % destinations.length];
  return {
    event: {
      id: newId("evt"),
      environment_id: environment.id,
      tenant: null,
      type: "order.created",
      body,
      idempotency_key: null,
      occurred_at: null,
      created_at: Date.now(),
      ordering_key: null,
      erased_at: null,
    },
    trace: null,
    idempotencyExpiresAt: null,
    deliveries: to === undefined ? [] : [{ id: newId("del"), destination_id: to.id, handOff: true }],
    version,
  };
}

const REQUEST_HEADERS = [
  "User-Agent: Harbor/1.0.0",
  `Harbor-Signature: t=1780000000,v1=${"0".repeat(64)},v2=${"0".repeat(64)}`,
  "Harbor-Timestamp: 1780000000",
  "Harbor-Retry-Count: 0",
  `traceparent: 00-${"0".repeat(32)}-${"0".repeat(16)}-01`,
].join("\n");
const RESPONSE_HEADERS =
  "Date: Mon, 02 Mar 2026 09:15:02 GMT\nConnection: keep-alive\nKeep-Alive: timeout=5\nContent-Length: 2";

function toSettlements(result: CommitResult): Settlement[] {
  if (result.status !== "created") throw new Error(`An event was ${result.status}.`);
  return result.deliveries.map(({ delivery, lease }) => {
    if (lease === null) throw new Error("A delivery was not handed off.");
    return {
      id: delivery.id,
      environment_id: environment.id,
      destination_id: delivery.destination_id,
      leaseToken: lease.token,
      attempt: {
        number: 0,
        trigger: "schedule",
        started_at: Date.now(),
        latency_ms: 12,
        request_headers: REQUEST_HEADERS,
        response_headers: RESPONSE_HEADERS,
        response_code: 200,
        response_body: "ok",
        error: null,
        outcome: "succeeded",
      },
      retry_count: 0,
      decision: { status: "succeeded" },
    };
  });
}
