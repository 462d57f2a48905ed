import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { generateApiKey, storeApiKey } from "../../src/api-key.js";
import { readConfig } from "../../src/config.js";
import { openStore } from "../../src/store/open-store.js";
import { type Receiver, startReceiver } from "../receiver.js";
import { METRICS_TOKEN } from "../store-under-test.js";
import { Api, startTestServer, type TestServer } from "../test-server.js";

const OPERATIONS = fileURLToPath(new URL("../../../docs/operations.md", import.meta.url));

let server: TestServer;
let receiver: Receiver;

beforeAll(async () => {
  server = await startTestServer();
  receiver = await startReceiver();
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

describe("probes", () => {
  it("say that the server lives and is ready, without a key", async () => {
    for (const [path, status] of [
      ["/healthz", "ok"],
      ["/readyz", "ready"],
    ] as const) {
      const reply = await fetch(server.url + path);
      expect([reply.status, await reply.json()]).toEqual([200, { status }]);
    }
  });

  it("say that it is alive but not ready while the store does not respond", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "harbor-")), "harbor.db");
    const own = await startTestServer({ HARBOR_DATABASE_URL: `sqlite:${file}` });
    const other = new Database(file);
    other.exec("BEGIN IMMEDIATE");
    const reply = await fetch(`${own.url}/readyz`);
    expect(reply.status).toBe(503);
    expect(await reply.json()).toMatchObject({
      status: "not ready",
      reason: expect.stringContaining("database"),
    });
    expect((await fetch(`${own.url}/healthz`)).status).toBe(200);
    other.close();
    await own.close();
    rmSync(dirname(file), { recursive: true });
  });

  it("show the metrics to the holder of the token, and without one only when embedded", async () => {
    const metrics = (url: string, authorization?: string) =>
      fetch(`${url}/metrics`, authorization === undefined ? {} : { headers: { authorization } });
    const guarded = await startTestServer({ HARBOR_METRICS_TOKEN: "0123456789abcdef" });
    expect((await metrics(guarded.url)).status).toBe(401);
    expect((await metrics(guarded.url, "Bearer 0123456789abcdeg")).status).toBe(401);
    expect((await metrics(guarded.url, "Bearer 0123456789abcdef")).status).toBe(200);
    await guarded.close();
    const open = await startTestServer({ HARBOR_HOST: "0.0.0.0", HARBOR_METRICS_TOKEN: "" });
    const { port } = new URL(open.url);
    expect((await metrics(`http://127.0.0.1:${port}`)).status).toBe(404);
    const sqlite = { HARBOR_DATABASE_URL: "sqlite::memory:", HARBOR_METRICS_TOKEN: "" };
    const embedded = await startTestServer(sqlite);
    expect((await metrics(embedded.url)).status).toBe(200);
    await embedded.close();
    await open.close();
  });

  it("count what happens, for Prometheus", async () => {
    const { test: api } = await server.project();
    await api.subscribe(receiver.url);
    await api.post("/events", { type: "a", body: 1 });
    await api.post("/events/batch", {
      events: [
        { type: "a", body: 1 },
        { type: "a..b", body: 1 },
      ],
    });
    await receiver.until(2);
    await vi.waitUntil(async () => (await api.get("/deliveries?status=succeeded")).body.data.length === 2);
    const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
    const reply = await fetch(`${server.url}/metrics`, { headers });
    expect(reply.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await reply.text();
    expect(text).toMatch(/^harbor_events_total 2$/m);
    expect(text).toMatch(/^harbor_attempts_total\{outcome="succeeded",error="none",trigger="schedule"\} 2$/m);
    expect(text).toMatch(
      /^harbor_http_request_duration_seconds_count\{operation="createEvent",status="202"\} 1$/m,
    );
    for (const gauge of [
      "deliveries_due",
      "deliveries_in_flight",
      "deliveries_dead",
      "oldest_due_age_seconds",
    ]) {
      expect(text).toMatch(new RegExp(`^harbor_${gauge} \\d`, "m"));
    }
    const documented = [...readFileSync(OPERATIONS, "utf8").matchAll(/^\| `(harbor_\w+)` +\| (\w+)/gm)];
    const exposed = [...text.matchAll(/^# TYPE (harbor_\w+) (\w+)$/gm)];
    const pairs = (found: RegExpExecArray[]) => found.map(([, name, type]) => `${name} ${type}`).sort();
    expect(pairs(exposed)).toEqual(pairs(documented));
  });
});

describe("the log", () => {
  it("has the ids of requests, events and deliveries, and never a secret, a key or a body", async () => {
    const { test: api } = await server.project();
    const destination = await api.post("/destinations", {
      url: receiver.url,
      headers: { Authorization: "header-value-1234" },
      metadata: { note: "metadata-1234" },
    });
    const rotated = await api.post(`/destinations/${destination.body.id as string}/signing-keys/rotate`);
    const event = await api.post("/events", {
      type: "a",
      body: "body-text-1234",
      idempotency_key: "idem-1234",
    });
    await api.post("/events", '{"type":"a","body":"malformed-1234"');
    const sent = await api.post(`/destinations/${destination.body.id as string}/test`, {
      body: "test-body-1234",
    });
    await new Api(server.url, "hk_test_wrong_1234").get("/destinations");
    const lines = server.logged();
    const text = JSON.stringify(lines);
    for (const secret of [
      api.key ?? "",
      "hk_test_wrong",
      "-1234",
      destination.body.signing_secret,
      rotated.body.signing_secret,
    ]) {
      expect(text).not.toContain(secret);
    }
    const lineOf = (reply: { headers: Headers }) =>
      lines.find((line) => line.request_id === reply.headers.get("harbor-request-id"));
    expect(lineOf(event)).toMatchObject({ operation: "createEvent", status: 202, event_id: event.body.id });
    expect(lineOf(sent)).toMatchObject({ delivery_id: sent.body.id, event_id: sent.body.event_id });
    expect(lineOf(destination)).toMatchObject({ destination_id: destination.body.id, environment: "test" });
  });
});

describe("the log of deliveries", () => {
  it("has every attempt, and a death at info, with ids and outcome", async () => {
    const { test: api } = await server.project();
    const id = await api.subscribe(receiver.url, { retry_policy: { jitter: 0 } });
    receiver.respondWith((response) => response.writeHead(503).end("response-5678"));
    const event = await api.post("/events", { type: "a", body: 1 });
    const about = { event_id: event.body.id, delivery_id: event.body.deliveries[0].id, destination_id: id };
    const linesOf = () =>
      server.logged().filter((line) => line.delivery_id === about.delivery_id && line.status !== undefined);
    await api.post("/test-clock/advance", { seconds: 0 });
    receiver.respondWith((response) => response.writeHead(404).end("response-5678"));
    await api.post("/test-clock/advance", { seconds: 30 });
    receiver.respondWith((response) => response.end());
    expect(linesOf()).toMatchObject([
      { ...about, level: 20, status: "retrying", attempt: 0, outcome: "failed", response_code: 503 },
      { ...about, level: 30, status: "dead", dead_reason: "rejected", attempt: 1, response_code: 404 },
    ]);
    expect(JSON.stringify(server.logged())).not.toContain("response-5678");
  });
});

describe("trouble", () => {
  it("is an internal_error without details, and is logged under the request's id", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "harbor-")), "harbor.db");
    const own = await startTestServer({ HARBOR_DATABASE_URL: `sqlite:${file}` });
    const { test: api } = await own.project();
    const damage = new Database(file);
    damage.exec("ALTER TABLE events RENAME TO elsewhere");
    const reply = await api.post("/events", { type: "a", body: 1 });
    expect([reply.status, reply.body.error.code]).toEqual([500, "internal_error"]);
    expect(reply.text).not.toContain("table");
    const line = own.logged().find(({ msg }) => msg === "request failed");
    expect(line).toMatchObject({
      request_id: reply.body.error.request_id,
      operation: "createEvent",
      err: { message: expect.stringContaining("no such table") },
    });
    damage.exec("ALTER TABLE elsewhere RENAME TO events");
    damage.close();
    await own.close();
    rmSync(dirname(file), { recursive: true });
  });

  it("of too many events at once is overloaded, and nothing of those is stored", async () => {
    const own = await startTestServer({ HARBOR_MAX_QUEUED: "1" });
    const { test: api } = await own.project();
    const event = { type: "a", body: 1 };
    const refused = await api.post("/events/batch", { events: [event, event] });
    expect([refused.status, refused.body.error.code]).toEqual([503, "overloaded"]);
    expect(refused.headers.get("retry-after")).toBe("1");
    expect((await api.post("/events", event)).status).toBe(202);
    expect((await api.get("/events")).body.data).toHaveLength(1);
    await own.close();
  });
});

