import { defineEvents } from "@harbor/client";
import { startHarbor } from "@harbor/testing";
import { expect, test } from "vitest";
import { z } from "zod";

const events = defineEvents({ "order.created": z.object({ order_id: z.string() }) });

test("a server for this test alone, and a client that knows the application's events", async () => {
  await using harbor = await startHarbor({
    env: { HARBOR_MAX_BODY_BYTES: "1024" },
    client: { events, maxRetries: 0 },
  });
  const send = (order_id: string) => harbor.client.events.send({ type: "order.created", body: { order_id } });

  expect((await send("ord_123")).type).toBe("order.created");
  await expect(send("x".repeat(2_000))).rejects.toMatchObject({ code: "body_too_large" });
});
