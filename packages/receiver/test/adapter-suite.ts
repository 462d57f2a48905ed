import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createReceiver, reject, retry, type DeliveryHandler } from "../src/index.js";
import { expectedStatus, signTestRequest, type TestRequestKind } from "../src/sign-test-request.js";
import { isFinished, isScheduled, startSender } from "./sender.js";
import { memoryLog, secret, send, type Received, type Sendable, type Served } from "./support.js";

export interface AdapterUnderTest {
  /** Serves the receiver in the real framework, over a real socket. */
  serve: (receiver: DeliveryHandler) => Promise<Served>;
  /** The same with a body parser in front, as a user gets it wrong. */
  serveParsed?: (receiver: DeliveryHandler) => Promise<Served>;
  /** The line that the error must name in that framework. */
  fix?: RegExp;
  /** Content types that the framework itself refuses on every route. Harbor does not send them. */
  refusedByFramework?: readonly (string | undefined)[];
}

const FOREIGN_CONTENT_TYPES = [
  "text/plain",
  "application/x-www-form-urlencoded",
  "json",
  "application/json+",
  undefined,
];

/** JSON that no parser gives back as it was. */
const ODD_BODY = '{ "n":1.0, "big":12345678901234567890,"e":1e3,\t"k":1,"k":2,"u":"\\u00e9é" }';
const MAX_BODY_BYTES = 300_000;

