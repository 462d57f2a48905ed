import { afterEach, describe, expect, it, vi } from "vitest";
import { consoleLog } from "./log.js";

describe("consoleLog", () => {
  afterEach(() => vi.restoreAllMocks());

  it("writes one JSON line per entry, errors with their cause", () => {
    const written = vi.spyOn(console, "error").mockReturnValue(undefined);
    const err = new Error("outer", { cause: new Error("inner") });
    consoleLog.error({ code: "handler_failed", err }, "Harbor delivery: handler_failed");
    const line = String(written.mock.calls[0]?.[0]);
    expect(line).not.toContain("\n");
    expect(JSON.parse(line)).toEqual({
      level: "error",
      message: "Harbor delivery: handler_failed",
      code: "handler_failed",
      err: expect.stringMatching(/Error: outer[^]*\[cause\] Error: inner/),
    });
  });

  it("still writes the message when the fields are no JSON", () => {
    const written = vi.spyOn(console, "info").mockReturnValue(undefined);
    consoleLog.info({ big: 1n }, "counted");
    expect(JSON.parse(String(written.mock.calls[0]?.[0]))).toEqual({ level: "info", message: "counted" });
  });

  it("leaves debug out", () => {
    const written = vi.spyOn(console, "debug");
    consoleLog.debug({}, "handled");
    expect(written).not.toHaveBeenCalled();
  });
});
