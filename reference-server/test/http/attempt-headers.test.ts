import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type Receiver, startReceiver } from "../receiver.js";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let receiver: Receiver;
let api: Api;

beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  api = (await server.project()).test;
  receiver = await startReceiver();
  return () => receiver.close();
});
afterAll(() => server.close());

interface Header {
  name: string;
  value: string | null;
}

interface Shown {
  status: string;
  retries: { request_headers: Header[]; response_headers: Header[] | null }[];
}

async function delivered(options: Record<string, unknown>): Promise<Shown> {
  await api.subscribe(receiver.url, options);
  const { body } = await api.post("/events", { type: "order.created", body: 1 });
  return await vi.waitUntil(
    async () => {
      const shown = (await api.get(`/deliveries/${body.deliveries[0].id as string}`)).body as Shown;
      return shown.status === "pending" ? undefined : shown;
    },
    { timeout: 10_000, interval: 10 },
  );
}

const OF_THE_CONNECTION = new Set(["host", "connection", "content-length"]);

it.each(["harbor", "standard", "standard_ed25519"])(
  "shows the request as the receiver got it, signed as %s, without the values of custom headers",
  async (signature) => {
    const { retries } = await delivered({ signature, headers: { "X-Key": "s3cret" } });
    const got = Object.entries(receiver.received[0]?.headers ?? {});
    expect(got).toContainEqual(["x-key", "s3cret"]);
    const expected = got
      .filter(([name]) => !OF_THE_CONNECTION.has(name))
      .map(([name, value]) => ({ name, value: name === "x-key" ? null : value }));
    const shown = retries[0]?.request_headers.map(({ name, value }) => ({ name: name.toLowerCase(), value }));
    expect(shown).toHaveLength(expected.length);
    expect(shown).toEqual(expect.arrayContaining(expected));
  },
);

it("shows the headers of the response in their order and spelling", async () => {
  receiver.respondWith((response) => {
    response.sendDate = false;
    response.writeHead(
      200,
      [
        ["X-Request-Id", "req_7"],
        ["Set-Cookie", "a=1"],
        ["set-cookie", "b=2"],
        ["Content-Length", "0"],
      ].flat(),
    );
    response.end();
  });
  const { retries } = await delivered({});
  expect(retries[0]?.response_headers?.slice(0, 4)).toEqual([
    { name: "X-Request-Id", value: "req_7" },
    { name: "Set-Cookie", value: "a=1" },
    { name: "set-cookie", value: "b=2" },
    { name: "Content-Length", value: "0" },
  ]);
});

it("has no response headers where there was no response", async () => {
  receiver.respondWith((response) => response.destroy());
  const { retries } = await delivered({});
  expect(retries[0]).toMatchObject({ response_headers: null, error: "connection_reset" });
});
