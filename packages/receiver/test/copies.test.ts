import { expect, it, vi } from "vitest";
import { BodyError, createReceiver, StaleClaimError } from "../src/index.js";
import { memoryLog, secret } from "./support.js";

it("knows the errors of another copy of the package, such as an ESM adapter beside a CommonJS receiver", async () => {
  vi.resetModules();
  const copy = await import("../src/index.js");
  expect(copy.BodyError).not.toBe(BodyError);
  expect(new copy.StaleClaimError("key")).toBeInstanceOf(StaleClaimError);
  expect(new Error("x")).not.toBeInstanceOf(StaleClaimError);
  const { log, codes } = memoryLog();
  const response = await createReceiver({ secret, log }).handle({
    method: "POST",
    headers: { "content-type": "application/json" },
    body: () => Promise.reject(new copy.BodyError("body_already_parsed", "parsed")),
  });
  expect(response.status).toBe(500);
  expect(codes()).toEqual(["body_already_parsed"]);
});

it("does not take an error for an instance of a subclass that it does not extend", () => {
  class OwnBodyError extends BodyError {}
  expect(new OwnBodyError("body_too_large", "x")).toBeInstanceOf(OwnBodyError);
  expect(new OwnBodyError("body_too_large", "x")).toBeInstanceOf(BodyError);
  expect(new BodyError("body_too_large", "x")).not.toBeInstanceOf(OwnBodyError);
  class OwnStaleError extends StaleClaimError {}
  expect(new OwnStaleError("key")).toBeInstanceOf(OwnStaleError);
  expect(new OwnStaleError("key")).toBeInstanceOf(StaleClaimError);
  expect(new StaleClaimError("key")).not.toBeInstanceOf(OwnStaleError);
});
