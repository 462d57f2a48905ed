import { describe, expect, it } from "vitest";
import { deliver, memoryLog, secret } from "../test/support.js";
import { createReceiver } from "./index.js";
import { signTestRequest } from "./sign-test-request.js";

function setUp(options: { acceptUnsignedHeaders?: boolean } = {}) {
  const { log, codes } = memoryLog();
  return { receiver: createReceiver({ secret, log, ...options }), codes };
}

describe("unsigned headers", () => {
  it("are refused by default, and taken as they are by choice", async () => {
    const strict = setUp();
    expect((await deliver(strict.receiver, { type: "order.created", body: {}, as: "v1_only" })).status).toBe(
      401,
    );
    expect(strict.codes()).toEqual(["headers_not_signed"]);

    const { receiver } = setUp({ acceptUnsignedHeaders: true });
    const seen: boolean[] = [];
    receiver.on("order.created", (_order, ctx) => void seen.push(ctx.headersSigned));
    const body = { order_id: "ord_1" };
    expect((await deliver(receiver, { type: "order.created", body, as: "v1_only" })).status).toBe(200);
    expect((await deliver(receiver, { type: "order.created", body })).status).toBe(200);
    expect((await deliver(receiver, { type: "order.created", body, as: "relabelled" })).status).toBe(401);
    expect(seen).toEqual([false, true]);
  });

  it("must be there even so", async () => {
    const { receiver, codes } = setUp({ acceptUnsignedHeaders: true });
    const request = signTestRequest({ secret, type: "n", body: 1, as: "v1_only" });
    delete request.headers["harbor-event-id"];
    expect(await receiver.handle(request)).toMatchObject({ status: 401 });
    expect(codes()).toEqual(["headers_missing"]);
  });
});

describe("ctx.unsigned.tenant", () => {
  const tenantsOf = async (headers: Record<string, string | string[]>): Promise<(string | null)[]> => {
    const { receiver } = setUp();
    const seen: (string | null)[] = [];
    receiver.on("n", (_body, ctx) => void seen.push(ctx.unsigned.tenant));
    const request = signTestRequest({ secret, type: "n", body: 1 });
    expect(await receiver.handle({ ...request, headers: { ...request.headers, ...headers } })).toMatchObject({
      status: 200,
    });
    return seen;
  };

  it("is the tenant of the header, which no signature covers", async () => {
    const { receiver } = setUp();
    const seen: (string | null)[] = [];
    receiver.on("n", (_body, ctx) => void seen.push(ctx.unsigned.tenant));
    await deliver(receiver, { type: "n", body: 1, tenant: "acme" });
    await deliver(receiver, { type: "n", body: 1 });
    expect(seen).toEqual(["acme", null]);
    expect(await tenantsOf({ "Harbor-Tenant": "somebody_else" })).toEqual(["somebody_else"]);
  });

  it.each(["9", "a".repeat(128), "A_b.c:d-9"])("can be %s", async (tenant) => {
    expect(await tenantsOf({ "harbor-tenant": tenant })).toEqual([tenant]);
  });

  it.each(["", "a".repeat(129), ".acme", "acme corp", "acmé", "acme\n", "acme/..", ["acme", "other"]])(
    "is null for the header %j",
    async (tenant) => {
      expect(await tenantsOf({ "harbor-tenant": tenant })).toEqual([null]);
    },
  );
});
