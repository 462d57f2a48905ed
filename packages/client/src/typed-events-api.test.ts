import { createReceiver } from "@harbor/receiver";
import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { createClient, failureOf } from "../test/create-client.js";
import { json, startScriptedServer } from "../test/scripted-server.js";
import { defineEvents, Harbor, rawJson } from "./index.js";

/** The one module that sender and receiver would share. */
const events = defineEvents({
  "order.created": z.object({ order_id: z.string(), note: z.string().default("none") }),
  "order.paid": z.object({ paid_at: z.iso.datetime().transform((text) => new Date(text)) }),
});

const accepted = json(202, { id: "evt_1", deliveries: [] });

async function typedClient() {
  const server = await startScriptedServer(accepted);
  const bodies = () => server.requests.map(({ body }) => body.toString());
  return { harbor: createClient(server, { events }), bodies };
}

/** Compiled, never run: `tsc` is the judge. */
const compiled = (check: () => unknown) => expectTypeOf(check).toBeFunction();

describe("a mistake does not compile", () => {
  const harbor = new Harbor({ apiKey: "hk_test_typed", events });
  const secret = "whsec_c2lnbmluZyBzZWNyZXQgb2YgdGhlIHRlc3Rz";

  test("in the sender's type", () =>
    compiled(() => [
      // @ts-expect-error: misspelt
      harbor.events.send({ type: "order.creatd", body: { order_id: "ord_1" } }),
      // @ts-expect-error: misspelt
      harbor.events.batcher().send({ type: "order.creatd", body: { order_id: "ord_1" } }),
    ]));

  test("in the sender's body", () =>
    compiled(() => [
      // @ts-expect-error: an order_id must be a string
      harbor.events.send({ type: "order.created", body: { order_id: 1 } }),
      // @ts-expect-error: order_id is missing
      harbor.events.send({ type: "order.created", body: {} }),
      // @ts-expect-error: the body of another event
      harbor.events.send({ type: "order.created", body: { paid_at: "2026-01-01T00:00:00Z" } }),
      // @ts-expect-error: the schema's output is not its input
      harbor.events.send({ type: "order.paid", body: { paid_at: new Date() } }),
      // @ts-expect-error: unknown field
      harbor.events.send({ type: "order.created", body: { order_id: "ord_1", ordr: 1 } }),
      // @ts-expect-error: the body is required
      harbor.events.send({ type: "order.created" }),
    ]));

  test("in the receiver's handler, of which the same value is the type", () =>
    compiled(() =>
      createReceiver({ secret, events })
        .on("order.created", (order) => {
          expectTypeOf(order).toEqualTypeOf<{ order_id: string; note: string }>();
          // @ts-expect-error: unknown field
          expectTypeOf(order.order_di).toBeAny();
        })
        .on("order.paid", ({ paid_at }) => {
          expectTypeOf(paid_at).toEqualTypeOf<Date>();
        })
        // @ts-expect-error: misspelt
        .on("order.payd", () => undefined),
    ));

  test("what is right does", () =>
    compiled(() => [
      harbor.events.send({ type: "order.created", body: { order_id: "ord_1" } }),
      harbor.events.send({ type: "order.paid", body: { paid_at: "2026-01-01T00:00:00Z" } }),
      harbor.events.send({
        type: "order.paid",
        body: rawJson("{}"),
        idempotency_key: "k",
        occurred_at: new Date(),
      }),
      harbor.events.batcher().send({ type: "order.created", body: { order_id: "ord_1", note: "n" } }),
      new Harbor({ apiKey: "hk_test_untyped" }).events.send({ type: "any.thing", body: [1, "a", null] }),
    ]));

  test("in the use of the client: one with events is not one that accepts any event", () =>
    compiled(() => {
      // @ts-expect-error: code with a plain Harbor could send other events
      const plain: Harbor = harbor;
      expectTypeOf<Harbor>().toEqualTypeOf(new Harbor({ apiKey: "hk_test_untyped" }));
      return plain;
    }));
});

