import { harborError, harborExample, harborHandlers } from "@harbor/testing/msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type ErrorCode, Harbor, HarborError } from "../src/index.js";
import { failureOf } from "./create-client.js";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const harbor = new Harbor({ apiKey: "hk_test_msw", baseUrl: "https://harbor.example", retryBaseDelayMs: 1 });

test.each<[number, ErrorCode]>([
  [400, "invalid_url"],
  [401, "unauthorized"],
  [404, "destination_not_found"],
  [409, "over_destination_limit"],
  [410, "event_too_old"],
])("a %i %s is a HarborError with that code, and final", async (status, code) => {
  let calls = 0;
  const details = [{ path: "body/url", message: "is not one" }];
  const createDestination = () => {
    calls++;
    return harborError(status, code, { message: "No.", details });
  };
  server.use(...harborHandlers({ createDestination }));
  const error = await failureOf(harbor.destinations.create({ url: "https://a.example" }));
  expect(error).toBeInstanceOf(HarborError);
  expect(error).toMatchObject({
    code,
    status,
    details,
    retryable: false,
    message: expect.stringMatching(/^No\..*\n {2}body\/url: is not one$/) as string,
  });
  expect(calls).toBe(1);
});

test("a list continues through pages until there is no cursor", async () => {
  const [event] = harborExample("listEvents").data;
  if (event === undefined) throw new Error("the example of listEvents is empty");
  const pages: Record<string, string | null> = { start: "a", a: "b", b: null };
  server.use(
    ...harborHandlers({
      listEvents({ query }) {
        const cursor = query.get("cursor") ?? "start";
        return { data: [{ ...event, id: `evt_${cursor}` }], next_cursor: pages[cursor] ?? null };
      },
    }),
  );
  const events = await harbor.events.list({ type: "order.created" }).toArray({ limit: 10 });
  expect(events.map(({ id }) => id)).toEqual(["evt_start", "evt_a", "evt_b"]);
});
