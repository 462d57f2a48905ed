import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import type { ServerMessage } from "@harbor/shared/tunnel-messages";
import { TunnelWire } from "./tunnel-wire.js";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Both ends of a WebSocket, the server's as a wire whose timers fire when the test says so. */
async function connected() {
  const sockets = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await once(sockets, "listening");
  const client = new WebSocket(`ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`);
  const [[socket]] = (await Promise.all([once(sockets, "connection"), once(client, "open")])) as [
    [WebSocket],
    unknown,
  ];
  closers.push(() => {
    client.terminate();
    sockets.close();
  });
  const timers = new Set<() => void>();
  const messages: unknown[] = [];
  const faults: string[] = [];
  let closedWith: number | null = null;
  const wire = new TunnelWire(socket, {
    clock: {
      after(_delayMs, run) {
        timers.add(run);
        return () => void timers.delete(run);
      },
    },
    maxWaitingBytes: 1_000_000,
    onMessage: (message, body) => messages.push({ ...message, body: body.toString() }),
    onFault: (problem) => faults.push(problem),
    onClose: (code) => (closedWith = code),
  });
  return {
    wire,
    socket,
    client,
    messages,
    faults,
    closedWith: () => closedWith,
    /** Time passes for everything that waits for it. */
    tick: () => {
      for (const run of [...timers]) {
        timers.delete(run);
        run();
      }
    },
  };
}

test("a client that responds to pings stays, a silent one is dropped at the second ping", async () => {
  const { client, socket, tick, closedWith } = await connected();
  for (let beats = 0; beats < 2; beats += 1) {
    const pong = once(socket, "pong");
    tick();
    await pong;
  }
  client.pause();
  tick();
  tick();
  await vi.waitUntil(() => closedWith() !== null);
  expect(closedWith()).toBe(1006);
});

test("a close that is not confirmed still ends the connection", async () => {
  const { wire, client, tick, closedWith } = await connected();
  client.pause();
  wire.close(1000, "goodbye");
  tick();
  await vi.waitUntil(() => closedWith() !== null);
});

test("a head and its bytes make one message; no bytes, no second frame", async () => {
  const { client, messages } = await connected();
  const head = { type: "response", id: 1, status: 200, headers: [], body_bytes: 2 };
  client.send(JSON.stringify(head));
  client.send(Buffer.from("ok"));
  client.send(JSON.stringify({ ...head, id: 2, body_bytes: 0 }));
  await vi.waitUntil(() => messages.length === 2);
  expect(messages).toEqual([
    { ...head, body: "ok" },
    { ...head, id: 2, body_bytes: 0, body: "" },
  ]);
});

test.each([
  ["text that is not JSON", ["{"], /not valid JSON/],
  [
    "another length than was announced",
    ['{"type":"response","id":1,"status":200,"headers":[],"body_bytes":3}', Buffer.from("ok")],
    /3 bytes were announced, 2 came/,
  ],
  [
    "a head instead of bytes",
    ['{"type":"response","id":1,"status":200,"headers":[],"body_bytes":3}', '{"type":"goodbye"}'],
    /where the bytes/,
  ],
  ["a field that is not right", ['{"type":"failure","id":1,"error":"blocked_address"}'], /^error: /],
])("%s is a fault", async (_, frames, problem) => {
  const { client, faults, messages } = await connected();
  for (const frame of frames) client.send(frame);
  await vi.waitUntil(() => faults.length > 0);
  expect(faults[0]).toMatch(problem);
  expect(messages).toEqual([]);
});

test("a client that does not read is disconnected instead of filling the memory", async () => {
  const { wire, socket, client } = await connected();
  client.pause();
  const message: ServerMessage = { type: "request", id: 1, headers: [], body_bytes: 100_000 };
  const body = Buffer.alloc(100_000);
  // The system's own buffers take a few megabytes first.
  for (let sent = 0; sent < 1000 && socket.readyState === WebSocket.OPEN; sent++) wire.send(message, body);
  expect(socket.bufferedAmount).toBeLessThan(1_500_000);
  await vi.waitUntil(() => socket.readyState === WebSocket.CLOSED);
});

test("pings get their pongs only from a client that reads", async () => {
  const { socket, client } = await connected();
  const pong = once(client, "pong");
  client.ping("a");
  expect(String((await pong)[0])).toBe("a");
  client.pause();
  const flood = setInterval(() => {
    for (let n = 0; n < 2000; n++) client.ping("x".repeat(125));
  }, 1);
  await vi.waitUntil(() => socket.readyState === WebSocket.CLOSED, { timeout: 20_000 });
  clearInterval(flood);
});
