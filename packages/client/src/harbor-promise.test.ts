import { expect, test } from "vitest";
import { createClient, failureOf } from "../test/create-client.js";
import { failure, json, startScriptedServer } from "../test/scripted-server.js";

test("a call starts at once and sends one request, however it is consumed", async () => {
  const server = await startScriptedServer(json(200, { id: "dest_1" }, { "idempotent-replayed": "true" }));
  const call = createClient(server).destinations.get("dest_1");
  expect(await call).toEqual({ id: "dest_1" });
  const received = await call.withResponse();
  expect(received).toMatchObject({
    data: { id: "dest_1" },
    status: 200,
    requestId: "req_1",
    text: '{"id":"dest_1"}',
  });
  expect(received.headers.get("idempotent-replayed")).toBe("true");
  expect(await Promise.all([call, call.then(({ id }) => id)])).toEqual([{ id: "dest_1" }, "dest_1"]);
  expect(server.requests).toHaveLength(1);
});

test("catch and finally are those of a promise", async () => {
  const server = await startScriptedServer(failure(404, "destination_not_found"));
  const call = createClient(server).destinations.get("dest_1");
  let settled = false;
  expect(await call.catch(() => "none")).toBe("none");
  expect(await failureOf(call.finally(() => (settled = true)))).toMatchObject({
    code: "destination_not_found",
  });
  expect(await failureOf(call.withResponse())).toMatchObject({ code: "destination_not_found" });
  expect(settled).toBe(true);
});

test("a 204 is undefined", async () => {
  const server = await startScriptedServer((response) => response.writeHead(204).end());
  expect(await createClient(server).destinations.delete("dest_1").withResponse()).toMatchObject({
    data: undefined,
    status: 204,
  });
});
