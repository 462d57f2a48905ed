import { bodyParser } from "@koa/bodyparser";
import Router from "@koa/router";
import Koa from "koa";
import { koaAdapter } from "../src/adapters/koa.js";
import type { DeliveryHandler } from "../src/index.js";
import { adapterSuite } from "./adapter-suite.js";
import { listen } from "./support.js";

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
