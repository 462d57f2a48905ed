import { Client } from "pg";
import { expect, test, vi } from "vitest";
import { startDatabaseProxy } from "./database-proxy.js";
import { type OpenedStream, openStream, type Sent } from "./event-stream.js";
import { PROCESS } from "../src/store/postgres/locks.js";
import { useProcesses } from "./postgres-processes.js";
import { Api } from "./test-server.js";

const KEY = "hk_test_streams_of_several_processes";

const on = useProcesses(KEY);
const { start, apiOf } = on;

const stateOf = ({ data }: Sent) => `${data.id as string} ${data.status as string}`;

async function send(api: Api, count: number, fields: object = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const { body } = await api.post("/events", { type: "a", body: n, ...fields });
    ids.push(body.deliveries[0].id as string);
  }
  return ids;
}

function untilEvent(stream: OpenedStream, event: string): Promise<Sent[]> {
  return vi.waitUntil(
    () => {
      const found = stream.events().filter((sent) => sent.event === event);
      return found.length > 0 ? found : null;
    },
    { timeout: 10_000, interval: 5 },
  );
}

test(
  "a stream shows the changes of every process, each once and in order, from the moment it is open",
  { timeout: 60_000 },
  async () => {
    const [reader, ...others] = await Promise.all([
      start({ HARBOR_ROLE: "api" }),
      start({ HARBOR_ROLE: "api" }),
      start({ HARBOR_ROLE: "worker" }),
      start(),
    ]);
    await apiOf(reader).subscribe(on.receiver.url);
    const stream = await openStream(apiOf(reader));
    const sent = await Promise.all(others.map((process) => send(apiOf(process), 30)));
    const ids = sent.flat();
    const events = await stream.until(2 * ids.length);
    expect(events.map(stateOf).toSorted()).toEqual(
      ids.flatMap((id) => [`${id} pending`, `${id} succeeded`]).toSorted(),
    );
    for (const id of ids) {
      const states = events.filter(({ data }) => data.id === id).map(({ data }) => data.status);
      expect(states).toEqual(["pending", "succeeded"]);
    }
    const numbers = events.map(({ id = "" }) => Number(id.split("-").at(-1)));
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    await stream.close();
  },
);

test("a stream continues at another process behind Last-Event-ID", { timeout: 60_000 }, async () => {
  const [first, second] = await Promise.all([start(), start()]);
  await apiOf(first).subscribe(on.receiver.url);
  const whole = await openStream(apiOf(first));
  const before = await openStream(apiOf(first));
  await send(apiOf(first), 10);
  const seen = await before.until(7);
  await before.close();
  await send(apiOf(second), 10);
  const last = seen.at(-1)?.id ?? "";
  const after = await openStream(apiOf(second), "/stream", { "last-event-id": last });
  await send(apiOf(first), 10);
  const all = await whole.until(60);
  const rest = await after.until(60 - (all.findIndex(({ id }) => id === last) + 1));
  const pick = ({ id, data }: Sent) => [id, data.id, data.status, data.response_code];
  expect(rest.map(pick)).toEqual(all.slice(all.findIndex(({ id }) => id === last) + 1).map(pick));
  for (const id of ["48213", last.replace(/\d+$/, "9999")]) {
    const gap = await openStream(apiOf(second), "/stream", { "last-event-id": id });
    expect(await gap.until(1)).toEqual([{ event: "gap", data: {} }]);
    await gap.close();
  }
  await Promise.all([whole.close(), after.close()]);
});

test(
  "the stream of a portal session has the changes of its tenant from every process, numbered without the others",
  { timeout: 60_000 },
  async () => {
    const [first, second] = await Promise.all([start(), start()]);
    await apiOf(first).subscribe(on.receiver.url, { tenant: "acme" });
    await apiOf(first).subscribe(on.receiver.url);
    const { body } = await apiOf(first).post("/portal-sessions", { tenant: "acme" });
    const stream = await openStream(new Api(first.url, body.token as string));
    await send(apiOf(second), 3, { tenant: "globex" });
    await send(apiOf(second), 3, { tenant: "acme" });
    await send(apiOf(first), 3, { tenant: "acme" });
    const events = await stream.until(12);
    expect(new Set(events.map(({ data }) => data.tenant))).toEqual(new Set(["acme"]));
    expect(events.map(({ id = "" }) => Number(id.split("-").at(-1)))).toEqual(events.map((_, n) => n));
    await stream.close();
  },
);

test("an erased response is not in the log of a stream", { timeout: 60_000 }, async () => {
  const [first, second] = await Promise.all([start(), start()]);
  on.receiver.respondWith((response) => response.end("secret"));
  await apiOf(first).subscribe(on.receiver.url);
  const stream = await openStream(apiOf(first));
  const { body } = await apiOf(second).post("/events", { type: "a", body: 1 });
  const [created, succeeded] = await stream.until(2);
  expect(succeeded?.data.response_body).toBe("secret");
  await stream.close();
  expect((await apiOf(first).delete(`/events/${body.id as string}/body`)).status).toBe(204);
  const resumed = await openStream(apiOf(second), "/stream", { "last-event-id": created?.id ?? "" });
  const [again] = await resumed.until(1);
  expect(again).toMatchObject({ id: succeeded?.id, data: { status: "succeeded", response_body: null } });
  await resumed.close();
  await vi.waitUntil(async () => (await rowsWith("response_body IS NOT NULL")) === 0, { timeout: 10_000 });
});

