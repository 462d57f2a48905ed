import { generateKeyPair } from "@harbor/signing/ed25519";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { memoryLog, secret } from "../test/support.js";
import { webAdapter } from "./adapters/web.js";
import {
  createReceiver,
  safeVerifySignature,
  verifySignature,
  type DeliveryRequest,
  type StandardDelivery,
  type StandardSchemeOptions,
  type VerifiedDelivery,
} from "./index.js";
import { expectedStatus, signTestRequest, type StandardTestRequestKind } from "./sign-test-request.js";
import { memoryStore } from "./stores/memory.js";

const order = { type: "order.created", data: { order_id: "ord_1" } };

function setUp(options: StandardSchemeOptions = {}) {
  const { log, entries, codes } = memoryLog();
  const seen: unknown[] = [];
  const receiver = createReceiver({ scheme: "standard", secret, log, ...options }).on(
    "order.created",
    (body, ctx) => void seen.push({ body, ctx }),
  );
  return { receiver, entries, codes, seen };
}

const signed = (options: object = {}): DeliveryRequest =>
  signTestRequest({ scheme: "standard", secret, body: order, ...options });

/** The same request with other headers. */
const withHeaders = (
  change: (headers: Record<string, string>) => Record<string, string>,
): DeliveryRequest => {
  const request = signTestRequest({ scheme: "standard", secret, body: order });
  return { ...request, headers: change(request.headers) };
};

const underSvixNames = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.replace("webhook-", "svix-"), value]),
  );