/** Every row of the table in docs/contract.md §7, through one framework. */
export function adapterSuite(name: string, options: AdapterUnderTest): void {
  const { serve, serveParsed, fix, refusedByFramework = [] } = options;
  describe(`${name} over a socket`, () => {
    const { log, entries } = memoryLog();
    const bodies: string[] = [];
    const tenants: (string | null)[] = [];
    let late: () => void = () => undefined;
    const secrets = [secret];
    const receiver = createReceiver({
      secret: () => secrets,
      log,
      maxBodyBytes: MAX_BODY_BYTES,
      timeoutMs: 1_000,
    })
      .on("order.created", (_body, ctx) => {
        bodies.push(Buffer.from(ctx.rawBody).toString());
        tenants.push(ctx.unsigned.tenant);
      })
      .on("order.retried", () => retry({ afterSeconds: 7 }))
      .on("order.broken", () => {
        throw new Error("database password is hunter2");
      })
      .on("order.rejected", () => reject("unknown currency"))
      .on("order.late", () => new Promise<void>((resolve) => (late = resolve)));
    let served: Served;

    beforeAll(async () => {
      served = await serve(receiver);
    }, 60_000);
    afterAll(() => served.close());

    const post = (change: Partial<Sendable> = {}, type = "order.created"): Promise<Received> =>
      send(served.url, { ...signTestRequest({ secret, type, body: ODD_BODY }), ...change });
    const lastCode = (): unknown => entries.at(-1)?.fields.code;

    for (const as of Object.keys(expectedStatus) as TestRequestKind[]) {
      it(`responds to a request that is ${as} with ${expectedStatus[as]}`, async () => {
        const response = await send(
          served.url,
          signTestRequest({ secret, type: "order.created", body: ODD_BODY, as }),
        );
        expect(response.status).toBe(expectedStatus[as]);
        if (response.status !== 401) return;
        expect(response.headers["harbor-retry-hint"]).toBe("true");
        expect(response.body).toBe("");
      });
    }

    it("hands over the body byte for byte", async () => {
      bodies.length = 0;
      expect((await post()).status).toBe(200);
      expect(bodies).toEqual([ODD_BODY]);
    });

    it("responds to retry with 503 and Retry-After", async () => {
      const response = await post({}, "order.retried");
      expect(response.status).toBe(503);
      expect(response.headers["retry-after"]).toBe("7");
    });

    it("responds to a throw with 500 and keeps its message to the log", async () => {
      const response = await post({}, "order.broken");
      expect(response.status).toBe(500);
      expect(response.body).toBe('{"code":"handler_failed"}');
      expect(lastCode()).toBe("handler_failed");
    });

    it("responds to a late handler with 500", async () => {
      const response = await post({}, "order.late");
      expect(response.status).toBe(500);
      late();
      await receiver.idle();
      expect(lastCode()).toBe("late_handler_settled");
    });

    it("responds to reject with 422 and the reason", async () => {
      const response = await post({}, "order.rejected");
      expect(response.status).toBe(422);
      expect(JSON.parse(response.body)).toEqual({ code: "rejected", reason: "unknown currency" });
    });

    it("responds to a type without a handler with 200", async () => {
      expect((await post({}, "order.unheard_of")).status).toBe(200);
      expect(lastCode()).toBe("no_handler");
    });

    it.each(["PUT", "GET", "DELETE"])(
      "responds to the method %s with 500, not 404 or 405",
      async (method) => {
        const response = await post({ method });
        expect(response).toMatchObject({ status: 500, body: "" });
        expect(lastCode()).toBe("wrong_method");
      },
    );

    it.each(FOREIGN_CONTENT_TYPES.filter((type) => !refusedByFramework.includes(type)))(
      "responds to the content type %s with 500, not 415",
      async (type) => {
        const { "content-type": _, ...headers } = signTestRequest({
          secret,
          type: "order.created",
          body: ODD_BODY,
        }).headers;
        const response = await post({
          headers: type === undefined ? headers : { ...headers, "content-type": type },
        });
        expect(response).toMatchObject({ status: 500, body: "" });
        expect(lastCode()).toBe("wrong_content_type");
      },
    );

    it("takes the largest body that Harbor sends", async () => {
      const body = JSON.stringify("x".repeat(262_142));
      const response = await send(served.url, signTestRequest({ secret, type: "order.created", body }));
      expect(response.status).toBe(200);
      expect(bodies.at(-1)).toBe(body);
    });

    it("responds to a body over the limit with 500, not 413", async () => {
      const body = JSON.stringify("x".repeat(MAX_BODY_BYTES));
      const response = await send(served.url, signTestRequest({ secret, type: "order.created", body }));
      expect(response).toMatchObject({ status: 500, body: "" });
      expect(lastCode()).toBe("body_too_large");
    });

    it.each(["", "{ not json", "\ufeff{}"])(
      "responds to an unsigned body %j with 401, not 400",
      async (body) => {
        const response = await send(
          served.url,
          signTestRequest({ secret, type: "order.created", body, as: "wrong_key" }),
        );
        expect(response.status).toBe(401);
        expect(lastCode()).toBe("signature_mismatch");
      },
    );

    it("responds to a signed body that is not JSON with 422", async () => {
      const response = await send(
        served.url,
        signTestRequest({ secret, type: "order.created", body: "{ not json" }),
      );
      expect(response.status).toBe(422);
    });

    it("takes what the reference server sends, byte for byte, and has it retried while the secret is wrong", async () => {
      const sender = await startSender(served.url);
      try {
        const failed = await sender.deliver("order.created", ODD_BODY, isScheduled);
        expect(failed).toMatchObject({ response_code: 401, dead_reason: null });
        secrets.push(sender.secret);
        bodies.length = 0;
        await sender.harbor.clock.advance("1m");
        expect(await sender.settled(failed.id, isFinished)).toMatchObject({
          status: "succeeded",
          response_code: 200,
        });
        expect(bodies).toEqual([ODD_BODY]);
        expect(tenants.at(-1)).toBeNull();
        const { deliveries } = await sender.harbor.client.events.send({
          type: "order.created",
          body: {},
          tenant: "acme",
        });
        await sender.settled(deliveries[0]!.id, isFinished);
        expect(tenants.at(-1)).toBe("acme");
        const dead = await sender.deliver("order.rejected", "null", isFinished);
        expect(dead).toMatchObject({ status: "dead", dead_reason: "rejected" });
      } finally {
        await sender.stop();
      }
    });

    it("receives from any sender of Standard Webhooks, and refuses a forgery", async () => {
      const { log: standardLog, codes } = memoryLog();
      const received: unknown[] = [];
      const standard = createReceiver({ scheme: "standard", secret, log: standardLog }).on(
        "order.created",
        (body, ctx) => void received.push([body, ctx.eventId, Buffer.from(ctx.rawBody).toString()]),
      );
      const standardServed = await serve(standard);
      try {
        const body = '{ "type":"order.created", "n":1.0 }';
        const signed = { scheme: "standard", secret, body, eventId: "msg_1" } as const;
        expect((await send(standardServed.url, signTestRequest(signed))).status).toBe(200);
        expect(received).toEqual([[{ type: "order.created", n: 1 }, "msg_1", body]]);
        const forged = await send(standardServed.url, signTestRequest({ ...signed, as: "tampered" }));
        expect(forged).toMatchObject({ status: 401, body: "" });
        expect(codes()).toEqual(["handled", "signature_mismatch"]);
      } finally {
        await standardServed.close();
      }
    });

    if (serveParsed !== undefined && fix !== undefined) {
      it("says which line to change when the body is parsed already", async () => {
        const parsed = await serveParsed(receiver);
        try {
          const response = await send(
            parsed.url,
            signTestRequest({ secret, type: "order.created", body: ODD_BODY }),
          );
          expect(response).toMatchObject({ status: 500, body: "" });
          expect(entries.at(-1)?.fields).toMatchObject({
            code: "body_already_parsed",
            hint: expect.stringMatching(fix),
          });
        } finally {
          await parsed.close();
        }
      });
    }
  });
}
