import { expect, expectTypeOf, it } from "vitest";
import { nodeAdapter } from "../src/adapters/node.js";
import type { DeliveryHandler } from "../src/index.js";
import { signTestRequest } from "../src/testing.js";
import { adapterSuite } from "./adapter-suite.js";
import { listen, secret, send } from "./support.js";

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
  const broken: DeliveryHandler = { handle: () => Promise.reject(new Error("no")) };
  const served = await listen(nodeAdapter(broken));
  const sent = send(served.url, signTestRequest({ secret, type: "order.created", body: {} }));
  await expect(sent).rejects.toThrow(/socket hang up|ECONNRESET/);
  await served.close();
});
