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
});
