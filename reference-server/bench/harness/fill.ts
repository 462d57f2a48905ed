/**
 * Fills a SQLite file or an empty PostgreSQL database with deliveries of the last 28 days, as a server that ran that long would leave it:
 * through the store, with past times, because the API stores everything as of now.
 *
 *   HARBOR_ENCRYPTION_KEY=… node --conditions=@harbor/source --import tsx reference-server/bench/harness/fill.ts <file or postgres: URL> <deliveries>
 */
import { open } from "node:fs/promises";
import { type Destination, newDestination } from "../../src/domain/domain.js";
import { DEFAULT_PROJECT } from "../../src/first-start.js";
import { sealKey } from "../../src/http/resources/signing-keys.js";
import { createIds } from "../../src/ids.js";
import { createSealer } from "../../src/seal.js";
import { parseSealingKey } from "../../src/settings.js";
import { resultOf } from "../../src/store/idempotency.js";
import { openPostgres } from "../../src/store/postgres/open.js";
import { openSqlite } from "../../src/store/sqlite/open.js";
import type { CommitResult, NewEvent, Settlement } from "../../src/store/store.js";

const DAY_MS = 86_400_000;
const DAYS = 28;
const DESTINATIONS = 20;
/** The first of them belong to tenants, one each. */
const TENANTS = 10;
const TYPES = 40;
const BATCH = 500;
const SLOTS = 1000;

/** Of 100 deliveries 89 succeed, 10 are dead and one waits for a retry that is far away. Dead ones share few causes. */
const FAILURES = [
  { response_code: 422, outcome: "rejected", dead_reason: "rejected" },
  { response_code: 404, outcome: "rejected", dead_reason: "rejected" },
  { response_code: 503, outcome: "failed", dead_reason: "retries_exhausted" },
  { response_code: null, outcome: "failed", dead_reason: "budget_exhausted" },
] as const;
const RESPONSE_HEADERS = "Date: Mon, 02 Mar 2026 09:15:02 GMT\nContent-Type: text/plain\nContent-Length: 2";
const REQUEST_HEADERS = `User-Agent: Harbor/1.0.0\nHarbor-Signature: t=1780000000,v1=${"0".repeat(64)}`;

const [database = "", countText = "1000000"] = process.argv.slice(2);
const count = Number(countText);
const end = Date.now() - 60_000;
const stepMs = (DAYS * DAY_MS) / count;
let elapsedMs = 0;
let now = end - DAYS * DAY_MS;

const sealingKey = parseSealingKey(process.env.HARBOR_ENCRYPTION_KEY ?? "");
if (sealingKey === null) throw new Error("HARBOR_ENCRYPTION_KEY must be the key that the server will have.");
const sealer = createSealer([sealingKey]);
const store = database.startsWith("postgres:")
  ? openPostgres({ url: database })
  : openSqlite({ file: database });
await store.migrate();
const newId = createIds(() => now);
const { test: environment } = await store.projects.ensure(newId("proj"), DEFAULT_PROJECT, now);
const destinations: Destination[] = [];
for (let index = 0; index < DESTINATIONS; index += 1) destinations.push(await addDestination(index));
const { version } = await store.snapshot(environment.id);

for (let done = 0; done < count; done += BATCH) {
  const batch = Array.from({ length: Math.min(BATCH, count - done) }, (_, index) => newEvent(done + index));
  const results = resultOf(await store.commit(batch, { now, leaseSlackMs: 30_000 })) ?? [];
  await store.settle(
    results.flatMap((result, index) => toSettlements(result, done + index)),
    now,
  );
  if ((done + BATCH) % 100_000 === 0) console.error(`${done + BATCH} of ${count} stored`);
}
await store.close();
if (!database.startsWith("postgres:")) await syncFile();

/** Else the first sync of the server that opens the file waits for all that the system has not written yet: 10 s for a million. */
async function syncFile(): Promise<void> {
  const file = await open(database);
  await file.sync();
  await file.close();
}

async function addDestination(index: number): Promise<Destination> {
  const destination: Destination = {
    ...newDestination({ id: newId("dest"), environmentId: environment.id, url: "http://127.0.0.1:1/", now }),
    name: `Destination ${index + 1}`,
    tenant: index < TENANTS ? `tenant-${index + 1}` : null,
    max_concurrent_deliveries: SLOTS,
  };
  const key = { key: "whsec_c2VjcmV0", destinationId: destination.id, createdAt: now };
  const signingKey = sealKey({ newId, sealer }, key);
  await store.destinations.create({ destination, signingKey, limit: SLOTS });
  return destination;
}

function newEvent(index: number): NewEvent {
  elapsedMs += stepMs;
  now = Math.floor(end - DAYS * DAY_MS + elapsedMs);
  const at = now;
  const to = destinations[index % DESTINATIONS];
  return {
    event: {
      id: newId("evt"),
      environment_id: environment.id,
      tenant: to?.tenant ?? null,
      type: `order.type_${index % TYPES}`,
      body: Buffer.from(`{"order_id":"ord_${index}","amount_cents":4500,"note":"${"x".repeat(150)}"}`),
      idempotency_key: `order-${index}`,
      occurred_at: null,
      created_at: at,
      ordering_key: null,
      erased_at: null,
    },
    trace: null,
    idempotencyExpiresAt: at + DAY_MS,
    deliveries: to === undefined ? [] : [{ id: newId("del"), destination_id: to.id, handOff: true }],
    version,
  };
}

function toSettlements(result: CommitResult, index: number): Settlement[] {
  if (result.status !== "created") throw new Error(`An event was ${result.status}.`);
  const failure = FAILURES[Math.floor(index / 100) % FAILURES.length] ?? FAILURES[0];
  const kind = (index * 37) % 100;
  return result.deliveries.map(({ delivery, lease }) => {
    if (lease === null) throw new Error("A delivery was not handed off.");
    const failed = kind < 11 ? failure : null;
    return {
      id: delivery.id,
      environment_id: environment.id,
      destination_id: delivery.destination_id,
      leaseToken: lease.token,
      attempt: {
        number: 0,
        trigger: "schedule",
        started_at: delivery.created_at,
        latency_ms: 5 + (index % 400),
        request_headers: REQUEST_HEADERS,
        response_headers: RESPONSE_HEADERS,
        response_code: failed === null ? 200 : failed.response_code,
        response_body: failed === null ? "ok" : "refused",
        error: failed?.response_code === null ? "timeout" : null,
        outcome: failed?.outcome ?? "succeeded",
      },
      retry_count: 0,
      decision:
        failed === null
          ? { status: "succeeded" }
          : kind === 10
            ? { status: "retrying", due_at: end + DAYS * DAY_MS }
            : { status: "dead", dead_reason: failed.dead_reason },
    };
  });
}
