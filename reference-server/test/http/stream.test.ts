import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { openStream, type Sent } from "../event-stream.js";
import { type Receiver, startReceiver } from "../receiver.js";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let receiver: Receiver;
let api: Api;

beforeAll(async () => {
  server = await startTestServer();
  receiver = await startReceiver();
});
beforeEach(async () => {
  api = (await server.project()).test;
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

const open = (path?: string, headers?: Record<string, string>) => openStream(api, path, headers);

const statuses = (events: Sent[]) => events.map(({ data }) => data.status);

describe("GET /stream", () => {
  it("may be open 20 times with one key; one more is refused until another one is closed", async () => {
    const opened = [];
    for (let n = 0; n < 20; n++) opened.push(await open());
    const refused = await api.get("/stream");
    expect([refused.status, refused.body.error.code]).toEqual([429, "rate_limited"]);
    expect(refused.body.error.message).toBe(
      "This key has too many open streams (maximum 20). Close one first.",
    );
    await opened[0]?.close();
    const next = await vi.waitFor(() => open(), { timeout: 10_000 });
    for (const one of [...opened, next]) await one.close();
  });

  it("sends every change of a delivery's state, as GET shows it", async () => {
    await api.subscribe(receiver.url);
    const stream = await open();
    const { body } = await api.post("/events", { type: "a", body: 1 });
    const events = await stream.until(2);
    expect(events.map(({ event }) => event)).toEqual(["delivery", "delivery"]);
    expect(statuses(events)).toEqual(["pending", "succeeded"]);
    const { retries: _retries, ...shown } = (await api.get(`/deliveries/${body.deliveries[0].id as string}`))
      .body;
    expect(events[1]?.data).toEqual(shown);
    await stream.close();
  });

  it("continues behind Last-Event-ID, without a gap and without repeating", async () => {
    await api.subscribe(receiver.url);
    const first = await open();
    await api.post("/events", { type: "a", body: 1 });
    const seen = await first.until(2);
    await first.close();
    await api.post("/events", { type: "b", body: 1 });
    await vi.waitUntil(async () => (await api.get("/deliveries?status=succeeded")).body.data.length === 2);
    const second = await open("/stream", { "last-event-id": seen[0]?.id ?? "" });
    const events = await second.until(3);
    expect(events.map(({ data }) => `${data.event_type as string} ${data.status as string}`)).toEqual([
      "a succeeded",
      "b pending",
      "b succeeded",
    ]);
    await second.close();
  });

  it("sends deliveries that are replayed together", async () => {
    receiver.respondWith((response) => response.writeHead(404).end());
    await api.subscribe(receiver.url);
    const { body } = await api.post("/events", { type: "a", body: 1 });
    await vi.waitUntil(async () => (await api.get("/dlq")).body.data.length === 1);
    receiver.respondWith((response) => response.end());
    const stream = await open();
    expect((await api.post("/dlq/replay", {})).body).toEqual({ replayed: 1, skipped: 0 });
    const events = await stream.until(2);
    expect(statuses(events)).toEqual(["retrying", "succeeded"]);
    expect(events[0]?.data.id).toBe(body.deliveries[0].id);
    await stream.close();
  });

  it.each(["48213", "another-start-5", "x", " "])("says that there is a gap behind the id %j", async (id) => {
    const stream = await open("/stream", { "last-event-id": id });
    expect(await stream.until(1)).toEqual([{ event: "gap", data: {} }]);
    await stream.close();
  });

  it("filters by destination and event type", async () => {
    const destination = await api.subscribe(receiver.url);
    await api.subscribe(receiver.url);
    const stream = await open(`/stream?destination_id=${destination}&event_type=b`);
    for (const type of ["a", "b", "c", "b"]) await api.post("/events", { type, body: 1 });
    const events = await stream.until(4);
    expect(
      new Set(events.map(({ data }) => `${data.destination_id as string} ${data.event_type as string}`)),
    ).toEqual(new Set([`${destination} b`]));
    await stream.close();
  });

  it("shows nothing of another environment", async () => {
    const stranger = (await server.project()).test;
    await stranger.subscribe(receiver.url);
    await api.subscribe(receiver.url);
    const stream = await open();
    await stranger.post("/events", { type: "theirs", body: 1 });
    await api.post("/events", { type: "ours", body: 1 });
    const events = await stream.until(2);
    expect(events.map(({ data }) => data.event_type)).toEqual(["ours", "ours"]);
    await stream.close();
  });

  it("ends when the server closes", async () => {
    const own = await startTestServer();
    const { key } = (await own.project()).test;
    const response = await fetch(`${own.url}/v1/stream`, {
      headers: { authorization: `Bearer ${key ?? ""}` },
    });
    const text = response.text();
    await own.close();
    expect(await text).toBe(": connected\n\n");
  });

  it("drops a reader that does not read, and no other", async () => {
    const talkative = await startReceiver();
    talkative.respondWith((response) => response.end("x".repeat(4096)));
    await api.subscribe(talkative.url);
    const stuck = await openWithoutReading();
    const reader = await open();
    const events = Array.from({ length: 100 }, () => ({ type: "a", body: 1 }));
    let sent = 0;
    while (!stuck.isDropped() && sent < 10_000) {
      await api.post("/events/batch", { events });
      sent += events.length;
      // Each is created and succeeds.
      await reader.until(2 * sent);
    }
    expect(stuck.isDropped()).toBe(true);
    expect(reader.events()).toHaveLength(2 * sent);
    await reader.close();
    await talkative.close();
  });
});

/** A reader whose socket fills up, and that only looks whether it is still open. */
async function openWithoutReading(): Promise<{ isDropped: () => boolean }> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  let dropped = false;
  socket.on("error", () => (dropped = true));
  socket.write(`GET /v1/stream HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${api.key ?? ""}\r\n\r\n`);
  await new Promise((first) => socket.once("data", first));
  socket.pause();
  return {
    isDropped() {
      // A write gets a reset after the other side has closed.
      socket.write(" ");
      return dropped;
    },
  };
}
