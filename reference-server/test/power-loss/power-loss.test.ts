import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openSqlite } from "../../src/store/sqlite/open.js";
import { startReceiver } from "../receiver.js";
import { killPrograms, startProgram } from "../server-process.js";
import { Api } from "../test-server.js";
import { Disk } from "./disk.js";
import { type Operation, parseTrace, STRACE_ARGUMENTS } from "./system-calls.js";

const KEY = "hk_test_power_loss";
const EVENTS = 240;
const SENDERS = 12;
const CRASH_POINTS = 500;
/** Of the sectors that were not synced: none, some, most or all of them reached the disk. */
const SURVIVING_SHARES = [0, 0.5, 0.9, 1];

const folder = mkdtempSync(join(tmpdir(), "harbor-power-"));

afterEach(killPrograms);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Null where a process cannot be traced: strace is missing, or the machine forbids it. */
function missingStrace(): string | null {
  const tried = spawnSync("strace", ["-o", "/dev/null", "true"], { encoding: "utf8" });
  if (tried.error !== undefined) return "strace is not installed";
  return tried.status === 0 ? null : `strace cannot trace here: ${tried.stderr.trim()}`;
}

/** A server under load, with deliveries that succeed, fail and wait, and every file operation and response of it. */
async function recordRun(): Promise<Operation[]> {
  const log = join(folder, "strace.log");
  const receiver = await startReceiver();
  receiver.respondWith((response, { body }) => {
    response.statusCode = body.toString().includes('"n":3') ? 500 : 200;
    response.end();
  });
  mkdirSync(join(folder, "run"));
  const env = { HARBOR_DATABASE_URL: `sqlite:${join(folder, "run", "harbor.db")}`, HARBOR_API_KEYS: KEY };
  const server = await startProgram(env, ["strace", "-D", ...STRACE_ARGUMENTS, "-o", log]);
  const api = new Api(server.url, KEY);
  await api.subscribe(receiver.url, {
    max_concurrent_deliveries: 4,
    retry_policy: { base_delay_seconds: 0.1 },
  });
  let n = 0;
  const send = async () => {
    while (n < EVENTS) {
      const { status } = await api.post("/events", { type: "order.created", body: { n: n++ } });
      expect(status).toBe(202);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, send));
  expect(await server.stop()).toBe(0);
  await receiver.close();
  // strace writes on until its process has ended.
  const read = () => readFileSync(log, "utf8");
  await vi.waitUntil(() => /\+\+\+ exited with 0 \+\+\+\n$/.test(read()), { timeout: 30_000 });
  return parseTrace(read());
}

/** Uniform in [0, 1), the same row of numbers for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The acknowledged events that a server started on these files no longer has, or has without its delivery. */
async function missingAfter(files: string, acknowledged: ReadonlySet<string>): Promise<string[]> {
  const store = openSqlite({ file: join(files, "harbor.db") });
  try {
    await store.migrate();
    const missing: string[] = [];
    for (const project of await store.projects.list())
      for (const id of acknowledged) {
        const event = await store.events.get(project.test.id, id);
        const deliveries = event === null ? [] : await store.events.deliveriesOf(project.test.id, id);
        if (deliveries.length !== 1) missing.push(id);
      }
    return missing;
  } finally {
    await store.close();
  }
}

describe("a power cut", () => {
  const unavailable = missingStrace();
  let operations: Operation[] = [];

  beforeAll(async () => {
    if (unavailable === null) operations = await recordRun();
  }, 120_000);

  it(
    `at any of ${CRASH_POINTS} moments loses no acknowledged event`,
    { timeout: 300_000 },
    async (context) => {
      if (unavailable !== null) context.skip(unavailable);
      const ofDatabase = operations.filter((it) => it.kind === "sent" || /harbor\.db(-wal)?$/.test(it.file));
      // `covers` counts in the whole trace, so operations keep their place in it.
      const places = new Map(operations.map((operation, at) => [operation, at]));
      const disk = new Disk();
      const acknowledged = new Set<string>();
      let reopened = 0;
      let atStake = 0;
      for (const [i, operation] of ofDatabase.entries()) {
        disk.apply(operation, places.get(operation) ?? 0);
        if (operation.kind === "sent" && operation.text.includes("HTTP/1.1 202"))
          for (const [id] of operation.text.matchAll(/evt_\w{26}/g)) acknowledged.add(id);
        // Evenly spread over the run, once there is something to lose.
        const due = Math.floor(((i + 1) * CRASH_POINTS) / ofDatabase.length) > reopened;
        if (!due) continue;
        const survive = SURVIVING_SHARES[reopened % SURVIVING_SHARES.length] ?? 0;
        reopened += 1;
        atStake += disk.atStake > 0 ? 1 : 0;
        if (acknowledged.size === 0) continue;
        const files = join(folder, `crash-${reopened}`);
        disk.writeTo(files, { random: createRandom(reopened), survive });
        expect(
          await missingAfter(files, acknowledged),
          `crash point ${reopened}, ${survive} survive`,
        ).toEqual([]);
        rmSync(files, { recursive: true });
      }
      expect(acknowledged.size).toBe(EVENTS);
      expect(reopened).toBe(CRASH_POINTS);
      // Otherwise nothing was lost in any of them.
      expect(atStake).toBeGreaterThan(CRASH_POINTS / 10);
    },
  );
});