describe("send", () => {
  test("sends the body as it was given, not as the schema's output", async () => {
    const { harbor, bodies } = await typedClient();
    expect((await harbor.events.send({ type: "order.created", body: { order_id: "ord_1" } })).id).toBe(
      "evt_1",
    );
    await harbor.events.send({ type: "order.paid", body: { paid_at: "2026-01-01T00:00:00Z" } });
    expect(bodies()).toEqual([
      '{"type":"order.created","body":{"order_id":"ord_1"}}',
      '{"type":"order.paid","body":{"paid_at":"2026-01-01T00:00:00Z"}}',
    ]);
  });

  test("takes key, time, tenant and exact bytes", async () => {
    const { harbor, bodies } = await typedClient();
    const body = rawJson('{"order_id": "ord_1", "total": 1.0}');
    const occurred_at = new Date(0);
    await harbor.events.send({
      type: "order.created",
      body,
      idempotency_key: "ord_1",
      occurred_at,
      tenant: "acme",
    });
    expect(bodies()).toEqual([
      '{"type":"order.created","body":{"order_id": "ord_1", "total": 1.0},"idempotency_key":"ord_1","occurred_at":"1970-01-01T00:00:00.000Z","tenant":"acme"}',
    ]);
  });

  test("has the response that carried the event", async () => {
    const { harbor } = await typedClient();
    const sent = harbor.events.send({ type: "order.created", body: { order_id: "ord_1" } });
    expect(await sent.withResponse()).toMatchObject({ status: 202, requestId: "req_1" });
  });

  test("sends nothing that does not match its schema, and names the places", async () => {
    const { harbor, bodies } = await typedClient();
    const body = { order_id: 7 } as unknown as { order_id: string };
    const error = await failureOf(harbor.events.send({ type: "order.created", body }));
    expect(error).toMatchObject({
      code: "invalid_event",
      status: null,
      retryable: false,
      details: [{ path: "body/order_id", message: expect.stringMatching(/string/) as string }],
      message: expect.stringMatching(
        /"order.created" was not sent.*\n {2}body\/order_id: .*string/,
      ) as string,
    });
    expect(bodies()).toEqual([]);
  });

  test("names places as JSON Pointers", async () => {
    const server = await startScriptedServer(accepted);
    const listed = defineEvents({ a: z.object({ "x/y": z.array(z.object({ "~": z.string() })) }) });
    const harbor = createClient(server, { events: listed });
    const body = rawJson('{"x/y":[{"~":"s"},{"~":1}]}');
    const error = await failureOf(harbor.events.send({ type: "a", body }));
    expect(error).toMatchObject({ details: [{ path: "body/x~1y/1/~0" }] });
  });

  test("sends no type that is not listed", async () => {
    const { harbor, bodies } = await typedClient();
    for (const type of ["order.creatd", "constructor"]) {
      const error = await failureOf(
        harbor.events.send({ type: type as "order.created", body: { order_id: "" } }),
      );
      expect(error).toMatchObject({ code: "invalid_event", details: [{ path: "type" }] });
    }
    expect(bodies()).toEqual([]);
  });

  test("checks what the receiver will parse: a Date has become text by then", async () => {
    const server = await startScriptedServer(accepted);
    const harbor = createClient(server, { events: defineEvents({ a: z.object({ at: z.date() }) }) });
    const error = await failureOf(harbor.events.send({ type: "a", body: { at: new Date(0) } }));
    expect(error).toMatchObject({ code: "invalid_event", details: [{ path: "body/at" }] });
  });

  test("waits for a schema that works asynchronously", async () => {
    const server = await startScriptedServer(accepted);
    const known = z.string().refine((id) => Promise.resolve(id !== "unknown"), "is not known");
    const harbor = createClient(server, { events: defineEvents({ a: known }) });
    await harbor.events.send({ type: "a", body: "ord_1" });
    const error = await failureOf(harbor.events.send({ type: "a", body: "unknown" }));
    expect(error).toMatchObject({ details: [{ path: "body", message: "is not known" }] });
    expect(server.requests).toHaveLength(1);
  });

  test("without events accepts any type and body, but requires a body", async () => {
    const server = await startScriptedServer(accepted);
    const { events: api } = createClient(server);
    await api.send({ type: "any.thing", body: [1, null, { at: new Date(0) }] });
    expect(server.requests[0]?.body.toString()).toBe(
      '{"type":"any.thing","body":[1,null,{"at":"1970-01-01T00:00:00.000Z"}]}',
    );
    await expect(api.send({ type: "any.thing", body: undefined })).rejects.toThrow(TypeError);
  });
});
