import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { deliver, memoryLog, secret } from "../test/support.js";
import { createReceiver } from "./index.js";
import { expectedStatus, signTestRequest, type TestRequestKind } from "./sign-test-request.js";

describe("signTestRequest", () => {
  it.each(Object.entries(expectedStatus))("signs a request that is %s, which gets %i", async (as, status) => {
    const receiver = createReceiver({ secret, log: memoryLog().log });
    const response = await deliver(receiver, { type: "order.created", body: {}, as: as as TestRequestKind });
    expect(response.status).toBe(status);
  });

  it("signs as docs/contract.md §4 says", () => {
    const signedAt = new Date(1_753_900_000_000);
    const ids = { eventId: "evt_1", deliveryId: "del_1" };
    const { headers, body } = signTestRequest({
      secret,
      type: "order.created",
      body: '{"n":1.0}',
      signedAt,
      ...ids,
    });
    const hmac = (text: string): string => createHmac("sha256", secret).update(text).digest("hex");
    const v1 = hmac('1753900000.{"n":1.0}');
    const v2 = hmac(`1753900000\nevt_1\ndel_1\norder.created\n${v1}`);
    expect(headers).toMatchObject({
      "harbor-signature": `t=1753900000,v1=${v1},v2=${v2}`,
      "harbor-timestamp": "1753900000",
      "harbor-event-id": "evt_1",
      "harbor-retry-count": "0",
    });
    expect(Buffer.from(body).toString()).toBe('{"n":1.0}');
  });

  it("creates a new event each time by default", () => {
    const id = (): string | undefined =>
      signTestRequest({ secret, type: "n", body: 1 }).headers["harbor-event-id"];
    expect(id()).toMatch(/^evt_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(id()).not.toBe(id());
  });
});
