import { describe, expect, test, vi } from "vitest";
import { createClient, failureOf } from "../test/create-client.js";
import {
  failure,
  hang,
  hangInBody,
  json,
  reset,
  resetInBody,
  startScriptedServer,
  text,
} from "../test/scripted-server.js";
import { HarborError } from "./index.js";

const event = { id: "evt_1", deliveries: [] };
const order = { type: "order.created", body: { order_id: "ord_1" } };

describe("retries", () => {
  test.each([
    ["a 429", failure(429, "rate_limited", { "retry-after": "0" })],
    ["a 503", failure(503, "overloaded", { "retry-after": "0" })],
    ["a 500", failure(500, "internal_error")],
    ["a proxy's 502 page", text(502, "<html>Bad gateway</html>")],
    ["a 408", text(408, "")],
    ["a 409 of a lock", failure(409, "idempotency_key_conflict", { "retry-after": "0" })],
    ["a connection that breaks before the response", reset],
    ["a connection that breaks in the body", resetInBody],
  ])("%s is retried, with one idempotency key for all attempts", async (_, reply) => {
    const server = await startScriptedServer(reply, reply, json(202, event));
    const created = await createClient(server).events.send(order);

    expect(created.id).toBe("evt_1");
    const keys = server.requests.map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toHaveLength(3);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(keys).size).toBe(1);
    expect(new Set(server.requests.map(({ body }) => body.toString())).size).toBe(1);
  });

  test.each([400, 401, 403, 404, 409, 410, 413, 415])("a %i is final", async (status) => {
    const server = await startScriptedServer(failure(status, "invalid_request"));
    const error = await failureOf(createClient(server).events.send(order));
    expect(error).toMatchObject({ status, retryable: false });
    expect(server.requests).toHaveLength(1);
  });

  test("after maxRetries the last response is the error", async () => {
    const server = await startScriptedServer(reset, failure(503, "overloaded", { "retry-after": "0" }));
    const error = await failureOf(createClient(server, { maxRetries: 2 }).stats.get());
    expect(error).toMatchObject({ code: "overloaded", status: 503, requestId: "req_1", retryable: true });
    expect(server.requests).toHaveLength(3);
  });

  test("maxRetries: 0 means none, for the client or for one call", async () => {
    const server = await startScriptedServer(reset);
    await failureOf(createClient(server, { maxRetries: 0 }).stats.get());
    expect(server.requests).toHaveLength(1);
    await failureOf(createClient(server).stats.get({}, { maxRetries: 0 }));
    expect(server.requests).toHaveLength(2);
  });

  test("Retry-After is waited for", async () => {
    const server = await startScriptedServer(failure(429, "rate_limited", { "retry-after": "7" }));
    const abort = new AbortController();
    const delays: number[] = [];
    const harbor = createClient(server, {
      onRetry({ delayMs }) {
        delays.push(delayMs);
        setImmediate(() => abort.abort());
      },
    });
    const error = await failureOf(harbor.stats.get({}, { signal: abort.signal }));
    expect(error).toMatchObject({ code: "aborted" });
    expect(delays).toEqual([7_000]);
    expect(server.requests).toHaveLength(1);
  });

  test("a DELETE whose first response was lost has worked when the resource is gone", async () => {
    const server = await startScriptedServer(reset, failure(404, "destination_not_found"));
    await expect(createClient(server).destinations.delete("dest_1")).resolves.toBeUndefined();
  });

  test("a DELETE that was rate-limited first has not", async () => {
    const limited = failure(429, "rate_limited", { "retry-after": "0" });
    const server = await startScriptedServer(limited, failure(404, "destination_not_found"));
    const error = await failureOf(createClient(server).destinations.delete("dest_1"));
    expect(error).toMatchObject({ code: "destination_not_found" });
  });
});

describe("idempotency keys", () => {
  test("one of the caller's own is used as it is", async () => {
    const server = await startScriptedServer(json(201, {}));
    await createClient(server).destinations.create({ url: "https://a.example" }, { idempotencyKey: "mine" });
    expect(server.requests[0]?.headers["idempotency-key"]).toBe("mine");
  });

  test("none is sent beside the event's own", async () => {
    const server = await startScriptedServer(json(202, event));
    await createClient(server).events.send({ ...order, idempotency_key: "ord_1" });
    expect(server.requests[0]?.headers).not.toHaveProperty("idempotency-key");
  });

  test("a body that only mentions one gets one", async () => {
    const server = await startScriptedServer(json(202, event));
    await createClient(server).events.send({
      type: "a",
      body: { idempotency_key: "inner" },
      idempotency_key: null,
    });
    expect(server.requests[0]?.headers["idempotency-key"]).toMatch(/^[0-9a-f]{32}$/);
  });

  test("a change has one, each call another", async () => {
    const server = await startScriptedServer(json(200, {}));
    const harbor = createClient(server);
    await harbor.destinations.get("dest_1");
    await harbor.destinations.delete("dest_1");
    await harbor.destinations.update("dest_1", { name: "n" });
    await harbor.destinations.putByUid("uid", { url: "https://a.example" });
    await harbor.deliveries.retry("del_1");
    await harbor.deliveries.retry("del_1");
    const keys = server.requests.map(({ headers }) => headers["idempotency-key"]);
    expect(keys.slice(0, 2)).toEqual([undefined, undefined]);
    expect(new Set(keys.slice(2)).size).toBe(4);
  });
});

