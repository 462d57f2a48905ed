import { describe, expect, it } from "vitest";
import { deliver, memoryLog, secret } from "../test/support.js";
import { createReceiver, type Secrets } from "./index.js";

describe("secrets", () => {
  it.each<[string, Secrets, RegExp]>([
    [
      "undefined",
      process.env["HARBOR_NO_SUCH_VARIABLE"],
      /secret is undefined\. Is the environment variable .* set\?/,
    ],
    ["undefined in a list", [secret, undefined], /secret\[1\] is undefined/],
    ["empty", "", /empty/],
    ["short", "whsec_short", /shorter than 16 bytes/],
    ["padded", `${secret}\n`, /white space/],
    ["an API key", "hk_test_0123456789abcdef", /API key/],
    ["an empty list", [], /empty/],
    ["a bad one in a list", [secret, ""], /empty/],
  ])("refuses one that is %s at start-up", (_, bad, reason) => {
    expect(() => createReceiver({ secret: bad })).toThrow(reason);
  });

  it.each([
    ["throws", () => Promise.reject(new Error("vault is sealed"))],
    ["gives nothing", () => undefined],
    ["gives an API key", () => "hk_test_0123456789abcdef"],
  ])("responds with 500 while the function %s, so that nothing is lost", async (_, source) => {
    const { log, codes } = memoryLog();
    const receiver = createReceiver({ secret: source, log });
    expect(await deliver(receiver, { type: "order.created", body: {} })).toMatchObject({
      status: 500,
      body: "",
    });
    expect(codes()).toEqual(["secret_unavailable"]);
  });

  it.each([
    ["throws", () => Promise.reject(new Error("vault is sealed")), /vault is sealed/],
    ["returns nothing", () => undefined, /secret is undefined/],
  ])("ready rejects if the function %s", async (_, source, reason) => {
    await expect(createReceiver({ secret: source }).ready()).rejects.toThrow(reason);
    await expect(createReceiver({ secret: () => secret }).ready()).resolves.toBeUndefined();
  });

  it("asks the function again each time", async () => {
    const secrets = ["whsec_a-newer-secret-of-some-length", secret];
    const receiver = createReceiver({ secret: () => Promise.resolve(secrets.shift()), log: memoryLog().log });
    const status = async (): Promise<number> =>
      (await deliver(receiver, { type: "order.created", body: {} })).status;
    expect([await status(), await status()]).toEqual([401, 200]);
  });
});
