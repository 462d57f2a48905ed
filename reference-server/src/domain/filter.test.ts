import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { query, type JSONValue } from "json-p3";
import { describe, expect, it } from "vitest";
import { ApiError } from "../errors.js";
import { parseExactly } from "./exact-number.js";
import { compileFilter } from "./filter.js";
import { FilterWork } from "./filter-work.js";

function isMatch(filter: unknown, body: unknown): boolean {
  return isTextMatch(JSON.stringify(filter), JSON.stringify(body));
}

function isTextMatch(filter: string, body: string, work = new FilterWork()): boolean {
  return compileFilter(filter).passes(parseExactly(body), work);
}

const order = {
  id: "ord_1",
  amount: 250,
  paid: true,
  note: null,
  customer: { country: "AT", tags: ["vip", "new"] },
  items: [
    { sku: "A-1", quantity: 2, price: 10 },
    { sku: "B-2", quantity: 9, price: 95 },
  ],
};

describe("compileFilter", () => {
  it.each<[unknown, boolean]>([
    [{}, true],
    [{ "$.id": "ord_1" }, true],
    [{ "$.id": "ord_2" }, false],
    [{ "$.amount": 250 }, true],
    [{ "$.amount": 250.0 }, true],
    [{ "$.amount": "250" }, false],
    [{ "$.paid": true, "$.amount": 250 }, true],
    [{ "$.paid": true, "$.amount": 251 }, false],
    [{ "$.note": null }, true],
    [{ "$.missing": null }, false],
    [{ "$.customer.tags": ["vip", "new"] }, true],
    [{ "$.customer.tags": ["new", "vip"] }, false],
    [{ "$.customer.tags[0]": "vip" }, true],
    [{ "$.customer.tags[-1]": "new" }, true],
    [{ "$.customer.tags[2]": "vip" }, false],
    [{ "$.customer['country']": "AT" }, true],
    [{ "$['items'][*]['sku','price']": "B-2" }, true],
    [{ "$.items[*].sku": "B-2" }, true],
    [{ "$.items[*].sku": "C-3" }, false],
    [{ "$[*].country": "AT" }, true],
    [{ "$.customer": { $eq: { tags: ["vip", "new"], country: "AT" } } }, true],
    [{ "$.customer": { $eq: { country: "AT" } } }, false],
    [{ $: { $exists: true } }, true],
  ])("%j is %s", (filter, expected) => {
    expect(isMatch(filter, order)).toBe(expected);
  });

  it.each<[unknown, boolean]>([
    [{ "$.amount": { $gt: 249 } }, true],
    [{ "$.amount": { $gt: 250 } }, false],
    [{ "$.amount": { $gte: 250 } }, true],
    [{ "$.amount": { $lt: 250 } }, false],
    [{ "$.amount": { $lte: 250 } }, true],
    [{ "$.amount": { $gt: 100, $lt: 300 } }, true],
    [{ "$.amount": { $gt: "100" } }, false],
    [{ "$.id": { $gt: "ord_0", $lt: "ord_2" } }, true],
    [{ "$.id": { $gt: 0 } }, false],
    [{ "$.items[*].price": { $gt: 20, $lt: 90 } }, false],
    [{ "$.items[*].price": { $in: [1, 95] } }, true],
    [{ "$.items[*].price": { $in: [] } }, false],
    [{ "$.items[*]": { $in: [1, {}, { price: 95, sku: "B-2", quantity: 9 }] } }, true],
    [{ "$.items[*]": { $in: [1, {}, { price: 95, sku: "B-2" }] } }, false],
    [{ "$.customer.tags": { $in: [["vip"], ["vip", "new"]] } }, true],
    [{ "$.note": { $in: [0, null] } }, true],
    [{ "$.note": { $in: [{}, "null"] } }, false],
    [{ "$.customer.country": { $nin: ["DE", "CH"] } }, true],
    [{ "$.customer.country": { $nin: ["DE", "AT"] } }, false],
    [{ "$.items[*].sku": { $ne: "A-1" } }, false],
    [{ "$.items[*].sku": { $ne: "C-3" } }, true],
    [{ "$.missing": { $ne: "anything" } }, true],
    [{ "$.items[*].price": { $gt: 90, $ne: 10 } }, false],
    [{ "$.items[*].price": { $gt: 90, $ne: 11 } }, true],
    [{ "$.note": { $exists: true } }, true],
    [{ "$.missing": { $exists: false } }, true],
    [{ "$.note": { $exists: false } }, false],
    [{ "$.id": { $prefix: "ord_" } }, true],
    [{ "$.id": { $prefix: "ORD_" } }, false],
    [{ "$.amount": { $prefix: "2" } }, false],
  ])("operators: %j is %s", (filter, expected) => {
    expect(isMatch(filter, order)).toBe(expected);
  });

  it.each<[unknown, boolean]>([
    [{ $or: [{ "$.amount": 1 }, { "$.amount": 250 }] }, true],
    [{ $or: [{ "$.amount": 1 }, { "$.amount": 2 }] }, false],
    [{ $or: [{ "$.amount": 250 }], "$.paid": false }, false],
    [{ $or: [{ $or: [{ "$.amount": 250 }] }, { "$.paid": false }] }, true],
  ])("$or: %j is %s", (filter, expected) => {
    expect(isMatch(filter, order)).toBe(expected);
  });

  it("orders strings by code point, as RFC 9535 does, where UTF-16 would not", () => {
    expect(isMatch({ $: { $gt: "\uFFFD" } }, "\u{1F600}")).toBe(true);
  });

  it("looks only at a body's own members", () => {
    const body: unknown = JSON.parse('{"__proto__":{"admin":true}}');
    expect(isMatch({ "$.constructor": { $exists: true } }, {})).toBe(false);
    expect(isMatch({ "$.admin": true }, body)).toBe(false);
    expect(isMatch({ "$['__proto__'].admin": true }, body)).toBe(true);
  });

  it.each([null, 1, "text", [], true])("does not trip over the bare body %j", (body) => {
    expect(isMatch({ "$.a[0].b[*]": 1 }, body)).toBe(false);
  });

  it("does not trip over a deeply nested body", () => {
    const body = "[".repeat(50_000) + "]".repeat(50_000);
    expect(isTextMatch('{"$[*][*]":{"$eq":[[[[]]]]}}', body)).toBe(false);
  });
});

