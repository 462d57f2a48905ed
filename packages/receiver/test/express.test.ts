import express5 from "express";
import express4 from "express4";
import { expect, it } from "vitest";
import { expressAdapter, expressErrorHandler } from "../src/adapters/express.js";
import { createReceiver } from "../src/index.js";
import { signTestRequest } from "../src/sign-test-request.js";
import { adapterSuite } from "./adapter-suite.js";
import { listen, memoryLog, secret, send } from "./support.js";

const path = "/webhooks/harbor";

/** The two majors differ in their types, not in what is used here; the routers at the end are typed by each. */
const majors = { "Express 4": express4 as unknown as typeof express5, "Express 5": express5 };

for (const [name, express] of Object.entries(majors)) {
  adapterSuite(name, {
    serve: (receiver) => listen(express().use(path, expressAdapter(receiver)).use(express.json())),
    serveParsed: (receiver) => listen(express().use(express.json()).use(path, expressAdapter(receiver))),
    fix: /move app\.use\(path, expressAdapter\(receiver\)\) above app\.use\(express\.json\(\)\)/,
  });

  const bytesInHand = {
    "express.raw in front": [express.raw({ type: "application/json" })],
    "express.text in front": [express.text({ type: "application/json" })],
    "express.json that keeps rawBody": [
      express.json({
        verify: (request, _response, bytes) => {
          Object.assign(request, { rawBody: bytes });
        },
      }),
    ],
  };
  for (const [situation, parsers] of Object.entries(bytesInHand)) {
    it(`${name}: works with ${situation}`, async () => {
      const { log, codes } = memoryLog();
      const receiver = createReceiver({ secret, log }).on("order.created", () => undefined);
      const served = await listen(
        express()
          .use(...parsers)
          .post(path, expressAdapter(receiver)),
      );
      try {
        const response = await send(
          served.url,
          signTestRequest({ secret, type: "order.created", body: '{"a":1.0}' }),
        );
        expect(response.status).toBe(200);
        expect(codes()).toEqual(["handled"]);
      } finally {
        await served.close();
      }
    });
  }

  const failing = {
    "express.raw over its limit (413)": [
      express.raw({ type: "application/json", limit: 10 }),
      '{"a":"0123456789"}',
    ],
    "express.json on a malformed body (400)": [express.json(), "{ not json"],
  } as const;
  for (const [situation, [parser, body]] of Object.entries(failing)) {
    it(`${name}: responds to ${situation} with 500`, async () => {
      const { log, entries } = memoryLog();
      const receiver = createReceiver({ secret, log }).on("order.created", () => undefined);
      const served = await listen(
        express().use(parser).use(path, expressAdapter(receiver)).use(path, expressErrorHandler(receiver)),
      );
      try {
        const response = await send(served.url, signTestRequest({ secret, type: "order.created", body }));
        expect(response).toMatchObject({ status: 500, body: "" });
        expect(entries.at(-1)?.fields).toMatchObject({ code: "body_parser_failed", err: expect.any(Error) });
      } finally {
        await served.close();
      }
    });
  }
}

it("passes every other request to the application with onlyDeliveries, mounted at /", async () => {
  const { log, codes } = memoryLog();
  const receiver = createReceiver({ secret, log }).on("order.created", () => undefined);
  const app = express5().use("/", expressAdapter(receiver, { onlyDeliveries: true }));
  app.get("/webhooks/harbor", (_request, response) => void response.send("healthy"));
  app.post("/orders", express5.json(), (request, response) => void response.json(request.body));
  const served = await listen(app);
  try {
    const body = Buffer.from('{"a":1}');
    const json = { "content-type": "application/json" };
    expect(await send(served.url, { method: "GET", headers: {}, body: Buffer.alloc(0) })).toMatchObject({
      status: 200,
      body: "healthy",
    });
    const order = await send(served.url.replace(path, "/orders"), { method: "POST", headers: json, body });
    expect(order).toMatchObject({ status: 200, body: '{"a":1}' });
    const { headers: signed, body: delivery } = signTestRequest({ secret, type: "order.created", body: {} });
    expect((await send(served.url, { method: "POST", headers: signed, body: delivery })).status).toBe(200);
    // A proxy that removes the signature must not turn a delivery into a 404, after which Harbor gives up.
    const { "harbor-signature": _, ...unsigned } = signed;
    expect((await send(served.url, { method: "POST", headers: unsigned, body: delivery })).status).toBe(401);
    expect(codes()).toEqual(["handled", "signature_missing"]);
  } finally {
    await served.close();
  }
});

it("is one function, as platforms need that call it with Express's request and response", async () => {
  const { log, codes } = memoryLog();
  const receiver = createReceiver({ secret, log }).on("order.created", () => undefined);
  const handler = expressAdapter(receiver);
  // @google-cloud/functions-framework parses the body, keeps its bytes in rawBody and calls the function.
  const keepBytes = express5.json({
    verify: (request, _response, bytes) => void Object.assign(request, { rawBody: bytes }),
  });
  const served = await listen(express5().use(keepBytes, (request, response) => handler(request, response)));
  try {
    const response = await send(served.url, signTestRequest({ secret, type: "order.created", body: {} }));
    expect(response.status).toBe(200);
    expect(codes()).toEqual(["handled"]);
  } finally {
    await served.close();
  }
});

it("mounts on routers of both majors, in their own types", async () => {
  const { log, codes } = memoryLog();
  const receiver = createReceiver({ secret, log }).on("order.created", () => undefined);
  const app4 = express4().use(express4.Router().post(path, expressAdapter(receiver)));
  const app5 = express5().use(express5.Router().post(path, expressAdapter(receiver)));
  for (const app of [app4, app5]) {
    const served = await listen(app);
    const response = await send(served.url, signTestRequest({ secret, type: "order.created", body: {} }));
    await served.close();
    expect(response.status).toBe(200);
  }
  expect(codes()).toEqual(["handled", "handled"]);
});
