import { createRequire } from "node:module";
import { expect, test } from "vitest";
import * as node from "../src/node/index.js";

const { SignatureError } = node;

test("an error of another copy of the package is an instance too, and other errors are not", () => {
  const copy = createRequire(import.meta.url)("../dist/node/index.cjs") as typeof node;
  expect(copy.SignatureError).not.toBe(SignatureError);
  const error = new copy.SignatureError("secret_invalid", "x");
  expect(error).toBeInstanceOf(SignatureError);
  expect(new SignatureError("secret_invalid", "x")).toBeInstanceOf(copy.SignatureError);
  expect(new TypeError("x")).not.toBeInstanceOf(SignatureError);
});

test("an error is not an instance of a subclass that it does not extend", () => {
  class OwnError extends SignatureError {}
  const own = new OwnError("secret_invalid", "x");
  expect(own).toBeInstanceOf(OwnError);
  expect(own).toBeInstanceOf(SignatureError);
  expect(new SignatureError("secret_invalid", "x")).not.toBeInstanceOf(OwnError);
});
