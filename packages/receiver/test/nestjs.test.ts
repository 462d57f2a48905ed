import "reflect-metadata";
import type { ServerResponse } from "node:http";
import { All, Controller, Module, Req, Res, type INestApplication } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { FastifyAdapter } from "@nestjs/platform-fastify";
import { expect, it } from "vitest";
import { nestAdapter } from "../src/adapters/nestjs.js";
import type { NodeRequest } from "../src/adapters/node.js";
import { createReceiver, type DeliveryHandler } from "../src/index.js";
import { signTestRequest } from "../src/sign-test-request.js";
import { adapterSuite } from "./adapter-suite.js";
import { memoryLog, secret, send, type Served } from "./support.js";

const path = "/webhooks/harbor";

/** Nest declares its options as a class that is never constructed. */
const createApp = NestFactory.create.bind(NestFactory) as {
  (module: object, options: object): Promise<INestApplication>;
  (module: object, platform: FastifyAdapter, options: object): Promise<INestApplication>;
};

/** The compiled form of `@Module({ controllers: [HarborController] }) class AppModule {}`. */
function appModule(receiver?: DeliveryHandler): new () => unknown {
  class AppModule {
    readonly name = "app";
  }
  Module({ controllers: receiver === undefined ? [] : [controller(receiver)] })(AppModule);
  return AppModule;
}

/** A controller with `@All() receive(@Req() request, @Res() response)`, written without decorator syntax. */
function controller(receiver: DeliveryHandler): new () => unknown {
  const adapter = nestAdapter(receiver);
  class HarborController {
    receive(request: NodeRequest, response: ServerResponse): void {
      adapter(request, response);
    }
  }
  const { prototype } = HarborController;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, "receive");
  if (descriptor !== undefined) All()(prototype, "receive", descriptor);
  Req()(prototype, "receive", 0);
  Res()(prototype, "receive", 1);
  Controller(path)(HarborController);
  return HarborController;
}

async function start(app: INestApplication): Promise<Served> {
  await app.listen(0, "127.0.0.1");
  return { url: (await app.getUrl()) + path, close: () => app.close() };
}

adapterSuite("NestJS", {
  async serve(receiver) {
    const app = await createApp(appModule(), { logger: false });
    app.use(path, nestAdapter(receiver));
    return start(app);
  },
  serveParsed: async (receiver) => start(await createApp(appModule(receiver), { logger: false })),
  fix: /NestFactory\.create\(AppModule, \{ rawBody: true \}\)/,
});

adapterSuite("NestJS on Fastify", {
  async serve(receiver) {
    const app = await createApp(appModule(), new FastifyAdapter({ bodyLimit: 1_000 }), { logger: false });
    app.use(path, nestAdapter(receiver));
    return start(app);
  },
});

it("works in a controller with rawBody: true", async () => {
  const { log, codes } = memoryLog();
  const receiver = createReceiver({ secret, log }).on("order.created", () => undefined);
  const served = await start(await createApp(appModule(receiver), { logger: false, rawBody: true }));
  const response = await send(
    served.url,
    signTestRequest({ secret, type: "order.created", body: '{"a":1.0}' }),
  );
  await served.close();
  expect(response.status).toBe(200);
  expect(codes()).toEqual(["handled"]);
});