describe("time limits", () => {
  test.each([
    ["before the headers", hang],
    ["in the body", hangInBody],
  ])("an attempt that hangs %s times out and is retried", async (_, reply) => {
    const server = await startScriptedServer(reply, json(200, { dlq_depth: 3 }));
    const stats = await createClient(server, { timeoutMs: 100 }).stats.get();
    expect(stats.dlq_depth).toBe(3);
    expect(server.requests).toHaveLength(2);
  });

  test("the deadline ends a call within an attempt", async () => {
    const server = await startScriptedServer(hangInBody);
    const startedAt = performance.now();
    const error = await failureOf(createClient(server).stats.get({}, { deadlineMs: 150 }));
    expect(error).toMatchObject({ code: "timeout", status: null, retryable: true });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test("the deadline is not waited past: a Retry-After beyond it fails at once", async () => {
    const server = await startScriptedServer(failure(429, "rate_limited", { "retry-after": "30" }));
    const startedAt = performance.now();
    const error = await failureOf(createClient(server, { deadlineMs: 5_000 }).stats.get());
    expect(error).toMatchObject({ code: "rate_limited" });
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    expect(server.requests).toHaveLength(1);
  });

  test("Infinity removes the limit", async () => {
    const server = await startScriptedServer(json(200, { dlq_depth: 1 }));
    const stats = await createClient(server, { timeoutMs: Infinity, deadlineMs: Infinity }).stats.get();
    expect(stats.dlq_depth).toBe(1);
  });
});

describe("AbortSignal", () => {
  test("ends a call that waits for a response, and the request with it", async () => {
    const abort = new AbortController();
    const server = await startScriptedServer(() => abort.abort("enough"));
    const error = await failureOf(createClient(server).stats.get({}, { signal: abort.signal }));
    expect(error).toBeInstanceOf(HarborError);
    expect(error).toMatchObject({ code: "aborted", retryable: false, cause: "enough" });
    await vi.waitFor(() => expect(server.abandoned).toHaveLength(1));
  });

  test("ends the wait for a retry", async () => {
    const abort = new AbortController();
    const server = await startScriptedServer(failure(429, "rate_limited", { "retry-after": "50" }));
    const harbor = createClient(server, { onRetry: () => abort.abort() });
    const error = await failureOf(harbor.stats.get({}, { signal: abort.signal }));
    expect(error).toMatchObject({ code: "aborted" });
  });

  test("that has fired already sends nothing", async () => {
    const server = await startScriptedServer(json(200, {}));
    const error = await failureOf(createClient(server).stats.get({}, { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ code: "aborted" });
    expect(server.requests).toHaveLength(0);
  });
});

describe("hooks", () => {
  test("see each attempt, its response and the retries between, never the key", async () => {
    const server = await startScriptedServer(
      failure(503, "overloaded", { "retry-after": "0" }),
      json(202, event),
    );
    const seen: unknown[] = [];
    const harbor = createClient(server, {
      onRequest: ({ method, attempt, headers }) => {
        headers.set("traceparent", `trace-${attempt}`);
        seen.push(["request", method, attempt, headers.get("authorization")]);
      },
      onResponse: ({ attempt, status, requestId, durationMs }) =>
        void seen.push(["response", attempt, status, requestId, durationMs > 0]),
      onRetry: ({ attempt, error }) => void seen.push(["retry", attempt, error.code]),
    });
    await harbor.events.send(order);
    expect(seen).toEqual([
      ["request", "POST", 0, null],
      ["response", 0, 503, "req_1", true],
      ["retry", 0, "overloaded"],
      ["request", "POST", 1, null],
      ["response", 1, 202, "req_1", true],
    ]);
    expect(server.requests.map(({ headers }) => headers["traceparent"])).toEqual(["trace-0", "trace-1"]);
    expect(server.requests[1]?.headers.authorization).toBe("Bearer hk_test_scripted");
  });

  test("an error thrown in a hook is the caller's, as it is", async () => {
    const server = await startScriptedServer(json(200, {}));
    const fault = new Error("no token");
    const harbor = createClient(server, { onRequest: () => Promise.reject(fault) });
    expect(await failureOf(harbor.stats.get())).toBe(fault);
    expect(server.requests).toHaveLength(0);
  });
});

describe("fetch of the caller's own", () => {
  test("is given every attempt", async () => {
    const server = await startScriptedServer(reset, json(200, { dlq_depth: 2 }));
    const urls: string[] = [];
    const harbor = createClient(server, {
      fetch: (url, init) => {
        urls.push(url);
        return fetch(url, init);
      },
    });
    expect((await harbor.stats.get()).dlq_depth).toBe(2);
    expect(urls).toEqual([`${server.url}/v1/stats`, `${server.url}/v1/stats`]);
  });

  test("that ignores its signal still times out", async () => {
    const harbor = createClient(
      { url: "http://127.0.0.1:9" },
      { fetch: () => new Promise(() => undefined), timeoutMs: 20, maxRetries: 1 },
    );
    expect(await failureOf(harbor.stats.get())).toMatchObject({ code: "timeout" });
  });
});
