import { bodyParser } from "@koa/bodyparser";
import Router from "@koa/router";
import Koa from "koa";
import { expect, it } from "vitest";
import { koaAdapter } from "../src/adapters/koa.js";
import { createReceiver, type DeliveryHandler } from "../src/index.js";
import { signTestRequest } from "../src/sign-test-request.js";
import { adapterSuite } from "./adapter-suite.js";
import { listen, memoryLog, secret, send } from "./support.js";

function router(receiver: DeliveryHandler): Koa.Middleware {
  const routes = new Router();
  routes.all("/webhooks/harbor", koaAdapter(receiver));
  return routes.routes() as unknown as Koa.Middleware;
}

adapterSuite("Koa", {
  serve: (receiver) => listen(new Koa().use(router(receiver)).use(bodyParser()).callback()),
  serveParsed: (receiver) => {
    const app = new Koa();
    // Parsers that keep the text as rawBody do no harm; this one keeps nothing.
    app.use(async (context, next) => {
      const chunks: Buffer[] = [];
      for await (const chunk of context.req) chunks.push(chunk as Buffer);
      Object.assign(context.request, { body: JSON.parse(Buffer.concat(chunks).toString()) as unknown });
      await next();
    });
    return listen(app.use(router(receiver)).callback());
  },
  fix: /move the line that mounts koaAdapter\(receiver\) above app\.use\(bodyParser\(\)\)/,
});

it("passes every other request to the next middleware with onlyDeliveries", async () => {
  const receiver = createReceiver({ secret, log: memoryLog().log }).on("order.created", () => undefined);
  const app = new Koa().use(koaAdapter(receiver, { onlyDeliveries: true }));
  app.use((context) => {
    context.body = "healthy";
  });
  const served = await listen(app.callback());
  try {
    const other = await send(served.url, { method: "GET", headers: {}, body: Buffer.alloc(0) });
    expect(other).toMatchObject({ status: 200, body: "healthy" });
    const delivery = await send(served.url, signTestRequest({ secret, type: "order.created", body: {} }));
    expect(delivery.body).toBe('{"code":"handled"}');
  } finally {
    await served.close();
  }
});
