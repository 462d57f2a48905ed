import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let api: Api;

beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  api = (await server.project()).test;
});
afterAll(() => server.close());

const URL = "http://127.0.0.1:9/none";

async function sendEvents(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++)
    ids.unshift((await api.post("/events", { type: "a", body: n })).body.id as string);
  return ids;
}

interface Page {
  data: { id: string }[];
  next_cursor: string | null;
}

async function walk(path: string, onPage?: () => Promise<unknown>): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = (await api.get<Page>(cursor === null ? path : `${path}&cursor=${cursor}`)).body;
    ids.push(...page.data.map(({ id }) => id));
    cursor = page.next_cursor;
    await onPage?.();
  } while (cursor !== null);
  return ids;
}

describe("lists", () => {
  it("are newest first and come in pages of the asked size", async () => {
    const ids = await sendEvents(7);
    expect(await walk("/events?limit=3")).toEqual(ids);
    expect(await walk("/events?limit=7")).toEqual(ids);
    expect((await api.get("/events?limit=7")).body.next_cursor).toBeNull();
    expect((await api.get("/events?limit=6")).body.next_cursor).not.toBeNull();
  });

  it("of large events end a page at 1 MB, with a cursor to the rest", async () => {
    const body = "x".repeat(250_000);
    const ids: string[] = [];
    for (let n = 0; n < 6; n++)
      ids.unshift((await api.post("/events", { type: "a", body })).body.id as string);
    const first = await api.get("/events?limit=100");
    expect(first.body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 4));
    expect(first.text.length).toBeLessThan(1_048_576);
    expect(await walk("/events?limit=100")).toEqual(ids);
  });

  it("have 25 items a page unless asked otherwise", async () => {
    await sendEvents(26);
    expect((await api.get("/events")).body.data).toHaveLength(25);
    expect((await api.get("/events?limit=100")).body.data).toHaveLength(26);
  });

  it("stay the same while rows are being inserted", async () => {
    const ids = await sendEvents(6);
    expect(await walk("/events?limit=2", () => sendEvents(2))).toEqual(ids);
  });

  it("page through deliveries, dead ones, destinations and subscriptions alike", async () => {
    const destinations: string[] = [];
    for (let n = 0; n < 3; n++) destinations.unshift(await api.subscribe(URL));
    const [event] = await sendEvents(1);
    for (const destination of destinations) await api.delete(`/destinations/${destination}`);
    for (let n = 0; n < 3; n++) await api.subscribe(URL);
    expect(new Set(await walk("/destinations?limit=1")).size).toBe(3);
    expect(new Set(await walk("/subscriptions?limit=2")).size).toBe(3);
    expect(new Set(await walk(`/deliveries?event_id=${event ?? ""}&limit=2`)).size).toBe(3);
    expect(new Set(await walk("/dlq?limit=1")).size).toBe(3);
  });
});

describe("GET /events?idempotency_key=", () => {
  it("finds the event of a key, with a type and a time too", async () => {
    await api.post("/events", { type: "a", body: 1, idempotency_key: "order 1/created" });
    const { id } = (await api.post("/events", { type: "a", body: 2 }, { "idempotency-key": "k&2" })).body;
    const ids = async (query: string) =>
      (await api.get<Page>(`/events?${query}`)).body.data.map((event) => event.id);
    expect(await ids(`idempotency_key=${encodeURIComponent("k&2")}`)).toEqual([id]);
    expect(await ids(`idempotency_key=${encodeURIComponent("k&2")}&type=b`)).toEqual([]);
    expect(await ids("idempotency_key=order%201%2Fcreated&since=2020-01-01T00:00:00Z")).toHaveLength(1);
    expect(await ids("idempotency_key=order%00")).toEqual([]);
    const tooLong = await api.get(`/events?idempotency_key=${"k".repeat(256)}`);
    expect([tooLong.status, tooLong.body.error.code]).toEqual([400, "invalid_request"]);
  });
});

describe("a cursor", () => {
  it("is good for its list, its filters and its environment only", async () => {
    await sendEvents(3);
    const cursor = (await api.get("/events?type=a&limit=1")).body.next_cursor as string;
    expect((await api.get(`/events?type=a&limit=2&cursor=${cursor}`)).status).toBe(200);
    const stranger = (await server.project()).test;
    for (const reply of [
      await api.get(`/events?limit=1&cursor=${cursor}`),
      await api.get(`/events?type=b&limit=1&cursor=${cursor}`),
      await api.get(`/deliveries?limit=1&cursor=${cursor}`),
      await api.get(`/events?type=a&cursor=${cursor}x`),
      await api.get("/events?cursor="),
      await api.get("/destinations?cursor=%00"),
      await stranger.get(`/events?type=a&limit=1&cursor=${cursor}`),
    ]) {
      expect([reply.status, reply.body.error.code]).toEqual([400, "invalid_cursor"]);
    }
  });
});
