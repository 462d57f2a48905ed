import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type Receiver, startReceiver } from "../receiver.js";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let receiver: Receiver;
let api: Api;

beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  api = (await server.project()).test;
  receiver = await startReceiver();
  return () => receiver.close();
});
afterAll(() => server.close());

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const SENT = { traceparent: `00-${TRACE_ID}-b7ad6b7169203331-00`, tracestate: "congo=t61,rojo=00f0" };
const OTHER = { traceparent: `00-${"c".repeat(32)}-b7ad6b7169203331-01`, tracestate: "congo=other" };
const CONTINUED = new RegExp(`^00-${TRACE_ID}-[0-9a-f]{16}-00$`);
const ORDER = { type: "order.created", body: 1 };

/** The headers of all requests to the receiver. */
async function received(count: number): Promise<{ traceparent: string; tracestate: string | undefined }[]> {
  return (await receiver.until(count)).map(({ headers }) => ({
    traceparent: String(headers["traceparent"]),
    tracestate: headers["tracestate"] as string | undefined,
  }));
}

const settled = (id: string, status: string) =>
  vi.waitUntil(async () => (await api.get(`/deliveries/${id}`)).body.status === status, {
    timeout: 10_000,
    interval: 10,
  });

it("continues the trace of the request, with a span for each attempt, through retries and all replays", async () => {
  await api.subscribe(receiver.url, { retry_policy: { max_retries: 1 } });
  receiver.respondWith((response) => response.writeHead(500).end());
  const { body: event } = await api.post("/events", ORDER, SENT);
  const delivery = event.deliveries[0].id as string;
  await settled(delivery, "retrying");
  await api.post("/test-clock/advance", { seconds: 3600 });
  await settled(delivery, "dead");

  receiver.respondWith((response) => response.end());
  expect((await api.post(`/dlq/${delivery}/replay`)).status).toBe(200);
  await settled(delivery, "succeeded");
  await api.post(`/events/${event.id as string}/replay`, {}, OTHER);
  await receiver.until(4);

  const all = await received(4);
  for (const { traceparent } of all) expect(traceparent).toMatch(CONTINUED);
  expect(new Set([SENT.traceparent, ...all.map(({ traceparent }) => traceparent)]).size).toBe(5);
  expect(all.map(({ tracestate }) => tracestate)).toEqual(all.map(() => SENT.tracestate));
});

it("continues it in what a recovery sends", async () => {
  const { body: event } = await api.post("/events", ORDER, SENT);
  const destination = await api.subscribe(receiver.url);
  const since = event.created_at as string;
  expect((await api.post(`/destinations/${destination}/recover`, { since }, OTHER)).status).toBe(202);
  expect((await received(1))[0]).toEqual({
    traceparent: expect.stringMatching(CONTINUED) as string,
    tracestate: SENT.tracestate,
  });
});

it("sends tracestate only to destinations without a tenant", async () => {
  const tenants = await startReceiver();
  await api.subscribe(receiver.url);
  await api.subscribe(tenants.url, { tenant: "acme" });
  await api.post("/events", { ...ORDER, tenant: "acme" }, SENT);
  expect((await received(1))[0]?.tracestate).toBe(SENT.tracestate);
  const [toTenant] = await tenants.until(1);
  expect(toTenant?.headers["traceparent"]).toMatch(CONTINUED);
  expect(toTenant?.headers).not.toHaveProperty("tracestate");
  await tenants.close();
});

it("is the same for all events of a batch", async () => {
  await api.subscribe(receiver.url);
  await api.post("/events/batch", { events: [ORDER, { ...ORDER, body: 2 }] }, SENT);
  for (const { traceparent, tracestate } of await received(2)) {
    expect(traceparent).toMatch(CONTINUED);
    expect(tracestate).toBe(SENT.tracestate);
  }
});

it.each([
  [
    "an event",
    (headers: Record<string, string>) => api.post("/events", { ...ORDER, idempotency_key: "k" }, headers),
  ],
  [
    "a batch",
    (headers: Record<string, string>) =>
      api.post("/events/batch", { events: [ORDER] }, { "idempotency-key": "k", ...headers }),
  ],
])("stays the first one when %s is repeated with its key", async (_what, send) => {
  receiver.respondWith((response) => response.writeHead(500).end());
  await api.subscribe(receiver.url, { retry_policy: { max_retries: 1 } });
  await send(SENT);
  await receiver.until(1);
  const repeat = await send(OTHER);
  expect(repeat.headers.get("idempotent-replayed")).toBe("true");
  await api.post("/test-clock/advance", { seconds: 3600 });
  for (const { traceparent } of await received(2)) expect(traceparent).toMatch(CONTINUED);
});

it("is that of the key that sends a test event, never that of a portal session", async () => {
  const destination = await api.subscribe(receiver.url, { tenant: "acme" });
  const { body: session } = await api.post("/portal-sessions", { tenant: "acme", capabilities: ["manage"] });
  await api.post(`/destinations/${destination}/test`, {}, SENT);
  await receiver.until(1);
  const own = await api.post(
    `/destinations/${destination}/test`,
    {},
    {
      ...SENT,
      authorization: `Bearer ${session.token as string}`,
    },
  );
  expect(own.status).toBe(202);
  const [first, second] = await received(2);
  expect(first?.traceparent).toMatch(CONTINUED);
  expect(second?.traceparent).toMatch(/^00-01[0-9a-f]{30}-[0-9a-f]{16}-01$/);
});

it.each([
  ["traceparent", { traceparent: `00-${"0".repeat(32)}-b7ad6b7169203331-01`, tracestate: "congo=t61" }],
  ["only tracestate", { tracestate: "congo=t61" }],
])("is the event's own with %s that is not valid", async (_what, headers) => {
  await api.subscribe(receiver.url);
  expect((await api.post("/events", ORDER, headers)).status).toBe(202);
  const [first] = await received(1);
  expect(first?.traceparent).toMatch(/^00-01[0-9a-f]{30}-[0-9a-f]{16}-01$/);
  expect(first?.tracestate).toBeUndefined();
});

it("shows the headers with the attempt", async () => {
  await api.subscribe(receiver.url);
  const { body: event } = await api.post("/events", ORDER, SENT);
  const delivery = event.deliveries[0].id as string;
  await settled(delivery, "succeeded");
  const [sent] = await received(1);
  const { body } = await api.get(`/deliveries/${delivery}`);
  expect(body.retries[0].request_headers).toEqual(
    expect.arrayContaining([
      { name: "traceparent", value: sent?.traceparent },
      { name: "tracestate", value: SENT.tracestate },
    ]),
  );
});
