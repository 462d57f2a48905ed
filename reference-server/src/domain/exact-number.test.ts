import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExactly } from "./exact-number.js";
import { compileFilter } from "./filter.js";
import { FilterWork } from "./filter-work.js";

function isTextMatch(filter: string, body: string): boolean {
  return compileFilter(filter).passes(parseExactly(body), new FilterWork());
}

describe("numbers", () => {
  it.each<[filter: string, body: string, expected: boolean]>([
    ['{"$.id":12345678901234567890}', '{"id":12345678901234567890}', true],
    ['{"$.id":12345678901234567890}', '{"id":12345678901234567891}', false],
    ['{"$.id":12345678901234567890}', '{"id":12345678901234567000}', false],
    ['{"$.id":12345678901234567890}', '{"id":"12345678901234567890"}', false],
    ['{"$.id":12345678901234567890}', '{"id":1.2345678901234567890e19}', true],
    ['{"$.id":9007199254740993}', '{"id":9007199254740992}', false],
    ['{"$.id":9007199254740992}', '{"id":9007199254740993}', false],
    ['{"$.id":-9007199254740993}', '{"id":-9007199254740993}', true],
    ['{"$.id":{"$ne":9007199254740993}}', '{"id":9007199254740992}', true],
    ['{"$.id":{"$in":[1,9007199254740993]}}', '{"id":9007199254740993}', true],
    ['{"$.id":{"$in":[1,9007199254740993]}}', '{"id":9007199254740992}', false],
    ['{"$.id":{"$nin":[9007199254740993]}}', '{"id":9007199254740993}', false],
    ['{"$.id":{"$gt":9007199254740992}}', '{"id":9007199254740993}', true],
    ['{"$.id":{"$gt":9007199254740993}}', '{"id":9007199254740993}', false],
    ['{"$.id":{"$gte":9007199254740993}}', '{"id":9007199254740993}', true],
    ['{"$.id":{"$lt":9007199254740993}}', '{"id":9007199254740992}', true],
    ['{"$.id":{"$lt":-9007199254740992}}', '{"id":-9007199254740993}', true],
    ['{"$.id":{"$lte":1}}', '{"id":-1e400}', true],
    ['{"$.id":{"$gt":1}}', '{"id":1e400}', true],
    ['{"$.id":{"$gt":0}}', '{"id":1e-400}', true],
    ['{"$.id":{"$lt":"1"}}', '{"id":12345678901234567890}', false],
    ['{"$.rate":0.1}', '{"rate":0.10000000000000001}', false],
    ['{"$.rate":0.10000000000000001}', '{"rate":0.100000000000000010}', true],
    ['{"$.rate":0.1}', '{"rate":0.1000000000000000}', true],
    ['{"$.rate":1}', '{"rate":1.0000000000000000e0}', true],
    ['{"$.zero":0}', '{"zero":-0.0000000000000000e5}', true],
    ['{"$.list":[1,[9007199254740993]]}', '{"list":[1,[9007199254740993.0]]}', true],
    ['{"$.list":[1,[9007199254740993]]}', '{"list":[1,[9007199254740992]]}', false],
    ['{"$[*].id":9007199254740993}', '[{"id":9007199254740992},{"id":9007199254740993}]', true],
    ['{"$.id.sign":{"$exists":true}}', '{"id":12345678901234567890}', false],
    ['{"$.id[*]":{"$exists":true}}', '{"id":12345678901234567890}', false],
    ['{"$[*]":12345678901234567890}', '{"\\u0000n1":12345678901234567890}', true],
    ['{"$.text":12345678901234567890}', '{"text":"\\u0000n12345678901234567890"}', false],
    ['{"$.text":"\\u0000n12345678901234567890"}', '{"text":"\\u0000n12345678901234567890"}', true],
  ])("compare as they are written: %s on %s is %s", (filter, body, expected) => {
    expect(isTextMatch(filter, body)).toBe(expected);
  });

  it("of any size and form compare like their values", () => {
    const digits = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
    fc.assert(
      fc.property(digits, digits, (a, b) => {
        expect(isTextMatch(`{"$":{"$gt":${a}}}`, String(b))).toBe(b > a);
        expect(isTextMatch(`{"$":${a}}`, String(b))).toBe(a === b);
        expect(isTextMatch(`{"$":${a}.0}`, `${a}.00`)).toBe(true);
      }),
    );
  });

  it("of doubles keep their values", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseExactly(JSON.stringify({ value }))).toEqual(JSON.parse(JSON.stringify({ value })));
      }),
    );
  });
});
