import { Readable } from "node:stream";
import fastify, { type FastifyInstance } from "fastify";
import rawBody from "fastify-raw-body";
import { expect, it } from "vitest";
import { fastifyAdapter } from "../src/adapters/fastify.js";
import { createReceiver, type DeliveryHandler } from "../src/index.js";
import { signTestRequest } from "../src/sign-test-request.js";
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

it("responds with 500 when a hook in front of it throws", async () => {
  const { log, codes } = memoryLog();
  const app = fastify().addHook("onRequest", () =>
    Promise.reject(Object.assign(new Error("no"), { statusCode: 403 })),
  );
  const served = await start(app.register(fastifyAdapter(createReceiver({ secret, log })), { prefix }));
  const response = await send(served.url, signTestRequest({ secret, type: "order.created", body: {} }));
  await served.close();
  expect(response).toMatchObject({ status: 500, body: "" });
  expect(codes()).toEqual(["body_parser_failed"]);
});

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

const setups: Record<string, () => FastifyInstance> = {
  "an asynchronous preValidation hook": () => fastify().addHook("preValidation", turn),
  "fastify-raw-body for all routes": () => fastify().register(rawBody),
  "fastify-raw-body and an asynchronous preValidation hook": () =>
    fastify().register(rawBody).addHook("preValidation", turn),
  "fastify-raw-body as text, run first, and an asynchronous preParsing hook": () =>
    fastify()
      .register(rawBody, { encoding: "utf8", runFirst: true })
      .addHook("preParsing", async (_request, _reply, payload) => {
        await turn();
        return payload;
      }),
  "a preParsing hook that returns a stream of its own": () =>
    fastify().addHook("preParsing", async (_request, _reply, payload) => {
      const chunks = (await payload.toArray()) as Buffer[];
      return Readable.from(chunks);
    }),
  "a preParsing hook that reads the payload and keeps rawBody": () =>
    fastify().addHook("preParsing", async (request, _reply, payload) => {
      Object.assign(request, { rawBody: Buffer.concat((await payload.toArray()) as Buffer[]) });
      return payload;
    }),
};

it.each(Object.keys(setups))("works with %s", async (name) => {
  const { log, codes } = memoryLog();
  const bodies: unknown[] = [];
  const receiver = createReceiver({ secret, log }).on("order.created", (body) => void bodies.push(body));
  const served = await start(setups[name]!().register(fastifyAdapter(receiver), { prefix }));
  const body = { text: "ü".repeat(100_000) };
  const response = await send(served.url, signTestRequest({ secret, type: "order.created", body }));
  await served.close();
  expect(codes()).toEqual(["handled"]);
  expect(response.status).toBe(200);
  expect(bodies).toEqual([body]);
});

it("takes a signed request from inject", async () => {
  const receiver = createReceiver({ secret, log: memoryLog().log }).on("order.created", () => undefined);
  const app = fastify().register(fastifyAdapter(receiver), { prefix });
  const { method, headers, text } = signTestRequest({ secret, type: "order.created", body: { name: "ü" } });
  expect((await app.inject({ method, url: prefix, headers, payload: text })).statusCode).toBe(200);
  await app.close();
});

it("leaves other methods on its path to the application with onlyDeliveries", async () => {
  const receiver = createReceiver({ secret, log: memoryLog().log }).on("order.created", () => undefined);
  const app = fastify().register(fastifyAdapter(receiver, { onlyDeliveries: true }), { prefix });
  app.get(prefix, () => ({ healthy: true }));
  expect((await app.inject({ method: "GET", url: prefix })).json()).toEqual({ healthy: true });
  const { method, headers, text } = signTestRequest({ secret, type: "order.created", body: {} });
  expect((await app.inject({ method, url: prefix, headers, payload: text })).statusCode).toBe(200);
  await app.close();
});
