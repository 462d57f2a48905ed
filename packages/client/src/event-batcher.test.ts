import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { createClient, failureOf } from "../test/create-client.js";
import {
  failure,
  json,
  type Reply,
  reset,
  type SeenRequest,
  startScriptedServer,
} from "../test/scripted-server.js";
import { type BatcherOptions, defineEvents } from "./index.js";

interface SentEvent {
  type: string;
  body: unknown;
  idempotency_key: string;
}

const eventsOf = ({ body }: SeenRequest) => (JSON.parse(body.toString()) as { events: SentEvent[] }).events;

/** Accepts every event, as the one whose id is its type; refuses those of the type `bad`. */
const acceptAll: Reply = (response, request) => {
  const data = eventsOf(request).map(({ type }, at) => {
    if (type !== "bad") return { status: 202, event: { id: type, deliveries: [] } };
    const details = [{ path: `body/events/${at}/body`, message: "is too large" }];
    return {
      status: 413,
      error: { code: "body_too_large", message: "Too large.", request_id: "req_1", details },
    };
  });
  json(207, { data })(response, request);
};

/** Holds each request until `release` is called. */
function gate() {
  const held: (() => void)[] = [];
  const hold: Reply = (response, request) => void held.push(() => acceptAll(response, request));
  return { hold, held, release: () => held.splice(0).forEach((respond) => respond()) };
}

async function start(options: BatcherOptions, ...replies: Reply[]) {
  const server = await startScriptedServer(...(replies.length === 0 ? [acceptAll] : replies));
  const batcher = createClient(server).events.batcher(options);
  const send = (...types: string[]) => types.map((type) => batcher.send({ type, body: {} }));
  const sentTypes = () => server.requests.map((request) => eventsOf(request).map(({ type }) => type));
  return { server, batcher, send, sentTypes };
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `e${i}`);

