import { afterEach, expect, test, vi } from "vitest";
import { createClient, failureOf } from "../test/create-client.js";
import { failure, json, reset, startScriptedServer } from "../test/scripted-server.js";
import { Harbor } from "./index.js";
import { createRawClient } from "./raw.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const stderr = () => {
  const lines: string[] = [];
  vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
  return lines;
};

test("HARBOR_LOG=debug writes a line for each attempt", async () => {
  vi.stubEnv("HARBOR_LOG", "debug");
  const lines = stderr();
  const server = await startScriptedServer(reset, failure(503, "overloaded"), json(200, { id: "dest_1" }));
  await createClient(server).destinations.get("dest_1");
  expect(lines).toEqual([
    expect.stringMatching(/^harbor: GET \/v1\/destinations\/dest_1 network_error attempt=0 \d+ms -$/),
    expect.stringMatching(/^harbor: GET \/v1\/destinations\/dest_1 503 attempt=1 \d+ms req_1$/),
    expect.stringMatching(/^harbor: GET \/v1\/destinations\/dest_1 200 attempt=2 \d+ms req_1$/),
  ]);
});

test("no line holds a key, a secret, a body or the value of a query parameter", async () => {
  const lines: string[] = [];
  const secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  const server = await startScriptedServer(json(201, { id: "dest_1", signing_secret: secret }));
  const harbor = createClient(server, { log: (line) => lines.push(line) });
  await harbor.destinations.create({ url: "https://a.example/private" }, { idempotencyKey: "own-key" });
  await harbor.request("GET", "/events", { query: { idempotency_key: "customer-7", limit: 1 } });
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain("GET /v1/events?idempotency_key&limit 201");
  expect(lines.join()).not.toMatch(/hk_|whsec_|private|own-key|customer-7/);
});

test("is off by default, by option and for another value, and on by option", async () => {
  const lines = stderr();
  const server = await startScriptedServer(json(200, { id: "dest_1" }));
  const call = (options = {}) => createClient(server, options).destinations.get("dest_1");
  await call();
  vi.stubEnv("HARBOR_LOG", "info");
  await call();
  vi.stubEnv("HARBOR_LOG", "debug");
  await call({ log: "off" });
  expect(lines).toEqual([]);
  vi.stubEnv("HARBOR_LOG", "");
  await call({ log: "debug" });
  expect(lines).toHaveLength(1);
  expect(() => createClient(server, { log: "verbose" as "debug" })).toThrow(/log must be/);
});

test("works where process does not exist, and for the raw client", async () => {
  const server = await startScriptedServer(json(200, { data: [], next_cursor: null }));
  const lines = stderr();
  vi.stubGlobal("process", undefined);
  const options = { apiKey: "hk_test_scripted", baseUrl: server.url };
  await new Harbor(options).destinations.list();
  await createRawClient({ ...options, log: "debug" }).GET("/destinations");
  vi.unstubAllGlobals();
  expect(lines).toEqual([expect.stringContaining("GET /v1/destinations 200 attempt=0")]);
});

test("an attempt that times out has its code and its duration", async () => {
  const lines: string[] = [];
  const server = await startScriptedServer(() => undefined);
  const harbor = createClient(server, { log: (line) => lines.push(line), timeoutMs: 20, maxRetries: 0 });
  await failureOf(harbor.destinations.get("dest_1"));
  expect(lines).toEqual([expect.stringMatching(/ timeout attempt=0 \d+ms -$/)]);
});
