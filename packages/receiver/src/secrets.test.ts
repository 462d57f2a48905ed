import { describe, expect, it } from "vitest";
import { deliver, memoryLog, secret } from "../test/support.js";
import { createReceiver } from "./index.js";

describe("secrets", () => {
  it.each([
    ["missing", undefined, /not a string/],
    ["empty", "", /empty/],
    ["short", "whsec_short", /shorter than 16 bytes/],
    ["padded", `${secret}\n`, /white space/],
    ["an API key", "hk_test_0123456789abcdef", /API key/],
    ["an empty list", [], /empty/],
    ["a bad one in a list", [secret, ""], /empty/],
  ])("refuses one that is %s at start-up", (_, bad, reason) => {
    expect(() => createReceiver({ secret: bad as string })).toThrow(reason);
  });

  it.each([
    ["throws", () => Promise.reject(new Error("vault is sealed"))],
    ["gives nothing", () => undefined],
    ["gives an API key", () => "hk_test_0123456789abcdef"],
  ])("answers 500 while the function %s, so that nothing is lost", async (_, source) => {
    const { log, codes } = memoryLog();
    const receiver = createReceiver({ secret: source, log });
    expect(await deliver(receiver, { type: "order.created", body: {} })).toMatchObject({
      status: 500,
      body: "",
    });
    expect(codes()).toEqual(["secret_unavailable"]);
  });

  it("asks the function again each time", async () => {
    const secrets = ["whsec_a-newer-secret-of-some-length", secret];
    const receiver = createReceiver({ secret: () => Promise.resolve(secrets.shift()), log: memoryLog().log });
    const status = async (): Promise<number> =>
      (await deliver(receiver, { type: "order.created", body: {} })).status;
    expect([await status(), await status()]).toEqual([401, 200]);
  });
});
