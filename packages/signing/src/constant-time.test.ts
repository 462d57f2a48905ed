import fc from "fast-check";
import { expect, test } from "vitest";
import { equalInConstantTime, includesInConstantTime } from "./constant-time.js";

const digest = fc.stringMatching(/^[0-9a-f]{64}$/);

test("agrees with === on every pair of texts", () => {
  const text = fc.oneof(digest, fc.string({ unit: "binary" }));
  fc.assert(fc.property(text, text, (left, right) => equalInConstantTime(left, right) === (left === right)));
  fc.assert(fc.property(text, (same) => equalInConstantTime(same, same)));
});

test("sees a difference in any one character, also beyond a byte", () => {
  const property = fc.property(
    digest,
    fc.nat(63),
    fc.integer({ min: 1, max: 0xffff }),
    (good, index, bits) => {
      const changed = String.fromCharCode(good.charCodeAt(index) ^ bits);
      expect(equalInConstantTime(good.slice(0, index) + changed + good.slice(index + 1), good)).toBe(false);
    },
  );
  fc.assert(property);
});

test("finds a digest at any place in the list", () => {
  const property = fc.property(fc.array(digest), digest, fc.nat(), (others, good, position) => {
    expect(includesInConstantTime(others, good)).toBe(others.includes(good));
    expect(includesInConstantTime(others.toSpliced(position % (others.length + 1), 0, good), good)).toBe(
      true,
    );
  });
  fc.assert(property);
});