test(
  "a log keeps as many bytes of responses as a reader that is slow may leave unread",
  { timeout: 60_000 },
  async () => {
    const [first, second] = await Promise.all([start(), start()]);
    on.receiver.respondWith((response) => response.end("x".repeat(4096)));
    await apiOf(first).subscribe(on.receiver.url);
    const stream = await openStream(apiOf(first));
    await Promise.all(Array.from({ length: 8 }, () => send(apiOf(second), 60)));
    const events = await stream.until(960);
    await stream.close();
    const resume = (index: number) =>
      openStream(apiOf(second), "/stream", { "last-event-id": events[index]?.id ?? "" });
    const [tooOld, recent] = await Promise.all([resume(0), resume(459)]);
    expect((await tooOld.until(1)).map(({ event }) => event)).toEqual(["gap"]);
    expect((await recent.until(500)).map(({ id }) => id)).toEqual(events.slice(460).map(({ id }) => id));
    await Promise.all([tooOld.close(), recent.close()]);
  },
);

test("nothing is written for streams while none is open", { timeout: 60_000 }, async () => {
  const [first, second] = await Promise.all([start(), start()]);
  await apiOf(first).subscribe(on.receiver.url);
  await send(apiOf(second), 5);
  await on.receiver.until(5);
  expect(await rowsWith("true")).toBe(0);
});

const rowsWith = (condition: string) => count(`stream_changes WHERE ${condition}`);

async function count(from: string): Promise<number> {
  const client = new Client({ connectionString: on.store.env.HARBOR_DATABASE_URL });
  await client.connect();
  const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${from}`);
  await client.end();
  return rows[0]?.count ?? 0;
}

test(
  "a process whose connection that listens is dropped without a word opens another one",
  { timeout: 60_000 },
  async () => {
    const proxy = await startDatabaseProxy(on.store.env.HARBOR_DATABASE_URL ?? "");
    const first = await start();
    await start({ HARBOR_DATABASE_URL: proxy.url, HARBOR_ROLE: "api" });
    await apiOf(first).subscribe(on.receiver.url);
    const databaseOid = "(SELECT oid FROM pg_database WHERE datname = current_database())";
    const locks = `pg_locks WHERE locktype = 'advisory' AND classid = ${PROCESS} AND database = ${databaseOid}`;
    await vi.waitUntil(async () => (await count(locks)) === 2, { timeout: 10_000 });
    proxy.silence("LISTEN harbor");
    await vi.waitUntil(async () => (await count(locks)) === 1, { timeout: 10_000 });
    await vi.waitUntil(async () => (await count(locks)) === 2, { timeout: 15_000 });
    await vi.waitUntil(async () => (await count("processes WHERE connected")) === 2, { timeout: 15_000 });
    const stream = await openStream(apiOf(first));
    await send(apiOf(first), 1);
    await stream.until(2);
    await stream.close();
    proxy.close();
  },
);

test(
  "if a process is killed, which may have left out changes, streams end and continue behind a gap",
  { timeout: 60_000 },
  async () => {
    const [first, second] = await Promise.all([start(), start()]);
    await apiOf(first).subscribe(on.receiver.url);
    const stream = await openStream(apiOf(first));
    await send(apiOf(first), 1);
    const last = (await stream.until(2)).at(-1)?.id ?? "";
    second.child.kill("SIGKILL");
    await stream.ended;
    const again = await openStream(apiOf(first), "/stream", { "last-event-id": last });
    await untilEvent(again, "gap");
    await send(apiOf(first), 1);
    expect((await again.until(3)).map(({ event }) => event)).toEqual(["gap", "delivery", "delivery"]);
    await again.close();
  },
);

test("a process that stops leaves the streams of the others open", { timeout: 60_000 }, async () => {
  const [first, second] = await Promise.all([start(), start()]);
  await apiOf(first).subscribe(on.receiver.url);
  const stream = await openStream(apiOf(first));
  const ids = await send(apiOf(second), 20);
  expect(await second.stop()).toBe(0);
  await send(apiOf(first), 1);
  const events = await stream.until(42);
  expect(events.slice(0, 40).map(stateOf).toSorted()).toEqual(
    ids.flatMap((id) => [`${id} pending`, `${id} succeeded`]).toSorted(),
  );
  await stream.close();
});

test("a process that learns of a stream too late ends it", { timeout: 60_000 }, async () => {
  const [first, second] = await Promise.all([start(), start()]);
  second.child.kill("SIGSTOP");
  const stream = await openStream(apiOf(first));
  second.child.kill("SIGCONT");
  await stream.ended;
  const again = await openStream(apiOf(first));
  await apiOf(first).subscribe(on.receiver.url);
  await send(apiOf(second), 1);
  await again.until(2);
  await again.close();
});

test(
  "a client that leaves while its stream is being opened frees its place",
  { timeout: 60_000 },
  async () => {
    const [first, second] = await Promise.all([start(), start()]);
    const headers = { authorization: `Bearer ${KEY}` };
    // Opening waits for it.
    second.child.kill("SIGSTOP");
    const leave = new AbortController();
    const opening = Array.from({ length: 21 }, () =>
      fetch(`${first.url}/v1/stream`, { headers, signal: leave.signal }).catch(() => null),
    );
    expect((await Promise.race(opening))?.status).toBe(429);
    leave.abort();
    await Promise.all(opening);
    second.child.kill("SIGCONT");
    const opened: OpenedStream[] = [];
    for (let n = 0; n < 20; n++)
      opened.push(await vi.waitFor(() => openStream(apiOf(first)), { timeout: 10_000 }));
    await Promise.all(opened.map((stream) => stream.close()));
  },
);
