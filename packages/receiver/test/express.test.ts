import express5 from "express";
import express4 from "express4";
import { expect, it } from "vitest";
import { expressAdapter } from "../src/adapters/express.js";
import { createReceiver } from "../src/index.js";
import { signTestRequest } from "../src/testing.js";
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
        const answer = await send(
          served.url,
          signTestRequest({ secret, type: "order.created", body: '{"a":1.0}' }),
        );
        expect(answer.status).toBe(200);
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
    it(`${name}: answers ${situation} with 500`, async () => {
      const { log, entries } = memoryLog();
      const receiver = createReceiver({ secret, log }).on("order.created", () => undefined);
      const served = await listen(express().use(parser).use(path, expressAdapter(receiver)));
      try {
        const answer = await send(served.url, signTestRequest({ secret, type: "order.created", body }));
        expect(answer).toMatchObject({ status: 500, body: "" });
        expect(entries.at(-1)?.fields).toMatchObject({ code: "body_parser_failed", err: expect.any(Error) });
      } finally {
        await served.close();
      }
    });
  }
}

it("mounts on routers of both majors, in their own types", async () => {
  const { log, codes } = memoryLog();
  const receiver = createReceiver({ secret, log }).on("order.created", () => undefined);
  const app4 = express4().use(express4.Router().post(path, expressAdapter(receiver)));
  const app5 = express5().use(express5.Router().post(path, expressAdapter(receiver)));
  for (const app of [app4, app5]) {
    const served = await listen(app);
    const answer = await send(served.url, signTestRequest({ secret, type: "order.created", body: {} }));
    await served.close();
    expect(answer.status).toBe(200);
  }
  expect(codes()).toEqual(["handled", "handled"]);
});
