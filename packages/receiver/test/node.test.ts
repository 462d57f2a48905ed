import { connect } from "node:net";
import { expect, expectTypeOf, it } from "vitest";
import { nodeAdapter } from "../src/adapters/node.js";
import { createReceiver, type DeliveryHandler } from "../src/index.js";
import { signTestRequest } from "../src/sign-test-request.js";
import { adapterSuite } from "./adapter-suite.js";
import { listen, memoryLog, secret, send } from "./support.js";

adapterSuite("node:http", {
  serve: (receiver) => listen(nodeAdapter(receiver)),
  serveParsed(receiver) {
    const harbor = nodeAdapter(receiver);
    return listen(async (request, response) => {
      await request.toArray();
      harbor(request, response);
    });
  },
  fix: /Call nodeAdapter\(receiver\) before anything reads the request/,
});

it("gives createServer no promise to leave unhandled", () => {
  expectTypeOf(nodeAdapter).returns.returns.toEqualTypeOf<void>();
});

it("ends the connection, and nothing else, where a handler of one's own rejects", async () => {
  const broken: DeliveryHandler = {
    maxBodyBytes: 1_024,
    headerNames: [],
    handle: () => Promise.reject(new Error("no")),
  };
  const served = await listen(nodeAdapter(broken));
  const sent = send(served.url, signTestRequest({ secret, type: "order.created", body: {} }));
  await expect(sent).rejects.toThrow(/socket hang up|ECONNRESET/);
  await served.close();
});

it("responds to a body that is too large, reads on for a bounded number of bytes and closes", async () => {
  const { log, codes } = memoryLog();
  const receiver = createReceiver({ secret, log, maxBodyBytes: 1_024 });
  const served = await listen(nodeAdapter(receiver));
  const { port, pathname } = new URL(served.url);
  const socket = connect(Number(port), "127.0.0.1");
  const head = ["host: x", "content-type: application/json", "content-length: 60000000"];
  socket.write(`POST ${pathname} HTTP/1.1\r\n${head.join("\r\n")}\r\n\r\n`);
  let response = "";
  socket.on("data", (chunk) => (response += chunk.toString()));
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => resolve());
    socket.once("error", () => undefined);
  });
  const chunk = Buffer.alloc(65_536, "x");
  let sent = 0;
  const write = (): void => {
    while (!socket.destroyed && sent < 60_000_000 && socket.write(chunk)) sent += chunk.length;
    socket.once("drain", write);
  };
  write();
  await closed;
  await served.close();
  expect(response).toMatch(/^HTTP\/1\.1 500 /);
  expect(codes()).toEqual(["body_too_large"]);
  // The sockets' own buffers were filled without being read.
  expect(sent).toBeLessThan(20_000_000);
});
