import { describe, expect, test } from "vitest";
import { failureOf } from "../test/create-client.js";
import { failure, json, reset, type ScriptedServer, startScriptedServer } from "../test/scripted-server.js";
import { createRawClient } from "./raw.js";

const createClient = ({ url }: Pick<ScriptedServer, "url">) =>
  createRawClient({ apiKey: "hk_test_scripted", baseUrl: url, retryBaseDelayMs: 1 });

describe("the raw client", () => {
  test("has the key, the retries and the idempotency key", async () => {
    const server = await startScriptedServer(reset, json(201, { id: "sub_1" }));
    const body = { destination_id: "dest_1", event_type: "order.*" };
    const { data, response } = await createClient(server).POST("/subscriptions", { body });
    expect(data?.id).toBe("sub_1");
    expect(response.status).toBe(201);
    const [first, second] = server.requests.map(({ headers }) => headers);
    expect(second).toMatchObject({
      authorization: "Bearer hk_test_scripted",
      "content-type": "application/json",
    });
    expect(second?.["idempotency-key"]).toMatch(/^[0-9a-f]{32}$/);
    expect(second?.["idempotency-key"]).toBe(first?.["idempotency-key"]);
  });

  test("sends no idempotency key beside the event's own", async () => {
    const server = await startScriptedServer(json(202, { id: "evt_1" }));
    const body = { type: "order.created", body: {}, idempotency_key: "ord_1" };
    await createClient(server).POST("/events", { body });
    expect(server.requests[0]?.headers).not.toHaveProperty("idempotency-key");
  });

  test("resolves with an error response, its headers and its body", async () => {
    const server = await startScriptedServer(failure(404, "subscription_not_found", { "x-proxy": "a" }));
    const { error, response } = await createClient(server).GET("/subscriptions/{id}", {
      params: { path: { id: "sub_1" } },
    });
    expect(response.status).toBe(404);
    expect(response.headers.get("x-proxy")).toBe("a");
    expect(error?.error.code).toBe("subscription_not_found");
  });

  test("resolves with a 204", async () => {
    const server = await startScriptedServer((response) => response.writeHead(204).end());
    const { error, response } = await createClient(server).DELETE("/subscriptions/{id}", {
      params: { path: { id: "sub_1" } },
    });
    expect([error, response.status]).toEqual([undefined, 204]);
  });

  test("fails without a response", async () => {
    const call = createRawClient({
      apiKey: "hk_test_scripted",
      baseUrl: "http://127.0.0.1:1",
      maxRetries: 0,
    });
    expect(await failureOf(call.GET("/stats"))).toMatchObject({ code: "network_error" });
  });
});
