import { expect, test } from "vitest";
import { wrapText } from "./wrap.js";

test("breaks between words, and leaves long ones whole", () => {
  expect(wrapText("one two three", 7)).toEqual(["one two", "three"]);
  expect(wrapText("a whsec_0123456789 b", 5)).toEqual(["a", "whsec_0123456789", "b"]);
  expect(wrapText("", 5)).toEqual([""]);
  expect(wrapText("as it is", Infinity)).toEqual(["as it is"]);
});

test("keeps line breaks and indents, and hangs what follows", () => {
  expect(wrapText("  one two\nthree", 6)).toEqual(["  one", "  two", "three"]);
  expect(wrapText("one two three", 9, { hanging: 4 })).toEqual(["one two", "    three"]);
});
