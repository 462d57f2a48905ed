import { describe, expect, it } from "vitest";
import { z } from "zod";
import { secret } from "../test/support.js";
import { createReceiver } from "./index.js";

describe("options", () => {
  it.each([
    [{ timeoutMs: 0 }, /timeoutMs/],
    [{ toleranceSeconds: Number.NaN }, /toleranceSeconds/],
    [{ maxBodyBytes: -1 }, /maxBodyBytes/],
    [{ events: { "order.*": z.string() } }, /not an event type/],
  ])("refuses %o", (options, reason) => {
    expect(() => createReceiver({ secret, ...options })).toThrow(reason);
  });

  it("refuses what only JavaScript can pass, at start-up", () => {
    const idempotency = { commit: () => true, query: () => [] } as never;
    expect(() => createReceiver({ secret, name: "orders", idempotency })).toThrow(/no claim, renew, release/);
    expect(() => createReceiver({ secret, events: { "order.created": {} as never } })).toThrow(
      /"order.created" in events has no Standard Schema/,
    );
    expect(() => createReceiver({ secret }).on("order.created", undefined as never)).toThrow(
      /not a function/,
    );
    expect(() => createReceiver({ secret }).otherwise({} as never)).toThrow(/not a function/);
  });
});
