import { connect } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

let harbor: TestServer;
let api: Api;

beforeAll(async () => {
  harbor = await startTestServer({ HARBOR_SHUTDOWN_SECONDS: "1" });
  api = (await harbor.project()).test;
});
afterAll(async () => {
  await harbor.close();
});

/** Sends this, and closes the connection without reading a response. */
function sendAndClose(head: string[], body = ""): Promise<void> {
  return new Promise((closed) => {
    const lines = [...head, "Host: harbor", `Authorization: Bearer ${api.key}`];
    const socket = connect(Number(new URL(harbor.url).port), "127.0.0.1");
    socket.on("error", () => undefined);
    socket.once("close", closed);
    socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
  });
}

async function inParallel(count: number, run: () => Promise<unknown>): Promise<void> {
  await Promise.all(Array.from({ length: count }, run));
}

const event = JSON.stringify({ type: "order.created", body: "x".repeat(240_000) });

/** Their bodies are more than an environment may have at one time. */
const REQUESTS = 250;

it.each(["the whole body", "a part of the body"])(
  "a client that closes its connection after %s gives the room of the body back",
  async (sent) => {
    const head = ["POST /v1/events HTTP/1.1", "Content-Type: application/json"];
    const body = sent === "the whole body" ? event : event.slice(0, -1);
    const send = () => sendAndClose([...head, `Content-Length: ${event.length}`], body);
    for (let left = REQUESTS; left > 0; left -= 10) await inParallel(10, send);
    const accepted = async () => (await api.post("/events", event)).status === 202;
    await vi.waitUntil(accepted, { timeout: 5000, interval: 50 });
  },
);

it("a client that goes before its response has ended is logged and counted", async () => {
  const stream = new AbortController();
  const { body } = await fetch(`${harbor.url}/v1/stream`, {
    headers: { authorization: `Bearer ${api.key}` },
    signal: stream.signal,
  });
  await body?.getReader().read();
  stream.abort();
  const head = ["POST /v1/destinations HTTP/1.1", "Content-Type: application/json", "Content-Length: 100"];
  await sendAndClose(head, "{");
  const aborted = () => harbor.logged().filter((line) => line.aborted === true);
  const operations = () => aborted().map(({ operation, status }) => [operation, status]);
  await vi.waitFor(() => {
    expect(operations()).toContainEqual(["streamDeliveries", 200]);
    expect(operations()).toContainEqual(["createDestination", 499]);
  });
});