describe("equality", () => {
  const values = fc.jsonValue({ maxDepth: 3, noUnicodeString: false, depthSize: "small" });

  it("is that of JSON, alone and in a list", () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 4 }), values, (listed, body) => {
        const expected = listed.some((value) => isDeepStrictEqual(plus(value), plus(body)));
        expect(isMatch({ $: { $in: listed } }, body)).toBe(expected);
        expect(isMatch({ $: { $in: listed } }, structuredClone(listed[0]))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  /** -0 is 0 in JSON. */
  const plus = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

  it("costs the same whether a list is short or long", () => {
    const body = JSON.stringify(Array.from({ length: 30_000 }, (_, n) => [n + 5000]));
    const visitsOf = (length: number) => {
      const work = new FilterWork();
      const filter = JSON.stringify({ "$[*]": { $in: Array.from({ length }, (_, n) => [n]) } });
      expect(isTextMatch(filter, body, work)).toBe(false);
      return work.visits;
    };
    expect(visitsOf(500)).toBe(visitsOf(1));
  });
});

describe("invalid_filter", () => {
  const nested = (levels: number): unknown => (levels === 1 ? { "$.a": 1 } : { $or: [nested(levels - 1)] });
  const list = (levels: number): unknown => (levels === 0 ? 1 : [list(levels - 1)]);
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`$.f${n}`, n]));

  it.each<[string, unknown, string]>([
    ["not an object", [], "body/filter"],
    ["null", null, "body/filter"],
    ["not a path", { amount: 1 }, "body/filter/amount"],
    ["an empty path", { "": 1 }, "body/filter/"],
    ["a broken path", { "$.a[": 1 }, "body/filter/$.a["],
    ["a filter expression", { "$.a[?@.b > 1]": 1 }, "body/filter/$.a[?@.b > 1]"],
    ["a slice", { "$.a[0:2]": 1 }, "body/filter/$.a[0:2]"],
    ["a descendant", { "$..a": 1 }, "body/filter/$..a"],
    ["a function", { "$[?length(@) > 1]": 1 }, "body/filter/$[?length(@) > 1]"],
    ["no operator", { "$.a": {} }, "body/filter/$.a"],
    ["an unknown operator", { "$.a": { $regex: "x" } }, "body/filter/$.a/$regex"],
    ["a member where an operator belongs", { "$.a": { b: 1 } }, "body/filter/$.a/b"],
    ["the name of an inherited member", { "$.a": { constructor: 1 } }, "body/filter/$.a/constructor"],
    ["an order of null", { "$.a": { $gt: null } }, "body/filter/$.a/$gt"],
    ["a number that no double holds", '{"$.a":{"$lt":1e999}}', "body/filter/$.a/$lt"],
    ["such a number inside a value", '{"$.a":{"$in":[[-1e999]]}}', "body/filter/$.a/$in"],
    ["such a number as a literal", '{"$.a":2e308}', "body/filter/$.a"],
    ["a long number instead of a filter", "12345678901234567890", "body/filter"],
    ["$in without a list", { "$.a": { $in: 1 } }, "body/filter/$.a/$in"],
    ["$exists without a boolean", { "$.a": { $exists: 1 } }, "body/filter/$.a/$exists"],
    ["$prefix without a string", { "$.a": { $prefix: 1 } }, "body/filter/$.a/$prefix"],
    ["$or without a list", { $or: { "$.a": 1 } }, "body/filter/$or"],
    ["an empty $or", { $or: [] }, "body/filter/$or"],
    ["a fault inside $or", { $or: [{ "$.a": 1 }, { "$.b/c~d": { $x: 1 } }] }, "body/filter/$or/1/$.b~1c~0d"],
    ["21 conditions", many(21), "body/filter/$.f20"],
    ["9 levels of $or", nested(9), `body/filter${"/$or/0".repeat(8)}`],
    ["9 levels in a value", { "$.a": list(9) }, "body/filter/$.a"],
    ["9 levels in an operand", { "$.a": { $eq: list(9) } }, "body/filter/$.a/$eq"],
    ["9 segments", { "$.a.b.c.d.e.f.g.h.i": 1 }, "body/filter/$.a.b.c.d.e.f.g.h.i"],
    ["21 selectors", { [`$[${"0,".repeat(20)}0]`]: 1 }, `body/filter/$[${"0,".repeat(20)}0]`],
    ["more than 4 KB", { "$.a": "x".repeat(4090) }, "body/filter"],
  ])("refuses %s", (_what, filter, path) => {
    const refusal = refusalOf(filter);
    expect(refusal.code).toBe("invalid_filter");
    expect(refusal.extra.details?.map((detail) => detail.path)).toEqual([path]);
    expect(refusal.extra.details?.[0]?.message).not.toBe("");
  });

  it.each<[string, unknown]>([
    ["20 conditions", many(20)],
    ["8 levels of filters", nested(8)],
    ["8 levels in a value", { "$.a": list(8) }],
    ["8 segments", { "$.a.b.c.d.e.f.g.h": 1 }],
    ["4 KB", { "$.a": "x".repeat(4096 - '{"$.a":""}'.length) }],
  ])("accepts %s", (_what, filter) => {
    expect(isMatch(filter, {})).toBe(false);
  });

  it("does not crash on a filter as deep as a request can make it", () => {
    for (const levels of [200, 100_000]) {
      const deep = '{"$or":['.repeat(levels) + "{}" + "]}".repeat(levels);
      expect(refusalOf(deep).code).toBe("invalid_filter");
      expect(refusalOf(`{"$.a":${"[".repeat(levels)}${"]".repeat(levels)}}`).code).toBe("invalid_filter");
    }
  });

  it("measures a filter before it parses it", () => {
    const refusal = refusalOf(`{"$.a":[${"1,".repeat(2_000_000)}`);
    expect(refusal.extra.details).toEqual([
      { path: "body/filter", message: "is 4000008 bytes of JSON (maximum 4096)" },
    ]);
  });

  it("refuses or accepts any object, and nothing else happens", () => {
    const keys = fc.oneof(fc.constantFrom("$", "$.a", "$or", "$.a[*]", "$..a"), fc.string());
    const filters = fc.dictionary(keys, fc.jsonValue());
    fc.assert(
      fc.property(filters, fc.jsonValue(), (filter, body) => {
        try {
          expect(typeof isMatch(filter, body)).toBe("boolean");
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
        }
      }),
    );
  });
});

describe("paths", () => {
  const segment = fc.constantFrom(".a", ".b", "[0]", "[-1]", "[*]", "['a','b']", "[0,'a',1]");
  const paths = fc.array(segment, { maxLength: 4 }).map((segments) => `$${segments.join("")}`);
  const names = fc.constantFrom("a", "b", "c");
  const { value: bodies } = fc.letrec((tie) => ({
    leaf: fc.constantFrom(0, 1, "x", null, true),
    value: fc.oneof(
      { maxDepth: 4 },
      tie("leaf"),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(names, tie("value"), { maxKeys: 3 }),
    ),
  }));

  it("select what the RFC 9535 library itself selects", () => {
    fc.assert(
      fc.property(paths, bodies, (path, body) => {
        const selected = query(path, body as JSONValue).values();
        expect(isMatch({ [path]: { $in: [0, "x"] } }, body)).toBe(
          selected.some((node) => node === 0 || node === "x"),
        );
        expect(isMatch({ [path]: { $exists: true } }, body)).toBe(selected.length > 0);
      }),
      { numRuns: 500 },
    );
  });
});

function refusalOf(filter: unknown): ApiError {
  try {
    compileFilter(typeof filter === "string" ? filter : JSON.stringify(filter));
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("the filter was accepted");
}
