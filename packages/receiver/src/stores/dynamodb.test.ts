import { GetItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDynamodb } from "../../test/databases/dynamodb.js";
import { idempotencyConformance } from "../conformance.js";
import { dynamodbStore } from "./dynamodb.js";

let server: Awaited<ReturnType<typeof startDynamodb>>;
let client: DynamoDBClient;
const timeToLiveRequests: unknown[] = [];

beforeAll(async () => {
  server = await startDynamodb();
  client = server.client;
  stubTimeToLive(client);
  await dynamodbStore({ client }).migrate();
});

afterAll(() => server.stop());

/** dynalite supports all that the store uses except UpdateTimeToLive: that request is noted and handled here. */
function stubTimeToLive({ middlewareStack }: DynamoDBClient): void {
  middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName !== "UpdateTimeToLiveCommand") return next(args);
        timeToLiveRequests.push(args.input);
        return { output: { $metadata: {} }, response: {} };
      },
    { step: "initialize" },
  );
}

describe("conformance", () => {
  const cases = idempotencyConformance({ createStore: (options) => dynamodbStore({ client, ...options }) });
  for (const { name, run } of cases) test(name, run);
});

test("migrate turns the time to live on, and may run again", async () => {
  await dynamodbStore({ client, table: "other_table" }).migrate();
  await dynamodbStore({ client, table: "other_table" }).migrate();
  expect(timeToLiveRequests).toContainEqual({
    TableName: "other_table",
    TimeToLiveSpecification: { AttributeName: "delete_after", Enabled: true },
  });
});

test("a claim whose response was lost is still acquired when the SDK sends it again", async () => {
  let losses = 0;
  const losing = server.client;
  const lose = "loseFirstResponse";
  losing.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const output = await next(args);
        if (commandName !== "UpdateItemCommand" || losses > 0) return output;
        losses += 1;
        throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET", name: "TimeoutError" });
      },
    { step: "deserialize", name: lose, priority: "low" },
  );
  const claim = await dynamodbStore({ client: losing }).claim("lost:1", 30_000);
  losing.middlewareStack.remove(lose);
  expect(losses).toBe(1);
  expect(claim).toMatchObject({ state: "acquired" });
});

test("delete_after is the end of the memory, in seconds; an abandoned claim stays as long beyond its lease", async () => {
  const store = dynamodbStore({ client });
  const done = await store.claim("ttl:done", 60_000);
  await store.claim("ttl:abandoned", 60_000);
  if (done.state === "acquired") await store.commit("ttl:done", done.token);
  const nowSeconds = Date.now() / 1000;
  expect(await daysLeft("ttl:done", nowSeconds)).toBeCloseTo(35, 3);
  expect(await daysLeft("ttl:abandoned", nowSeconds - 60)).toBeCloseTo(35 + 120 / 86_400, 3);
});

async function daysLeft(key: string, nowSeconds: number): Promise<number> {
  const request = new GetItemCommand({
    TableName: "harbor_idempotency",
    Key: { idempotency_key: { S: key } },
  });
  const { Item: item } = await client.send(request);
  return (Number(item?.delete_after?.N) - nowSeconds) / 86_400;
}

test("a missing table is named with the remedy", async () => {
  const store = dynamodbStore({ client, table: "not_there" });
  const reason = "Table not_there is missing: call `await store.migrate()`";
  await expect(store.claim("missing:1", 30_000)).rejects.toThrow(reason);
  await expect(store.release("missing:1", "token")).rejects.toThrow(reason);
  await expect(store.check()).rejects.toThrow(reason);
});
