import type { Sender } from "./test.js";

const URL_PATH = "/webhooks/harbor";

/** For a listener of node:http. */
function overHttp(listener: string, { imports = [], names = "harbor" }: Partial<Sender> = {}): Sender {
  return {
    names,
    imports: [
      'import { once } from "node:events";',
      'import { createServer } from "node:http";',
      'import type { AddressInfo } from "node:net";',
      ...imports,
    ],
    send: `const server = createServer(${listener}).listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
try {
  const response = await fetch(\`http://127.0.0.1:\${port}${URL_PATH}\`, { method, headers, body });
  return response.status;
} finally {
  server.close();
}`,
  };
}

/** For a function of a `Request`. */
function withRequest(call: string, names: string): Sender {
  return {
    names,
    imports: [],
    needsNode: true,
    send: `const request = new Request("http://localhost${URL_PATH}", { method, headers, body });
const response = await ${call};
return response.status;`,
  };
}

const NEST: Sender = {
  names: "harbor",
  imports: ['import { Module } from "@nestjs/common";', 'import { NestFactory } from "@nestjs/core";'],
  send: `class AppModule {}
Module({})(AppModule);
const app = await NestFactory.create(AppModule, { logger: false });
app.use("${URL_PATH}", harbor);
await app.listen(0, "127.0.0.1");
try {
  const response = await fetch(\`\${await app.getUrl()}${URL_PATH}\`, { method, headers, body });
  return response.status;
} finally {
  await app.close();
}`,
};

const FASTIFY: Sender = {
  names: "harbor",
  body: "text",
  imports: ['import fastify from "fastify";'],
  send: `const app = fastify();
await app.register(harbor, { prefix: "${URL_PATH}" });
const response = await app.inject({ method, url: "${URL_PATH}", headers, payload: text });
return response.statusCode;`,
};

const HONO: Sender = {
  names: "harbor",
  imports: ['import { Hono } from "hono";'],
  send: `const app = new Hono().all("${URL_PATH}", (c) => harbor(c.req.raw));
const response = await app.request("${URL_PATH}", { method, headers, body });
return response.status;`,
};

const LAMBDA: Sender = {
  names: "handler",
  body: "text",
  imports: [],
  send: `const requestContext = { http: { method, path: "${URL_PATH}" } };
const response = await handler({ headers, requestContext, body: text });
return response.statusCode;`,
};

/** How the test of each framework reaches the receiver: mounted as in the application. */
export const SENDERS = {
  express: overHttp(`express().use("${URL_PATH}", harbor)`, { imports: ['import express from "express";'] }),
  koa: overHttp(
    `new Koa().use((ctx, next) => (ctx.path === "${URL_PATH}" ? harbor(ctx) : next())).callback()`,
    {
      imports: ['import Koa from "koa";'],
    },
  ),
  nodeHttp: overHttp("harbor"),
  nextPages: overHttp("harbor", { names: "default as harbor" }),
  nestjs: NEST,
  fastify: FASTIFY,
  hono: HONO,
  lambda: LAMBDA,
  nextApp: withRequest("POST(request)", "POST"),
  sveltekit: withRequest("fallback({ request })", "fallback"),
  reactRouter: withRequest("action({ request })", "action"),
  astro: withRequest("ALL({ request })", "ALL"),
  worker: withRequest("harbor(request, { HARBOR_SIGNING_SECRET: secret })", "harbor"),
};
