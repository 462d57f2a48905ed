import { createReceiver } from "@harbor/receiver";
import { signTestRequest } from "@harbor/receiver/sign-test-request";
import { expect, test } from "vitest";

const secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const receiver = createReceiver({ secret }).on("order.created", () => undefined);

test("a delivery is handled, a forged one is not", async () => {
  const order = { secret, type: "order.created", body: { order_id: "ord_1" } };
  expect((await receiver.handle(signTestRequest(order))).status).toBe(200);
  expect((await receiver.handle(signTestRequest({ ...order, as: "tampered" }))).status).toBe(401);
});
