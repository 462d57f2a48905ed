import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let test: Api;
let live: Api;

beforeAll(async () => {
  server = await startTestServer({
    HARBOR_RATE_LIMITS: "on",
    HARBOR_EVENTS_PER_SECOND: "1",
    HARBOR_EVENTS_BURST: "20",
    HARBOR_MANAGEMENT_PER_MINUTE: "3",
    HARBOR_READS_PER_MINUTE: "4",
  });
});
beforeEach(async () => {
  ({ test, live } = await server.project());
});
afterAll(() => server.close());

const event = { type: "a", body: 1 };
const batch = (count: number) => ({ events: Array.from({ length: count }, () => event) });

describe("rate limits", () => {
  it("stop a key after its requests, and say when to come back", async () => {
    for (const left of [2, 1, 0]) {
      const { status, headers } = await test.post("/dlq/replay");
      expect(status).toBe(202);
      expect(headers.get("ratelimit-policy")).toBe('"management";q=3;w=60');
      expect(headers.get("ratelimit")).toMatch(new RegExp(`^"management";r=${left};t=\\d+$`));
    }
    const refused = await test.post("/dlq/replay");
    expect([refused.status, refused.body.error.code]).toEqual([429, "rate_limited"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("ratelimit")).toMatch(/^"management";r=0;t=60$/);
    expect((await live.post("/dlq/replay")).status).toBe(202);
  });

  it("count reads by themselves", async () => {
    for (const left of [3, 2, 1, 0]) {
      const { status, headers } = await test.get("/destinations");
      expect([status, headers.get("ratelimit-policy")]).toEqual([200, '"read";q=4;w=60']);
      expect(headers.get("ratelimit")).toMatch(new RegExp(`^"read";r=${left};t=\\d+$`));
    }
    expect((await test.get("/events")).status).toBe(429);
    expect((await test.request("HEAD", "/events")).status).toBe(429);
    expect((await test.post("/dlq/replay")).headers.get("ratelimit")).toMatch(/^"management";r=2/);
    expect((await test.post("/events", event)).status).toBe(202);
  });

  it("count events by themselves, a batch as its events, and refuse it whole", async () => {
    const first = await test.post("/events", event);
    expect(first.headers.get("ratelimit-policy")).toBe('"ingest";q=20;w=20');
    expect((await test.post("/events/batch", batch(15))).status).toBe(207);
    const refused = await test.post("/events/batch", batch(10));
    expect([refused.status, refused.body.error.code]).toEqual([429, "rate_limited"]);
    expect((await test.post("/events/batch", batch(4))).status).toBe(207);
    expect((await test.post("/events", event)).status).toBe(429);
    expect((await live.post("/events", event)).status).toBe(202);
    expect((await test.get("/events")).status).toBe(200);
  });

  it.each<[string, unknown, number]>([
    ["invalid items", { events: [1, 2, 3] }, 3],
    ["no items", { events: [] }, 1],
    ["an unknown field", { events: [event, event], extra: 1 }, 2],
    ["more items than allowed", `{"events":[${"1,".repeat(2_000_000)}1]}`, 20],
    ["malformed JSON", '{"events":[1,2', 20],
  ])("charge for a refused batch with %s", async (_what, body, cost) => {
    const { status, headers } = await test.post("/events/batch", body);
    expect([status, headers.get("ratelimit")]).toEqual([400, expect.stringContaining(`r=${20 - cost};`)]);
  });

  it("refuse a batch without reading it when not even one event is left", async () => {
    await test.post("/events/batch", batch(20));
    expect((await test.post("/events/batch", "not json")).status).toBe(429);
    expect((await test.post("/events/batch", { events: [1] })).status).toBe(429);
  });

  it("come behind authentication and before the body is looked at", async () => {
    expect((await live.get("/events/a%zz")).headers.get("ratelimit")).toMatch(/^"management";r=2/);
    expect((await test.get("/nowhere")).headers.get("ratelimit")).toMatch(/^"management";r=2/);
    expect((await test.request("PUT", "/stats")).headers.get("ratelimit")).toMatch(/^"management";r=1/);
    expect((await test.get("/stats?limit=x")).headers.get("ratelimit")).toMatch(/^"read";r=3/);
    expect((await test.delete("/destinations/x?y=1")).headers.get("ratelimit")).toMatch(/^"management";r=0/);
    expect((await test.post("/destinations", "not json")).status).toBe(429);
    expect((await test.get("/nowhere")).status).toBe(429);
    const { headers } = await test.request("GET", "/stats", {
      headers: { authorization: "Bearer hk_test_unknown00" },
    });
    expect(headers.get("ratelimit")).toBeNull();
  });

  it("show nothing where they are off", async () => {
    const off = await startTestServer();
    const reply = await (await off.project()).test.get("/destinations");
    expect(reply.headers.get("ratelimit")).toBeNull();
    await off.close();
  });
});