describe("keys", () => {
  it("that are created or revoked by another process count from the next request on", async () => {
    const folder = mkdtempSync(join(tmpdir(), "harbor-"));
    const env = {
      HARBOR_DATABASE_URL: `sqlite:${join(folder, "harbor.db")}`,
      HARBOR_API_KEYS: "hk_test_first_0123456789",
    };
    const own = await startTestServer(env);
    const first = new Api(own.url, env.HARBOR_API_KEYS);
    expect((await first.post("/events", { type: "a", body: 1 })).status).toBe(202);

    const config = readConfig(env);
    const store = await openStore(config.database, { owner: false });
    const [project] = await store.projects.list();
    if (project === undefined) throw new Error("there is no project");
    const key = generateApiKey("test");
    const newId = () => "key_01KJPX728R3NF6M7PXVWPBB6VV";
    const clock = { now: () => Date.now() };
    const created = await storeApiKey(
      { store, newId, clock },
      { key, environment: project.test, name: null },
    );
    const second = new Api(own.url, key);
    expect((await second.post("/events", { type: "a", body: 1 })).status).toBe(202);

    const lastUse = async () =>
      (await store.apiKeys.listOfProject(project.test.project_id)).find(({ id }) => id === created.id)
        ?.last_used_at;
    await vi.waitUntil(async () => typeof (await lastUse()) === "number");

    const watching = await fetch(`${own.url}/v1/stream`, { headers: { authorization: `Bearer ${key}` } });
    const watched = watching.text();
    await store.apiKeys.revoke({ environmentId: project.test.id, id: created.id, now: Date.now() });
    await first.subscribe(receiver.url);
    await first.post("/events", { type: "a", body: 1 });
    expect(await watched.catch(() => "")).not.toContain("event: delivery");
    for (const reply of [
      await second.post("/events", { type: "a", body: 1 }),
      await second.post("/events/batch", { events: [{ type: "a", body: 1 }] }),
      await second.get("/events"),
      await second.get("/nowhere"),
    ]) {
      expect([reply.status, reply.body.error.code]).toEqual([403, "forbidden"]);
    }
    expect((await first.get("/events")).body.data).toHaveLength(3);
    await store.close();
    await own.close();
    rmSync(folder, { recursive: true });
  });
});

describe("closing", () => {
  it("finishes open requests, accepts no new ones, and does not wait for idle connections", async () => {
    const own = await startTestServer();
    const { test: api } = await own.project();
    const { hostname, port } = new URL(own.url);
    const socket = connect(Number(port), hostname);
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    const closedByServer = new Promise((closed) => socket.once("close", closed));
    const body = '{"type":"a","body":1}';
    socket.write(
      `POST /v1/events HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${api.key ?? ""}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    );
    await vi.waitUntil(async () => (await api.get("/destinations")).status === 200);
    const begun = Date.now();
    const closed = own.close();
    await vi.waitUntil(async () =>
      fetch(`${own.url}/healthz`).then(
        () => false,
        () => true,
      ),
    );
    socket.write(body.slice(5));
    await Promise.all([closed, closedByServer]);
    expect(text).toMatch(/^HTTP\/1\.1 202 /);
    expect(Date.now() - begun).toBeLessThan(5000);
  });
});
