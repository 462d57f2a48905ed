import fc, { type Arbitrary } from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openapi } from "../openapi.js";
import { bent, resolve, type Schema, valuesOf, type Words } from "../schema-arbitrary.js";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let api: Api;
/** Ids of things that are there, by the prefix of their kind. */
const ids: Record<string, string> = {};

const TARGET = "http://127.0.0.1:9/none";

beforeAll(async () => {
  server = await startTestServer();
  api = (await server.project()).test;
  const destination = await api.post("/destinations", { url: TARGET });
  const subscription = await api.post("/subscriptions", {
    destination_id: destination.body.id,
    event_type: "**",
  });
  await api.patch(`/destinations/${destination.body.id as string}`, { status: "paused" });
  const event = await api.post("/events", { type: "a", body: 1 });
  for (const id of [destination.body.id, subscription.body.id, event.body.id, event.body.deliveries[0].id]) {
    ids[(id as string).split("_")[0] ?? ""] = id as string;
  }
});
afterAll(() => server.close());

interface Parameter {
  $ref?: string;
  name: string;
  in: "path" | "query" | "header";
  schema: Schema;
}

interface Operation {
  operationId: string;
  method: string;
  path: string;
  parameters: Parameter[];
  body: Schema | null;
}

interface PathItem {
  parameters?: Parameter[];
  [method: string]: unknown;
}

/** In the order of the specification, but those that delete last: the others would find nothing. */
const operations: Operation[] = Object.entries(openapi.paths as Record<string, PathItem>).flatMap(
  ([path, item]) =>
    ["get", "post", "patch", "delete"].flatMap((method) => {
      const operation = item[method] as
        | {
            operationId: string;
            parameters?: Parameter[];
            requestBody?: { content: Record<string, { schema: Schema }> };
          }
        | undefined;
      if (operation === undefined) return [];
      return {
        operationId: operation.operationId,
        method: method.toUpperCase(),
        path,
        parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolve),
        body: operation.requestBody?.content["application/json"]?.schema ?? null,
      };
    }),
);
operations.sort((a, b) => Number(a.method === "DELETE") - Number(b.method === "DELETE"));

const anyId = fc
  .constantFrom("dest", "sub", "evt", "del")
  .chain((prefix) => fc.constantFrom(ids[prefix] ?? "", `${prefix}_01KJPX728R3NF6M7PXVWPBB6VV`, prefix));
const text = fc.oneof(anyId, fc.string({ unit: "binary", maxLength: 30 }));

const words: Words = {
  url: fc.oneof(
    { weight: 3, arbitrary: fc.constant(TARGET) },
    fc.constantFrom("http://10.0.0.1", "https://[::1]/", "http://", "javascript:0"),
    fc.string(),
  ),
  destination_id: text,
  destination_ids: fc.array(text, { minLength: 1, maxLength: 3 }),
  event_type: fc.oneof(fc.constantFrom("a", "a.*", "**", "harbor.**"), fc.string()),
  type: fc.oneof(fc.constantFrom("a", "a.b", "harbor.test", "harbor.x"), fc.string()),
  idempotency_key: fc.oneof(fc.constantFrom("k1", "k2", null), fc.string({ unit: "binary", minLength: 1 })),
  "*": fc.constantFrom("$.a", "$[*]", "$or", "X-A", "Host", "__proto__", "constructor"),
};

const PREFIXES: Record<string, string> = {
  destinations: "dest",
  subscriptions: "sub",
  events: "evt",
  deliveries: "del",
  dlq: "del",
};

/** Mostly the id of a thing that is there, so that more than "not found" is met. */
function pathIds(path: string): Arbitrary<string> {
  const prefix = PREFIXES[path.split("/")[1] ?? ""] ?? "";
  const existing = fc.constant(null).map(() => ids[prefix] ?? "");
  return fc.oneof(
    { weight: 3, arbitrary: existing },
    text.map((value) => encodeURIComponent(wellFormed(value))),
  );
}

/** A request as it goes over the wire. */
function requestsOf(
  operation: Operation,
): Arbitrary<{ path: string; headers: Record<string, string>; body?: string }> {
  const query = fc.record(
    Object.fromEntries(
      operation.parameters
        .filter((parameter) => parameter.in === "query" && parameter.name !== "cursor")
        .map(({ name, schema }) => {
          const fitting = words[name] ?? valuesOf(schema);
          return [name, fc.oneof({ weight: 8, arbitrary: fitting }, text, fc.jsonValue())];
        }),
    ),
    { requiredKeys: [] },
  );
  const cursor = fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, text);
  const key = fc.option(fc.oneof(fc.constantFrom("k1", "k2", ""), fc.uuid()), { nil: undefined, freq: 2 });
  return fc
    .tuple(pathIds(operation.path), query, cursor, key, bodiesOf(operation))
    .map(([id, asked, place, idempotencyKey, body]) => ({
      path: withParameters(operation.path, id, { ...asked, ...(place !== undefined && { cursor: place }) }),
      headers: idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey },
      ...(body !== undefined && { body }),
    }));
}

function bodiesOf({ method, body }: Operation): Arbitrary<string | undefined> {
  if (method === "GET") return fc.constant(undefined);
  const values = body === null ? fc.constant({}) : valuesOf(body, words);
  const json = fc.oneof({ weight: 2, arbitrary: values }, bent(values)).map((value) => JSON.stringify(value));
  const damaged = fc
    .tuple(json, fc.nat(), fc.constantFrom("", "}", '"', ",", "\\", "\u0000", '"a":1,', "1e999"))
    .map(([whole, at, damage]) => {
      const where = at % (whole.length + 1);
      return whole.slice(0, where) + damage + whole.slice(where + 1);
    });
  return fc.oneof({ weight: 4, arbitrary: json }, { weight: 1, arbitrary: damaged }, fc.constant(undefined));
}

function withParameters(path: string, id: string, query: Record<string, unknown>): string {
  const filled = path.replace(/\{\w+\}/, () => id);
  const asked = Object.entries(query).map(
    ([name, value]) =>
      `${name}=${encodeURIComponent(wellFormed(typeof value === "string" ? value : JSON.stringify(value)))}`,
  );
  return asked.length === 0 ? filled : `${filled}?${asked.join("&")}`;
}

/** Half a surrogate pair cannot be written into a URL. */
function wellFormed(value: string): string {
  return Buffer.from(value).toString();
}

describe("for any request", () => {
  it.each(operations.map((operation) => [operation.operationId, operation] as const))(
    "%s responds as openapi.yaml says, and never with internal_error",
    async (_id, operation) => {
      const isStream = operation.operationId === "streamDeliveries";
      await fc.assert(
        fc.asyncProperty(requestsOf(operation), async ({ path, headers, body }) => {
          if (path.includes("/./") || path.includes("/../")) return;
          if (isStream) {
            expect(await streamStatus(path)).toBeLessThan(500);
            return;
          }
          const { status } = await api.request(operation.method, path, {
            headers,
            ...(body !== undefined && { body }),
          });
          expect(status).toBeLessThan(500);
        }),
        { numRuns: 60 },
      );
    },
  );
});

/** A stream is only begun: it has no end to wait for. */
async function streamStatus(path: string): Promise<number> {
  const stop = new AbortController();
  const { status } = await fetch(`${server.url}/v1${path}`, {
    headers: { authorization: `Bearer ${api.key ?? ""}` },
    signal: stop.signal,
  });
  stop.abort();
  return status;
}
