import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { createClient } from "../test/create-client.js";
import { json, startScriptedServer } from "../test/scripted-server.js";

interface Operation {
  operationId: string;
  tags: [string];
  "x-client-method"?: string;
  requestBody?: object;
}

const specification = parse(readFileSync(new URL("../../../openapi.yaml", import.meta.url), "utf8")) as {
  paths: Record<string, Record<string, Operation>>;
};
const operations = Object.entries(specification.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => method !== "parameters")
    .map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
      group: operation.tags[0],
    })),
);

/** The names that a reader of the specification would expect, independent of the generator. */
const methods: Record<string, string> = {
  createDestination: "create",
  listDestinations: "list",
  getDestination: "get",
  updateDestination: "update",
  deleteDestination: "delete",
  getDestinationByUid: "getByUid",
  putDestinationByUid: "putByUid",
  deleteDestinationByUid: "deleteByUid",
  rotateSigningKey: "rotateSigningKey",
  testDestination: "test",
  recoverDestination: "recover",
  createSubscription: "create",
  previewSubscription: "preview",
  listSubscriptions: "list",
  getSubscription: "get",
  updateSubscription: "update",
  deleteSubscription: "delete",
  listEvents: "list",
  getEvent: "get",
  eraseEvent: "erase",
  replayEvent: "replay",
  listDeliveries: "list",
  getDelivery: "get",
  retryDelivery: "retry",
  listDeadDeliveries: "list",
  listDeadDeliveryGroups: "groups",
  replayDeadDelivery: "replay",
  replayDeadDeliveries: "replayAll",
  deleteDeadDelivery: "delete",
  getStats: "get",
  advanceTestClock: "advance",
  streamDeliveries: "deliveries",
  createApiKey: "create",
  listApiKeys: "list",
  revokeApiKey: "revoke",
  createPortalSession: "create",
  listPortalSessions: "list",
  revokePortalSession: "revoke",
  revokePortalSessions: "revokeAll",
  getCaller: "get",
  listEventTypes: "list",
  getEventType: "get",
  putEventType: "put",
  deleteEventType: "delete",
  listTenants: "list",
  deleteTenant: "delete",
};

/** Sent by `events.send` and `events.batcher`. */
const handWritten = ["createEvent", "createEventBatch"];
const generated = operations.filter(({ operation }) => !handWritten.includes(operation.operationId));

describe("every operation of the specification is a method", () => {
  test.each(generated)("$operation.operationId", async ({ method, path, operation, group }) => {
    const server = await startScriptedServer((response, request) =>
      path === "/stream"
        ? response.writeHead(200, { "content-type": "text/event-stream" }).end("data: {}\n\n")
        : json(200, { data: [], next_cursor: null })(response, request),
    );
    const groups = createClient(server) as unknown as Record<
      string,
      Record<string, (...args: unknown[]) => unknown>
    >;
    const name = methods[operation.operationId] ?? "not in the table above";
    const ids = path.includes("{") ? ["id with/slash"] : [];
    const bodies = operation.requestBody === undefined ? [] : [{ some: "field" }];

    const result = groups[group]?.[name]?.(...ids, ...bodies);
    if (path === "/stream") await (result as AsyncIterable<unknown>)[Symbol.asyncIterator]().next();
    else await result;

    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ method, path: path.replace(/\{\w+\}/, "id%20with%2Fslash") });
    expect(server.requests[0]?.body.toString()).toBe(bodies.length === 0 ? "" : '{"some":"field"}');
  });

  test("and the table above is complete", () =>
    expect(Object.keys(methods).sort()).toEqual(
      generated.map(({ operation }) => operation.operationId).sort(),
    ));
});

test.each(["", ".", ".."])("%j is not an id: it would be another path", async (id) => {
  const server = await startScriptedServer(json(200, {}));
  await expect(createClient(server).destinations.delete(id)).rejects.toThrow("must be an id");
  expect(server.requests).toHaveLength(0);
});
