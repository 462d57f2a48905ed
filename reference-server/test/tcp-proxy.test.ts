import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { startTcpProxy } from "./tcp-proxy.js";

const ROUNDS = 40;
/** Nagle's algorithm and a late acknowledgement add as much to a round. */
const HELD_BACK_MS = 40;

/** Calls `run` with each second byte. */
function withEachPair(socket: Socket, run: () => void): void {
  let bytes = 0;
  socket.on("data", (chunk) => {
    bytes += chunk.length;
    for (; bytes >= 2; bytes -= 2) run();
  });
}

test("passes on small pieces at once, as a database that responds to several statements needs them", async () => {
  const server = createServer({ noDelay: true }, (socket) => withEachPair(socket, () => socket.write("ok")));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const proxy = await startTcpProxy();
  onTestFinished(() => proxy.close());
  proxy.targets = [(server.address() as AddressInfo).port];
  const near = connect({ port: proxy.port, host: "127.0.0.1", noDelay: true });
  onTestFinished(() => void near.destroy());

  let responded: () => void = () => undefined;
  withEachPair(near, () => responded());
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const response = new Promise<void>((resolve) => (responded = resolve));
    const startedAt = performance.now();
    near.write("a");
    setTimeout(() => near.write("b"), 1);
    await response;
    took.push(performance.now() - startedAt);
  }
  const [median] = took.sort((a, b) => a - b).slice(ROUNDS / 2);
  expect(median).toBeLessThan(HELD_BACK_MS / 2);
});
