import { describe, expect, it } from "vitest";
import { compareSchemas } from "./compare-schemas.js";
import type { JsonSchema } from "./json-schema.js";

/** The changes as lines, the breaking ones with an exclamation mark. */
function changes(before: JsonSchema, after: JsonSchema): string[] {
  return compareSchemas(before, after).map(
    ({ path, message, breaking }) => `${breaking ? "! " : ""}${path} ${message}`,
  );
}

const object = (properties: object, required: string[] = []) => ({ type: "object", properties, required });
const STRING = { type: "string" };

describe("properties", () => {
  it("removed and newly optional ones are breaking, added and newly required ones are not", () => {
    const before = object({ a: STRING, b: STRING, c: STRING }, ["a", "b"]);
    const after = object({ b: STRING, c: STRING, d: STRING }, ["c", "d"]);
    expect(changes(before, after)).toEqual([
      "! body/a was removed",
      "! body/b was required, and is optional now",
      "body/d was added",
    ]);
  });

  it("are compared in depth, with the place as a pointer", () => {
    const lines = (sku: object) => object({ lines: { type: "array", items: object({ "a/b": sku }) } });
    expect(changes(lines(STRING), lines({ type: "integer" }))).toEqual([
      "! body/lines/*/a~1b was string, and may be integer now",
    ]);
  });

  it("that moved to the additional ones have their type", () => {
    const after = (type: string) => ({ type: "object", additionalProperties: { type } });
    expect(changes(object({ a: STRING }), after("string"))).toEqual([]);
    expect(changes(object({ a: STRING }), after("number"))).toEqual([
      "! body/a was string, and may be number now",
    ]);
    expect(changes(after("string"), { type: "object" })).toEqual([
      "! body/* was string, and may be anything now",
    ]);
  });

  it("of an object that was closed can be added: readers ignore them", () => {
    const closed = { ...object({ a: STRING }), additionalProperties: false };
    expect(changes(closed, object({ a: STRING, b: STRING }))).toEqual(["body/b was added"]);
  });
});

describe("types and values", () => {
  it.each<[JsonSchema, JsonSchema, string[]]>([
    [STRING, { type: ["string", "null"] }, ["! body was string, and may be null now"]],
    [{ type: ["string", "null"] }, STRING, ["body is string now"]],
    [{ type: "number" }, { type: "integer" }, ["body is integer now"]],
    [{ type: "integer" }, { type: "number" }, ["! body was integer, and may be number now"]],
    [STRING, true, ["! body was string, and may be anything now"]],
    [true, STRING, ["body is string now"]],
    [{ enum: ["a", "b"] }, { enum: ["b", "a"] }, []],
    [{ enum: ["a"] }, { enum: ["a", "b"] }, ['! body may be "b" now']],
    [{ enum: ["a", "b"] }, { const: "a" }, ["body has fewer values"]],
    [{ const: 1 }, { const: 2 }, ["! body may be 2 now"]],
    [{ const: "a" }, STRING, ["! body may be any value now, not only one of a list"]],
    [STRING, { enum: ["a"] }, ["body is one of 1 values now"]],
    [STRING, { enum: [1] }, ["! body was string, and may be integer now"]],
    [false, STRING, ["! body can occur now"]],
    [STRING, false, ["body does not occur any more"]],
  ])("%j -> %j", (before, after, expected) => {
    expect(changes(before, after)).toEqual(expected);
  });
});

describe("restrictions", () => {
  it.each<[object, object, string[]]>([
    [{ maxLength: 5 }, { maxLength: 9 }, ["! body has another maxLength: 9 instead of 5"]],
    [{ maxLength: 9 }, { maxLength: 5 }, ["body has another maxLength: 5 instead of 9"]],
    [{ minLength: 1 }, {}, ["! body has another minLength: none instead of 1"]],
    [{}, { minLength: 1 }, ["body has another minLength: 1 instead of none"]],
    [{ format: "email" }, { format: "uri" }, ["! body has another format"]],
    [{ pattern: "^a" }, {}, ["! body has no pattern any more"]],
    [{}, { not: { const: "a" } }, ["body has not now"]],
  ])("%j -> %j", (before, after, expected) => {
    expect(changes({ type: "string", ...before }, { type: "string", ...after })).toEqual(expected);
  });

  it("notes do not count", () => {
    const notes = { title: "T", description: "D", default: "x", examples: ["y"], deprecated: true };
    expect(changes(STRING, { ...STRING, ...notes })).toEqual([]);
  });
});

describe("variants", () => {
  const card = object({ kind: { const: "card" }, last4: STRING }, ["kind", "last4"]);
  const invoice = object({ kind: { const: "invoice" } }, ["kind"]);

  it("can be left out, and not added", () => {
    expect(changes({ oneOf: [card] }, { anyOf: [invoice, card] })).toEqual(["! body has another variant"]);
    expect(changes({ oneOf: [card, invoice] }, card)).toEqual(["body has fewer variants"]);
    expect(changes(card, { oneOf: [card] })).toEqual([]);
  });

  it("are matched regardless of their order, and changes shown within them", () => {
    expect(changes({ oneOf: [card, invoice] }, { oneOf: [invoice, card] })).toEqual([]);
    const changed = object({ kind: { const: "card" } }, ["kind"]);
    expect(changes({ oneOf: [card, invoice] }, { oneOf: [changed, invoice] })).toEqual([
      "! body/last4 was removed",
    ]);
  });

  it("have the properties beside them", () => {
    const base = object({ id: STRING }, ["id"]);
    expect(changes({ ...base, oneOf: [card, invoice] }, { oneOf: [card, invoice] })).toEqual([
      "! body/id was removed",
    ]);
  });
});

describe("references", () => {
  const tree = (value: object) => ({
    $ref: "#/$defs/Tree",
    $defs: {
      Tree: object({ value, children: { type: "array", items: { $ref: "#/$defs/Tree" } } }, ["value"]),
    },
  });

  it("are followed, in circles too", () => {
    expect(changes(tree(STRING), tree(STRING))).toEqual([]);
    expect(changes(tree(STRING), tree({ type: "null" }))).toEqual([
      "! body/value was string, and may be null now",
    ]);
    expect(changes({ $ref: "#" }, { $ref: "#" })).toEqual([]);
  });

  it("and allOf are the same as their targets", () => {
    const split = {
      allOf: [object({ a: STRING }, ["a"]), { $ref: "#/$defs/B" }],
      $defs: { B: object({ b: STRING }, ["b"]) },
    };
    expect(changes(split, object({ a: STRING, b: STRING }, ["a", "b"]))).toEqual([]);
    expect(changes(split, object({ a: STRING, b: STRING }, ["b"]))).toEqual([
      "! body/a was required, and is optional now",
    ]);
  });

  it("that multiply themselves end", () => {
    const self = { next: { $ref: "#" } };
    const multiplied = { ...object(self), anyOf: [object(self), object({ ...self, more: STRING })] };
    expect(changes(multiplied, { ...multiplied, required: ["next"] }).length).toBeGreaterThan(0);
  });
});
