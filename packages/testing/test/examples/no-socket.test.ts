import { Harbor } from "@harbor/client";
import { harborError, harborHandlers } from "@harbor/testing/msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

const server = setupServer(...harborHandlers());
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const harbor = new Harbor({ apiKey: "hk_test_example", baseUrl: "https://harbor.example", maxRetries: 0 });

test("the specification's examples", async () => {
  expect((await harbor.events.get("evt_…")).type).toBe("order.created");
});

test("a response built from the request, typed by the specification", async () => {
  server.use(...harborHandlers({ createEvent: ({ body, example }) => ({ ...example, type: body.type }) }));
  expect((await harbor.events.send({ type: "invoice.paid", body: {} })).type).toBe("invoice.paid");
});

test("an error", async () => {
  server.use(
    ...harborHandlers({ createEvent: () => harborError(503, "overloaded", { retryAfterSeconds: 1 }) }),
  );
  const sent = harbor.events.send({ type: "invoice.paid", body: {} });
  await expect(sent).rejects.toMatchObject({ code: "overloaded", retryable: true });
});
