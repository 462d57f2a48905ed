import fastify from "fastify";
import { expect, test } from "vitest";
import type { Operation } from "./operations.js";
import { addJsonParser } from "./request-body.js";
import { RequestState } from "./request-state.js";

const BUG = new TypeError("A bug.");

test("an error while a body is read is a fault of the request", async () => {
  const app = fastify();
  app.decorateRequest("harbor");
  app.addHook("onRequest", (request, _reply, done) => {
    request.harbor = new RequestState();
    request.harbor.caller = { environment: { id: 1 } } as RequestState["caller"];
    const operation = {
      maxBytes: 1000,
      get shape(): never {
        throw BUG;
      },
    };
    request.harbor.operation = operation as unknown as Operation;
    done();
  });
  addJsonParser(app, { maxBatchBytes: 1000 });
  app.post("/", ({ harbor }) => ({ fault: harbor.fault?.message }));
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: "{}" });
  expect(await response.json()).toEqual({ fault: BUG.message });
  await app.close();
});
