import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

interface Document {
  openapi: string;
  servers: { url: string }[];
  tags: { name: string }[];
  webhooks?: unknown;
  paths: Record<string, Record<string, { operationId: string }>>;
}

async function read(path: string): Promise<Document> {
  const response = await fetch(server.url + path);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
  return (await response.json()) as Document;
}

function operationIds({ paths }: Document): string[] {
  return Object.values(paths)
    .flatMap((item) => Object.values(item).map(({ operationId }) => operationId))
    .filter((id) => typeof id === "string");
}

describe("the specification", () => {
  it("is served without a key, in OpenAPI 3.1 and 3.0, for this server", async () => {
    const [latest, earlier] = [await read("/openapi.json"), await read("/openapi-3.0.json")];
    expect(latest.openapi).toBe("3.1.0");
    expect(earlier.openapi).toBe("3.0.3");
    expect(operationIds(earlier)).toEqual(operationIds(latest));
    for (const { servers } of [latest, earlier]) expect(servers.map(({ url }) => url)).toEqual(["/v1"]);
  });

  it("has no composition, webhooks or null types in its 3.0 edition", async () => {
    const document = await read("/openapi-3.0.json");
    expect(document.webhooks).toBeUndefined();
    expect(document.tags.map(({ name }) => name)).not.toContain("webhooks");
    expect(JSON.stringify(document)).not.toMatch(/"allOf"|"type":"null"|"type":\[|"x-|"contentSchema"/);
  });
});
