import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { paceRequests } from "./pace-requests.js";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function listen(server: Server): Promise<number> {
  paceRequests(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function startServer(onRequest: () => void): Promise<number> {
  const server = createServer((request, response) => {
    onRequest();
    let length = 0;
    request.on("data", (chunk: Buffer) => (length += chunk.length));
    request.on("end", () => response.end(`${request.url ?? ""}:${length}`));
  });
  return listen(server);
}

async function exchange(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
  socket.write(text);
  await once(socket, "close");
  return received;
}

function pipelined(count: number): string {
  return Array.from({ length: count }, (_, n) => {
    const last = n === count - 1 ? "Connection: close\r\n" : "";
    return `POST /${n} HTTP/1.1\r\nHost: h\r\n${last}Content-Length: 3\r\n\r\nabc`;
  }).join("");
}

test("pipelined requests all get their responses, in order, a few in each turn", async () => {
  let turn = 0;
  const perTurn = new Map<number, number>();
  let counter = setImmediate(function count() {
    turn++;
    counter = setImmediate(count);
  });
  closers.push(() => {
    clearImmediate(counter);
  });
  const port = await startServer(() => perTurn.set(turn, (perTurn.get(turn) ?? 0) + 1));
  const received = await exchange(port, pipelined(3000));
  const paths = [...received.matchAll(/\/(\d+):3/g)].map(([, n]) => Number(n));
  expect(paths).toEqual(Array.from({ length: 3000 }, (_, n) => n));
  expect(Math.max(...perTurn.values())).toBeLessThanOrEqual(24);
});

test("a client that breaks off leaves the others alone", async () => {
  const port = await startServer(() => undefined);
  const leaving = connect(port, "127.0.0.1");
  leaving.on("error", () => undefined);
  leaving.write(pipelined(2000));
  await once(leaving, "connect");
  leaving.resetAndDestroy();
  const received = await exchange(port, pipelined(200));
  expect(received.match(/\/\d+:3/g)).toHaveLength(200);
});

test("a connection with waiting requests is not read, also while bodies are discarded", async () => {
  const server = createServer((request, response) => {
    request.resume();
    response.end();
  });
  const port = await listen(server);
  let emitted = 0;
  server.on("connection", (socket) => socket.on("error", () => undefined));
  server.prependListener("request", () => (emitted += 1));
  let handled = 0;
  let most = 0;
  const socket = connect(port, "127.0.0.1");
  const request = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
  socket.on("data", (chunk: Buffer) => {
    handled += chunk.toString("latin1").split("HTTP/1.1 200").length - 1;
    most = Math.max(most, emitted - handled);
  });
  socket.write(request.repeat(50_000));
  await vi.waitUntil(() => handled === 50_000, { timeout: 20_000 });
  // One packet of 64 KB has about 1,200 of them.
  expect(most).toBeLessThan(5000);
  socket.destroy();
});
