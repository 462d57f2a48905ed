import { describe, expect, it } from "vitest";
import { compileSchema } from "./compile-schema.js";
import { SchemaError } from "./schema-error.js";
import { TooCostlyError } from "./schema-run.js";

const LIMITS = { maxSteps: 200_000, maxFaults: 20 };

const faultsOf = (schema: unknown, value: unknown) => compileSchema(schema).validate(value, LIMITS).faults;

function refusalOf(schema: unknown): { pointer: string; message: string } {
  try {
    compileSchema(schema);
  } catch (error) {
    if (error instanceof SchemaError) return { pointer: error.pointer, message: error.message };
    throw error;
  }
  throw new Error("the schema is accepted");
}

/** Where Ajv does not follow the specification, which ajv-agreement.test.ts leaves out. */
describe("the specification", () => {
  it.each<[object, unknown, boolean]>([
    [
      { unevaluatedItems: false, if: { unevaluatedProperties: false }, else: { prefixItems: [true] } },
      [1],
      false,
    ],
    [{ unevaluatedItems: false, if: { anyOf: [{ items: true }] } }, [1], true],
    [{ prefixItems: [false], contains: false }, [], false],
    [{ unevaluatedItems: false, contains: { type: "string" } }, ["a", 1], false],
    [{ unevaluatedItems: false, contains: { type: "string" } }, ["a", "b"], true],
  ])("decides on %j and %j", (schema, value, isValid) => {
    expect(faultsOf(schema, value).length === 0).toBe(isValid);
  });
});

describe("faults", () => {
  it.each<[object, unknown, [string, string][]]>([
    [{ type: "string" }, 1, [["", "must be string"]]],
    [{ type: ["string", "null"] }, 1, [["", "must be string or null"]]],
    [{ required: ["a/b"] }, {}, [["/a~1b", "is required"]]],
    [
      { additionalProperties: false, properties: { a: true } },
      { a: 1, b: 2 },
      [["/b", "is not a known field"]],
    ],
    [
      { unevaluatedProperties: false, allOf: [{ properties: { a: true } }] },
      { a: 1, b: 2 },
      [["/b", "is not a known field"]],
    ],
    [{ properties: { a: { items: { minimum: 3 } } } }, { a: [3, 2] }, [["/a/1", "must be at least 3"]]],
    [{ enum: ["EUR", "USD"] }, "GBP", [["", 'must be one of "EUR", "USD"']]],
    [{ const: { a: [1] } }, { a: [2] }, [["", 'must be {"a":[1]}']]],
    [{ pattern: "^a+$" }, "b", [["", "must match the pattern ^a+$"]]],
    [{ not: { type: "string" } }, "x", [["", "must not match the schema of not"]]],
    [{ properties: { a: false } }, { a: 1 }, [["/a", "is not allowed"]]],
    [
      { properties: { a: { type: "string" }, b: { type: "string" } } },
      { a: 1, b: 2 },
      [
        ["/a", "must be string"],
        ["/b", "must be string"],
      ],
    ],
    [
      {
        $defs: { tree: { type: "object", properties: { next: { $ref: "#/$defs/tree" } } } },
        $ref: "#/$defs/tree",
      },
      { next: { next: 1 } },
      [["/next/next", "must be object"]],
    ],
    [
      {
        $id: "https://example.com/a",
        $defs: { b: { $id: "b", $defs: { c: { $anchor: "c", type: "string" } }, $ref: "#c" } },
        $ref: "b",
      },
      1,
      [["", "must be string"]],
    ],
  ])("%j of %j", (schema, value, expected) => {
    expect(faultsOf(schema, value)).toEqual(expected.map(([pointer, message]) => ({ pointer, message })));
  });

  it("are at most as many as asked for", () => {
    expect(
      faultsOf(
        { items: { type: "string" } },
        Array.from({ length: 50 }, () => 1),
      ),
    ).toHaveLength(20);
  });

  it("have a place of bounded length", () => {
    const [fault] = faultsOf({ additionalProperties: false }, { ["a".repeat(2000)]: 1 });
    expect(fault?.pointer).toBe(`/${"a".repeat(999)}…`);
  });

  it("never contain a part of the value", () => {
    const schema = {
      type: "object",
      properties: { a: { maxLength: 2, pattern: "^x$", enum: ["x"], const: "x", format: "email" } },
    };
    const faults = faultsOf(schema, { a: "a secret" });
    expect(faults).toHaveLength(4);
    expect(JSON.stringify(faults)).not.toContain("secret");
  });
});

describe("a schema is refused at its fault", () => {
  it.each([
    [1, "", "must be an object, true or false"],
    [{ type: "text" }, "/type", "must be one of null, boolean,"],
    [{ properties: { "a/b": { minimum: "1" } } }, "/properties/a~1b/minimum", "must be a number"],
    [{ allOf: [] }, "/allOf", "must be an array with at least one schema"],
    [{ allOf: [{ minLength: -1 }] }, "/allOf/0/minLength", "must be an integer that is not negative"],
    [{ required: ["a", "a"] }, "/required", "must be an array of different strings"],
    [{ $defs: { a: 1 } }, "/$defs/a", "must be an object, true or false"],
    [{ $ref: "https://example.com/schema" }, "/$ref", "must lead into this schema"],
    [{ $ref: "#/$defs/none" }, "/$ref", "leads to nothing"],
    [{ $ref: "#none" }, "/$ref", "leads to nothing"],
    [
      { $schema: "http://json-schema.org/draft-07/schema#" },
      "/$schema",
      "must be https://json-schema.org/draft/2020-12",
    ],
    [{ $ref: "#" }, "", "refers to itself"],
    [{ anyOf: [{ $ref: "#/$defs/a" }], $defs: { a: { not: { $ref: "#" } } } }, "", "refers to itself"],
    [{ pattern: "(" }, "/pattern", "is not a valid ECMAScript pattern"],
    [{ pattern: "(?=a)" }, "/pattern", "has a look-around"],
    [{ pattern: "(?<!a)b" }, "/pattern", "has a look-around"],
    [{ pattern: "(a)\\1" }, "/pattern", "has a back-reference"],
    [{ pattern: "(?<n>a)\\k<n>" }, "/pattern", "has a back-reference"],
    [
      { patternProperties: { "((a{1000}){1000}){1000}": true } },
      "/patternProperties/((a{1000}){1000}){1000}",
      "is too large",
    ],
  ])("%j", (schema, pointer, message) => {
    const refusal = refusalOf(schema);
    expect(refusal.pointer).toBe(pointer);
    expect(refusal.message).toContain(message);
  });
});

