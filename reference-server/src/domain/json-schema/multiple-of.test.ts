import fc from "fast-check";
import { expect, it } from "vitest";
import { isMultipleOf } from "./multiple-of.js";

it.each([
  [0.0075, 0.0001, true],
  [0.00751, 0.0001, false],
  [1e308, 1e-300, true],
  [1.7e308, 5e-324, true],
  [1e300, 0.3, false],
  [1e-300, 1e300, false],
  [0, 1e-300, true],
  [-4.5, 1.5, true],
  [Infinity, 2, false],
])("%d of %d: %s", (value, divisor, expected) => {
  expect(isMultipleOf(value, divisor)).toBe(expected);
});

it("agrees with whole numbers for every number of zeros", () => {
  const parts = fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }));
  fc.assert(
    fc.property(
      parts,
      fc.integer({ min: -150, max: 150 }),
      fc.integer({ min: -150, max: 150 }),
      ([a, b], x, y) => {
        const zeros = (count: number) => 10n ** BigInt(count + 150);
        const expected = (BigInt(a) * zeros(x)) % (BigInt(b) * zeros(y)) === 0n;
        expect(isMultipleOf(Number(`${a}e${x}`), Number(`${b}e${y}`))).toBe(expected);
      },
    ),
  );
});
