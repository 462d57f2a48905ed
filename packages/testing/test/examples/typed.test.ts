import { defineEvents, Harbor } from "@harbor/client";
import { startHarbor } from "@harbor/testing";
import { expect, test } from "vitest";
import { z } from "zod";

const events = defineEvents({ "order.created": z.object({ order_id: z.string() }) });

test("a client and server of this test alone", async () => {
  await using server = await startHarbor({ env: { HARBOR_MAX_BODY_BYTES: "1024" } });
  const harbor = new Harbor({ apiKey: server.apiKey, baseUrl: server.url, events });

  const send = (order_id: string) => harbor.events.send({ type: "order.created", body: { order_id } });
  expect((await send("ord_123")).type).toBe("order.created");
  await expect(send("x".repeat(2_000))).rejects.toMatchObject({ code: "body_too_large" });
});