describe("a schema that takes long to compile is refused", () => {
  const many = <T>(length: number, of: (index: number) => T) =>
    Array.from({ length }, (_, index) => of(index));
  const classes = many(2000, (i) => `[\u4e00${String.fromCharCode(0x4e01 + i)}]`);
  it.each([
    ["many subschemas", { allOf: many(5001, () => ({})) }, "", "has more than 5000 schemas"],
    ["many classes", { pattern: classes.join("|") }, "/pattern", "is too large"],
    ["a large class", { pattern: `[${"\u4e00\u4e02".repeat(3000)}]` }, "/pattern", "is too large"],
    ["a long pattern", { pattern: "\\d".repeat(15_000) }, "/pattern", "is too large"],
    ["a long $id", { $id: `https://example.com/${"a".repeat(2048)}` }, "/$id", "must have at most 2048"],
  ])("%s", (_name, schema, pointer, message) => {
    const refusal = refusalOf(schema);
    expect(refusal.pointer).toBe(pointer);
    expect(refusal.message).toContain(message);
  });

  it("but not one that repeats the same class", () => {
    expect(faultsOf({ pattern: `^${"[0-9]".repeat(1000)}$` }, "1".repeat(1000))).toEqual([]);
  });
});

describe("the budget", () => {
  const nested = (levels: number, wrap: (value: unknown) => unknown) =>
    Array.from({ length: levels }).reduce<unknown>(wrap, null);

  /** The stalls of a compiler to code without a budget (docs/decisions/0016). */
  it.each([
    ["uniqueItems", { uniqueItems: true }, Array.from({ length: 20_000 }, (_, i) => ({ a: i }))],
    [
      "references that double with each level",
      { properties: { a: { allOf: [{ $ref: "#" }, { $ref: "#" }] } } },
      nested(60, (a) => ({ a })),
    ],
    ["a pattern that is tried at each place", { pattern: "^(a+)+$" }, `${"a".repeat(200_000)}!`],
    ["a pattern with many states", { pattern: "(?:[a-z]{1,40}){1,40}!" }, "a".repeat(200_000)],
    [
      "many names",
      { maxProperties: 1, propertyNames: { minLength: 2 } },
      Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`k${i}`, 1])),
    ],
    [
      "long names that are compared again and again",
      { allOf: Array.from({ length: 2000 }, () => ({ not: { const: {} } })) },
      { ["a".repeat(200_000)]: 1 },
    ],
    [
      "evaluated names that go up through many schemas",
      {
        unevaluatedProperties: false,
        anyOf: [
          Array.from({ length: 500 }).reduce<object>((inner) => ({ anyOf: [inner] }), {
            patternProperties: { "": true },
          }),
        ],
      },
      Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, 1])),
    ],
    ["a pattern with characters beyond ASCII", { pattern: "^\\p{L}*$" }, "é".repeat(20_000)],
    ["exact multiples", { items: { multipleOf: 1e-300 } }, Array.from({ length: 50_000 }, () => 1.7e300)],
  ])("ends %s", (_name, schema, value) => {
    const compiled = compileSchema(schema);
    expect(() => compiled.validate(value, LIMITS)).toThrow(TooCostlyError);
  });

  it("and the stack hold for the deepest body", () => {
    const schema = { $defs: { n: { items: { allOf: [{ $ref: "#/$defs/n" }] } } }, $ref: "#/$defs/n" };
    expect(
      faultsOf(
        schema,
        nested(512, (inner) => [inner]),
      ),
    ).toEqual([]);
    const deeper = [
      { items: { allOf: [{ allOf: [{ allOf: [{ $ref: "#" }] }] }] } },
      { patternProperties: { "": { anyOf: [{ anyOf: [{ $ref: "#" }], unevaluatedProperties: true }] } } },
      { patternProperties: { "": { allOf: [{ $ref: "#" }], unevaluatedProperties: true } } },
    ];
    for (const [index, levels] of deeper.entries()) {
      const value = nested(512, (inner) => (index === 0 ? [inner] : { a: inner }));
      expect(() => faultsOf(levels, value)).toThrow(TooCostlyError);
    }
  });

  it("is spent little by an ordinary body", () => {
    const schema = {
      type: "object",
      required: ["id", "amount"],
      additionalProperties: false,
      properties: {
        id: { type: "string", pattern: "^ord_[0-9A-Z]{10}$" },
        amount: { type: "integer", minimum: 0 },
        currency: { enum: ["EUR", "USD"] },
      },
    };
    const { faults, steps } = compileSchema(schema).validate(
      { id: "ord_0123456789", amount: 1, currency: "EUR" },
      LIMITS,
    );
    expect(faults).toEqual([]);
    expect(steps).toBeLessThan(150);
  });
});
