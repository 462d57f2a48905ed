import { Harbor } from "@harbor/client";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { createSpecChecker } from "../../../reference-server/test/spec-checker.js";
import { OPERATIONS } from "../../../reference-server/src/http/operations.js";
import { harborError, harborExample, harborHandlers, type OperationId } from "../src/msw.js";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const baseUrl = "https://harbor.example/v1";
const harbor = new Harbor({ apiKey: "hk_test_msw", baseUrl, maxRetries: 0 });
const checkBySpec = createSpecChecker();

describe("every operation of openapi.yaml", () => {
  test.each(OPERATIONS)("the response of $id matches the specification", async ({ method, path }) => {
    server.use(...harborHandlers());
    const pathname = path.replace(/\{\w+\}/, "some_id");
    const response = await fetch(new URL(pathname, baseUrl), { method });
    const isStream = response.headers.get("content-type") === "text/event-stream";
    const text = isStream ? null : await response.text();
    const { status, headers, ok } = response;
    expect(ok).toBe(true);
    checkBySpec({ method, path: pathname, status, headers, text });
  });
});

describe("the client, with no socket", () => {
  test("gets the examples", async () => {
    server.use(...harborHandlers());
    const { status, requestId, data } = await harbor.events.send({ type: "a", body: 1 }).withResponse();
    expect([status, requestId]).toEqual([202, expect.stringMatching(/^req_/)]);
    expect(data).toEqual(harborExample("createEvent"));
    expect(await harbor.destinations.delete("dest_1")).toBeUndefined();
    for await (const { event, data } of harbor.stream.deliveries()) {
      expect([event, data]).toEqual(["delivery", expect.objectContaining({ status: "succeeded" })]);
      break;
    }
  });

  test("gets the results of resolvers", async () => {
    server.use(
      ...harborHandlers({
        createEvent: ({ body, example }) => ({ ...example, type: body.type, body: body.body }),
        getEvent: ({ path, example }) => ({ ...example, id: path.id }),
        listDeliveries: ({ query }) => ({ data: [], next_cursor: query.get("status") }),
        deleteSubscription: () => undefined,
      }),
    );
    expect(await harbor.events.send({ type: "order.created", body: [1] })).toMatchObject({
      type: "order.created",
      body: [1],
    });
    expect((await harbor.events.get("evt_1")).id).toBe("evt_1");
    expect((await harbor.deliveries.list({ status: "dead" })).next_cursor).toBe("dead");
    await harbor.subscriptions.delete("sub_1");
  });

  test("gets Harbor's errors, and any other response", async () => {
    server.use(
      ...harborHandlers({
        getEvent: () => harborError(404, "event_not_found"),
        createEvent: () =>
          harborError(429, "rate_limited", {
            retryAfterSeconds: 3,
            message: "Slow down.",
            details: [{ path: "body", message: "too many" }],
          }),
        getStats: () => new Response("<html>Bad gateway</html>", { status: 502 }),
      }),
    );
    await expect(harbor.events.get("evt_1")).rejects.toMatchObject({ code: "event_not_found", status: 404 });
    await expect(harbor.events.send({ type: "a", body: 1 })).rejects.toMatchObject({
      code: "rate_limited",
      retryable: true,
      details: [{ path: "body", message: "too many" }],
    });
    await expect(harbor.stats.get()).rejects.toMatchObject({ code: "unexpected_response", status: 502 });
  });

  test("an example is a copy that a test may change", () => {
    harborExample("getDestination").name = "changed";
    expect(harborExample("getDestination").name).not.toBe("changed");
  });
});

test("resolvers are typed by the specification", () => {
  expectTypeOf(harborExample("createDestination").signing_secret).toEqualTypeOf<string | null>();
  expectTypeOf<OperationId>().not.toExtend<"receiveDelivery">();
  harborHandlers({
    // @ts-expect-error: an event has more than an id
    createEvent: () => ({ id: "evt_1" }),
    // @ts-expect-error: a state is a string; another one than today's compiles, as a newer server may send it
    getDestination: ({ example }) => ({ ...example, status: 0 }),
    // @ts-expect-error: the path has an id
    getEvent: ({ path, example }) => ({ ...example, id: path.event_id }),
    // @ts-expect-error: no such code
    getSubscription: () => harborError(404, "subscription_gone"),
  });
  // @ts-expect-error: no such operation
  expect(harborHandlers({ createEvnt: () => undefined })).toHaveLength(OPERATIONS.length);
});
