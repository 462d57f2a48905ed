import fastify, { type FastifyInstance } from "fastify";
import { expect, it } from "vitest";
import { fastifyAdapter } from "../src/adapters/fastify.js";
import { createReceiver, type DeliveryHandler } from "../src/index.js";
import { signTestRequest } from "../src/testing.js";
import { adapterSuite } from "./adapter-suite.js";
import { memoryLog, secret, send, type Served } from "./support.js";

const prefix = "/webhooks/harbor";

async function start(app: FastifyInstance): Promise<Served> {
  const origin = await app.listen({ port: 0, host: "127.0.0.1" });
  return { url: origin + prefix, close: () => app.close() };
}

adapterSuite("Fastify", {
  serve: (receiver) => start(fastify({ bodyLimit: 1_000 }).register(fastifyAdapter(receiver), { prefix })),
  serveParsed: (receiver) =>
    start(
      fastify()
        .addHook("preParsing", async (_request, _reply, payload) => {
          await payload.toArray();
          return payload;
        })
        .register(fastifyAdapter(receiver), { prefix }),
    ),
  fix: /app\.register\(fastifyAdapter\(receiver\), \{ prefix: path \}\)/,
});

it("leaves the parsers of the rest of the application alone", async () => {
  const receiver: DeliveryHandler = createReceiver({ secret, log: memoryLog().log });
  const app = fastify().register(fastifyAdapter(receiver), { prefix });
  app.post("/orders", (request) => ({ parsed: request.body }));
  const served = await start(app);
  const { body } = await send(served.url.replace(prefix, "/orders"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: Buffer.from('{"a":1}'),
  });
  await served.close();
  expect(JSON.parse(body)).toEqual({ parsed: { a: 1 } });
});

it("answers what a hook in front of it throws with 500", async () => {
  const { log, codes } = memoryLog();
  const app = fastify().addHook("onRequest", () =>
    Promise.reject(Object.assign(new Error("no"), { statusCode: 403 })),
  );
  const served = await start(app.register(fastifyAdapter(createReceiver({ secret, log })), { prefix }));
  const answer = await send(served.url, signTestRequest({ secret, type: "order.created", body: {} }));
  await served.close();
  expect(answer).toMatchObject({ status: 500, body: "" });
  expect(codes()).toEqual(["body_parser_failed"]);
});