describe("a receiver with scheme standard", () => {
  for (const as of Object.keys(expectedStatus).filter((kind) => kind !== "v1_only")) {
    it(`responds to a request that is ${as} with ${expectedStatus[as as StandardTestRequestKind]}`, async () => {
      const { receiver } = setUp();
      const { status } = await receiver.handle(signed({ as }));
      expect(status).toBe(expectedStatus[as as StandardTestRequestKind]);
    });
  }

  it.each([
    ["standardwebhooks", StandardWebhook, "webhook"],
    ["svix", SvixWebhook, "svix"],
  ] as const)("accepts what %s signs, with several signatures during a rotation", async (_, Peer, prefix) => {
    const { receiver, seen } = setUp();
    const body = JSON.stringify(order);
    const now = new Date();
    const keys = [`whsec_${Buffer.alloc(24, 1).toString("base64")}`, secret];
    const { status } = await receiver.handle({
      method: "POST",
      headers: {
        "content-type": "application/json",
        [`${prefix}-id`]: "msg_1",
        [`${prefix}-timestamp`]: String(Math.floor(now.getTime() / 1000)),
        [`${prefix}-signature`]: keys.map((key) => new Peer(key).sign("msg_1", now, body)).join(" "),
      },
      body: Buffer.from(body),
    });
    expect(status).toBe(200);
    expect(seen).toMatchObject([{ body: order, ctx: { eventId: "msg_1" } }]);
  });

  it("gives a context without what is not proven, and never reads Harbor-* headers", async () => {
    const { receiver, seen, entries } = setUp();
    const harbor = {
      "harbor-event-id": "evt_forged",
      "harbor-event-type": "order.deleted",
      "harbor-delivery-id": "del_forged",
      "harbor-retry-count": "7",
      "harbor-tenant": "forged",
    };
    await receiver.handle(withHeaders((headers) => ({ ...headers, ...harbor })));
    expect(seen).toMatchObject([
      {
        ctx: {
          eventType: "order.created",
          headersSigned: false,
          secretIndex: 0,
          deliveryId: undefined,
          retryCount: undefined,
          unsigned: { tenant: null },
          listed: false,
        },
      },
    ]);
    expect(JSON.stringify([seen, entries])).not.toMatch(/forged|deleted/);
  });

  it("reads svix-* headers only without any webhook-* header", async () => {
    const { receiver, codes } = setUp();
    await receiver.handle(withHeaders(underSvixNames));
    await receiver.handle(withHeaders((headers) => ({ ...underSvixNames(headers), "webhook-id": "evt_1" })));
    await receiver.handle(
      withHeaders(({ "webhook-id": id, ...headers }) => ({ ...headers, "svix-id": id ?? "" })),
    );
    expect(codes()).toEqual(["handled", "signature_missing", "headers_missing"]);
  });

  it("takes any content type, as the standard names none", async () => {
    const { receiver } = setUp();
    const { status } = await receiver.handle(
      withHeaders(({ "content-type": _, ...headers }) => ({ ...headers, "content-type": "text/plain" })),
    );
    expect(status).toBe(200);
  });

  it("takes the type from typeOf", async () => {
    const typeOf = (body: unknown) => (body as { event?: string }).event;
    const { receiver, seen } = setUp({ typeOf });
    const body = { event: "order.created", type: "other" };
    expect((await receiver.handle(signed({ body }))).status).toBe(200);
    expect(seen).toHaveLength(1);
  });

  it.each<[string, unknown, StandardSchemeOptions, number, string]>([
    ["no type", {}, {}, 422, "type_missing"],
    ["a type that is a number", { type: 1 }, {}, 422, "type_missing"],
    ["a body that is null", null, {}, 422, "type_missing"],
    ["a body that is a list", [], {}, 422, "type_missing"],
    ["a body that is not JSON", "{", {}, 422, "invalid_json"],
    ["typeOf that returns nothing", order, { typeOf: () => undefined }, 422, "type_missing"],
    [
      "typeOf that throws",
      order,
      {
        typeOf: () => {
          throw new Error("no");
        },
      },
      500,
      "type_failed",
    ],
  ])("with %s", async (_, body, options, status, code) => {
    const { receiver, entries } = setUp(options);
    expect((await receiver.handle(signed({ body, eventId: "evt_9" }))).status).toBe(status);
    expect(entries.at(-1)?.fields).toMatchObject({ code, event_id: "evt_9" });
  });

  it("verifies Ed25519 with a public key, also beside the old secret", async () => {
    const { privateKey, publicKey } = generateKeyPair();
    const { log, codes } = memoryLog();
    const receiver = createReceiver({ scheme: "standard", secret: [publicKey, secret], log });
    await receiver.handle(signed({ secret: privateKey }));
    await receiver.handle(signed());
    await receiver.handle(signed({ secret: generateKeyPair().privateKey }));
    expect(codes()).toEqual(["no_handler", "no_handler", "signature_mismatch"]);
  });

  it("logs why a signature does not match, in the words of the standard", async () => {
    const { receiver, entries } = setUp();
    const request = signTestRequest({ scheme: "standard", secret, body: '{"type":"order.created"}\n' });
    await receiver.handle({ ...request, body: Buffer.from('{"type":"order.created"}') });
    expect(entries.at(-1)?.fields).toMatchObject({
      code: "signature_mismatch",
      findings: [expect.stringContaining("line break at the end of the body was removed")],
    });
  });

  it("passes other requests on with onlyDeliveries, those of Harbor too", async () => {
    const { receiver } = setUp();
    const adapter = webAdapter(receiver, { onlyDeliveries: true });
    const fetchWith = (headers: Record<string, string>) =>
      adapter(new Request("http://localhost/", { method: "POST", headers, body: "{}" }));
    expect(await fetchWith({ "harbor-signature": "t=1,v1=0" })).toBeUndefined();
    expect((await fetchWith({ "svix-id": "msg_1" }))?.status).toBe(401);
    expect((await fetchWith({ "webhook-id": "msg_1" }))?.status).toBe(401);
  });
});

describe("idempotency with scheme standard", () => {
  it("uses name and webhook-id, so that a change of the scheme forgets no event", async () => {
    const store = memoryStore();
    const { log, codes } = memoryLog();
    const base = { name: "orders", secret, idempotency: store, log };
    const before = createReceiver(base).on("order.created", () => undefined);
    const after = createReceiver({ ...base, scheme: "standard" }).on("order.created", () => undefined);
    await before.handle(signTestRequest({ secret, type: "order.created", body: order, eventId: "evt_1" }));
    await after.handle(signed({ eventId: "evt_1" }));
    await after.handle(signed({ eventId: "evt_2" }));
    await before.handle(signTestRequest({ secret, type: "order.created", body: order, eventId: "evt_2" }));
    expect(codes()).toEqual(["handled", "already_handled", "handled", "already_handled"]);
  });

  it("keeps senders apart by name", async () => {
    const idempotency = memoryStore();
    const { log, codes } = memoryLog();
    for (const name of ["acme", "globex"]) {
      const receiver = createReceiver({ scheme: "standard", name, secret, idempotency, log });
      await receiver.on("order.created", () => undefined).handle(signed({ eventId: "1" }));
    }
    expect(codes()).toEqual(["handled", "handled"]);
  });
});