describe("collects", () => {
  test("events that are sent together into one request, in order, each with its own result", async () => {
    const { send, sentTypes } = await start({});
    const events = await Promise.all(send("a", "b", "c"));
    expect(events.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(sentTypes()).toEqual([["a", "b", "c"]]);
  });

  test("at most maxEvents into a request", async () => {
    const { send, sentTypes } = await start({ maxInFlight: 1 });
    await Promise.all(send(...numbered(250)));
    expect(sentTypes().map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(sentTypes().flat()).toEqual(numbered(250));
  });

  test("at most maxBytes, of UTF-8, into a request", async () => {
    const { server, batcher } = await start({ maxBytes: 1_000, maxInFlight: 1 });
    await Promise.all(numbered(20).map((type) => batcher.send({ type, body: "ü".repeat(100) })));
    expect(Math.max(...server.requests.map(({ body }) => body.length))).toBeLessThanOrEqual(1_000);
    // 283 bytes each: three fit.
    expect(server.requests).toHaveLength(7);
  });

  test("an event larger than that is sent alone", async () => {
    const { batcher, send, sentTypes } = await start({ maxBytes: 1_000 });
    await Promise.all([...send("a"), batcher.send({ type: "large", body: "x".repeat(2_000) }), ...send("b")]);
    expect(sentTypes()).toEqual([["a"], ["large"], ["b"]]);
  });

  test("no longer than maxDelayMs", async () => {
    const { send, sentTypes } = await start({ maxDelayMs: 1 });
    await Promise.all(send("a"));
    await Promise.all(send("b"));
    expect(sentTypes()).toEqual([["a"], ["b"]]);
  });

  test("the exact bytes and typed bodies of `send`", async () => {
    const server = await startScriptedServer(acceptAll);
    const events = defineEvents({ a: z.object({ n: z.number() }) });
    const batcher = createClient(server, { events }).events.batcher();
    const wrong = batcher.send({ type: "a", body: { n: "1" as unknown as number } });
    const right = batcher.send({
      type: "a",
      body: { n: 1 },
      idempotency_key: "k",
      occurred_at: "2026-01-01T00:00:00Z",
    });
    expect(await failureOf(wrong)).toMatchObject({ code: "invalid_event", details: [{ path: "body/n" }] });
    await right;
    expect(server.requests.map(({ body }) => body.toString())).toEqual([
      '{"events":[{"type":"a","body":{"n":1},"idempotency_key":"k","occurred_at":"2026-01-01T00:00:00Z"}]}',
    ]);
  });
});

describe("results", () => {
  test("an event that is refused fails alone, as if it had been sent alone", async () => {
    const { send } = await start({});
    const [first, bad, last] = await Promise.allSettled(send("a", "bad", "b"));
    expect(first).toMatchObject({ status: "fulfilled", value: { id: "a" } });
    expect(last).toMatchObject({ status: "fulfilled", value: { id: "b" } });
    expect(bad).toMatchObject({
      status: "rejected",
      reason: {
        name: "HarborError",
        code: "body_too_large",
        status: 413,
        requestId: "req_1",
        details: [{ path: "body/body" }],
      },
    });
  });

  test("a request that fails for good fails all of its events, and no others", async () => {
    const { send } = await start({ maxEvents: 2, maxInFlight: 1 }, failure(401, "unauthorized"), acceptAll);
    const results = await Promise.allSettled(send("a", "b", "c"));
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
    expect(results[0]).toMatchObject({ reason: { code: "unauthorized" } });
  });

  test("a response without a result for each event is an error", async () => {
    const { send } = await start({}, json(207, { data: [] }));
    expect(await failureOf(Promise.all(send("a")))).toMatchObject({
      code: "unexpected_response",
      status: 207,
    });
  });

  test("each event has its own idempotency key, the same over retries", async () => {
    const { server, send } = await start(
      {},
      reset,
      failure(503, "overloaded", { "retry-after": "0" }),
      acceptAll,
    );
    await Promise.all(send("a", "b"));
    const [first, ...others] = server.requests.map((request) =>
      eventsOf(request).map(({ idempotency_key }) => idempotency_key),
    );
    expect(new Set(first).size).toBe(2);
    expect(others).toEqual([first, first]);
  });
});

describe("back-pressure", () => {
  test("no more than maxInFlight requests are under way", async () => {
    const { hold, held, release } = gate();
    const { send } = await start({ maxEvents: 1, maxInFlight: 2 }, hold);
    const all = Promise.all(send(...numbered(5)));
    for (const underWay of [2, 2, 1]) {
      await vi.waitFor(() => expect(held).toHaveLength(underWay));
      release();
    }
    await all;
  });

  test.each<[string, BatcherOptions]>([
    ["maxQueued events", { maxQueued: 2 }],
    ["maxQueuedBytes bytes", { maxQueuedBytes: 120 }],
  ])("beyond %s an event is not taken, until there is room", async (_, limit) => {
    const { hold, held, release } = gate();
    const { batcher, send, sentTypes } = await start(
      { maxEvents: 1, maxInFlight: 1, ...limit },
      hold,
      acceptAll,
    );
    const taken = send("a", "b", "c");
    expect(await failureOf(Promise.all(send("d")))).toMatchObject({ code: "queue_full", retryable: true });
    await vi.waitFor(() => expect(held).toHaveLength(1));
    const room = batcher.ready();
    release();
    await room;
    await Promise.all([...taken, ...send("d")]);
    expect(sentTypes()).toEqual([["a"], ["b"], ["c"], ["d"]]);
  });

  test("a sender that awaits ready() has all of its events taken", async () => {
    const { batcher, sentTypes } = await start({ maxEvents: 7, maxQueued: 10, maxDelayMs: 0 });
    const sent: Promise<unknown>[] = [];
    for (const type of numbered(100)) {
      await batcher.ready();
      sent.push(batcher.send({ type, body: {} }));
    }
    await Promise.all(sent);
    expect(sentTypes().flat()).toHaveLength(100);
  });
});

describe("flush and close", () => {
  test("flush sends at once and waits for all, those that fail included", async () => {
    const { batcher, send, sentTypes } = await start({ maxDelayMs: 60_000 });
    const settled = Promise.allSettled(send("a", "bad"));
    await batcher.flush();
    expect(sentTypes()).toEqual([["a", "bad"]]);
    expect((await settled).map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  });

  test("close does so for the last time", async () => {
    const { batcher, send, sentTypes } = await start({ maxDelayMs: 60_000 });
    const sent = send("a");
    await batcher.close();
    await expect(batcher.send({ type: "b", body: {} })).rejects.toThrow("closed");
    expect(sentTypes()).toEqual([["a"]]);
    expect((await Promise.all(sent))[0]?.id).toBe("a");
    await batcher.close();
  });

  test("close waits for events whose schema is still at work", async () => {
    const server = await startScriptedServer(acceptAll);
    const events = defineEvents({
      a: z.string().refine(() => new Promise((resolve) => setImmediate(resolve, true))),
    });
    const batcher = createClient(server, { events }).events.batcher({ maxDelayMs: 60_000 });
    const sent = batcher.send({ type: "a", body: "" });
    await batcher.close();
    expect((await sent).id).toBe("a");
  });
});

test.each<BatcherOptions>([
  { maxEvents: 0 },
  { maxEvents: 101 },
  { maxBytes: 5_242_881 },
  { maxDelayMs: -1 },
  { maxInFlight: 0 },
  { maxQueued: Number.NaN },
])("%j is refused", (options) => {
  const { events } = createClient({ url: "http://127.0.0.1:1" });
  expect(() => events.batcher(options)).toThrow(RangeError);
});
