import { expect, test } from "vitest";
import { createClient } from "../test/create-client.js";
import { failure, json, reset, startScriptedServer } from "../test/scripted-server.js";

test("harbor.raw has the key, the retries and the idempotency key", async () => {
  const server = await startScriptedServer(reset, json(201, { id: "sub_1" }));
  const body = { destination_id: "dest_1", event_type: "order.*" };
  const { data, response } = await createClient(server).raw.POST("/subscriptions", { body });
  expect(data?.id).toBe("sub_1");
  expect(response.status).toBe(201);
  const [first, second] = server.requests.map(({ headers }) => headers);
  expect(second).toMatchObject({
    authorization: "Bearer hk_test_scripted",
    "content-type": "application/json",
  });
  expect(second?.["idempotency-key"]).toBe(first?.["idempotency-key"]);
});

test("harbor.raw resolves with an error answer", async () => {
  const server = await startScriptedServer(failure(404, "subscription_not_found"));
  const { error, response } = await createClient(server).raw.GET("/subscriptions/{id}", {
    params: { path: { id: "sub_1" } },
  });
  expect(response.status).toBe(404);
  expect(error?.error.code).toBe("subscription_not_found");
});