describe("the options of scheme standard", () => {
  const base64 = (length: number): string => Buffer.alloc(length, 1).toString("base64");

  it.each<[string, unknown, RegExp]>([
    ["undefined", undefined, /secret is undefined\. Is the environment variable .* set\?/],
    ["an API key", "hk_test_0123456789abcdef", /API key/],
    ["not base64", "whsec_just-a-long-enough-secret", /not base64/],
    ["too short", `whsec_${base64(15)}`, /16 to 64 bytes/],
    ["too long", base64(65), /16 to 64 bytes/],
    ["a public key of the wrong length", `whpk_${base64(31)}`, /32 bytes/],
    ["a private key", `whsk_${base64(64)}`, /private key/],
    ["a bad one in a list", [secret, "whpk_"], /secret\[1\]: .*32 bytes/],
  ])("refuse a secret that is %s at start-up", (_, bad, reason) => {
    expect(() => createReceiver({ scheme: "standard", secret: bad as string })).toThrow(reason);
  });

  it.each([secret, base64(16), base64(64), `whpk_${base64(32)}`, `whpk_${base64(32).slice(0, -1)}`])(
    "take the secret %s",
    (good) => {
      expect(() => createReceiver({ scheme: "standard", secret: good })).not.toThrow();
    },
  );

  it("refuse an unknown scheme, a typeOf that is not a function, and an option of the other scheme", () => {
    const create = (options: object) => () => createReceiver({ secret, ...options });
    expect(create({ scheme: "svix" })).toThrow(/"harbor" or "standard", not "svix"/);
    expect(create({ scheme: "standard", typeOf: "type" })).toThrow(/typeOf must be a function/);
    expect(create({ scheme: "standard", acceptUnsignedHeaders: true })).toThrow(
      /belongs to the scheme harbor/,
    );
  });

  it("give handlers the types of the scheme", () => {
    const events = { "order.created": z.object({ type: z.literal("order.created") }) };
    createReceiver({ scheme: "standard", secret, events }).on("order.created", (body, ctx) => {
      expectTypeOf(body.type).toEqualTypeOf<"order.created">();
      expectTypeOf(ctx.deliveryId).toEqualTypeOf<undefined>();
      expectTypeOf(ctx.eventType).toEqualTypeOf<"order.created">();
    });
    createReceiver({ secret, events }).on("order.created", (_body, ctx) => {
      expectTypeOf(ctx.deliveryId).toEqualTypeOf<string>();
    });
  });
});

describe("verifySignature", () => {
  const request = signTestRequest({ scheme: "standard", secret, body: order, eventId: "evt_1" });

  it("verifies by either scheme", () => {
    const standard = verifySignature({ scheme: "standard", ...request, secret });
    expectTypeOf(standard).toEqualTypeOf<StandardDelivery>();
    expect(standard).toMatchObject({ eventId: "evt_1", headersSigned: false, secretIndex: 0 });
    const harbor = signTestRequest({ secret, type: "order.created", body: order, eventId: "evt_2" });
    const delivery = verifySignature({ ...harbor, secret });
    expectTypeOf(delivery).toEqualTypeOf<VerifiedDelivery>();
    expect(delivery).toMatchObject({ eventId: "evt_2", headersSigned: true });
    expect(verifySignature({ scheme: "harbor", ...harbor, secret })).toEqual(delivery);
  });

  it("returns or throws the failure", () => {
    const bad = { scheme: "standard", ...request, body: "{}", secret } as const;
    expect(safeVerifySignature(bad)).toMatchObject({ ok: false, code: "signature_mismatch" });
    expect(() => verifySignature(bad)).toThrow(expect.objectContaining({ code: "signature_mismatch" }));
    expect(safeVerifySignature({ ...request, secret })).toMatchObject({
      ok: false,
      code: "signature_missing",
    });
  });
});
