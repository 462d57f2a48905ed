import type { EventType } from "@harbor/client";
import { describe, expect, it } from "vitest";
import { errorsIn } from "../../../../tools/typescript-snippets.js";
import { eventsModule, FORMATS } from "./events-module.js";

const entry = (type: string, schema: EventType["schema"], fields: Partial<EventType> = {}): EventType => ({
  type,
  description: null,
  group: null,
  visibility: "public",
  schema,
  example: null,
  deprecated: false,
  validation: "off",
  ...fields,
});

/** The messages alone. */
const errors = (sources: string[]) =>
  errorsIn(sources, { folder: new URL(".", import.meta.url) }).map((error) =>
    error.split("export {};\n").at(-1),
  );

/** The declarations, without the object of events and its helper. */
const declarationsOf = (source: string) =>
  source.slice(source.indexOf("\n\n") + 2, source.indexOf("\nexport const events"));

const STRING = { type: "string" };

/** Everything that schemas can have in them. */
const KITCHEN_SINK = {
  type: "object",
  required: ["id", "undeclared"],
  properties: {
    id: STRING,
    count: { type: ["integer", "null"] },
    mixed: { enum: ["a", 1, null, true] },
    objects: { const: { a: [1, "x"] } },
    none: { enum: [] },
    list: { items: { anyOf: [STRING, { type: "number" }] } },
    pair: { prefixItems: [STRING, { type: "number" }], minItems: 1 },
    map: { type: "object", additionalProperties: { $ref: "#/$defs/node" } },
    partly: { ...{ type: "object", properties: { a: STRING } }, additionalProperties: { type: "number" } },
    both: { allOf: [{ $ref: "#/$defs/node" }, { properties: { extra: STRING } }], required: ["extra"] },
    either: { properties: { a: STRING }, oneOf: [{ required: ["a"] }, { required: ["b"] }] },
    empty: { type: "object", additionalProperties: false },
    any: {},
    never: false,
    unresolved: { $ref: "https://example.com/schema" },
    "odd-name": { not: STRING },
    ["__proto__"]: STRING,
    constructor: { if: STRING, then: { minLength: 1 } },
  },
  $defs: {
    node: {
      type: "object",
      properties: { next: { $ref: "#/$defs/node" }, other: { $ref: "#/$defs/other" }, root: { $ref: "#" } },
    },
    other: {
      type: "object",
      properties: { back: { anyOf: [{ $ref: "#/$defs/node" }, { type: "null" }] } },
      required: ["back"],
    },
  },
};

/** Text that would be code if it could end the comment or the string that it is in. */
const HOSTILE = '*/ evil(); /* \u2028 evil();\r\n"; `${evil()}`; // */';
const HOSTILE_SCHEMA = {
  type: "object",
  description: HOSTILE,
  properties: {
    [HOSTILE]: { enum: [HOSTILE], description: HOSTILE },
    a: { $ref: `#/$defs/${encodeURIComponent(HOSTILE).replaceAll("%2F", "~1")}` },
  },
  $defs: { [HOSTILE]: { type: "object", properties: { [HOSTILE]: { const: HOSTILE } } } },
};

it("modules compile for every kind of schema, with every text in it", { timeout: 60_000 }, () => {
  const names = ["order.created", "order_created", "1.2", "z", "string", "record", "array"];
  const sources = FORMATS.map((format) =>
    eventsModule([...names.map((name) => entry(name, KITCHEN_SINK)), entry("any", null)], format),
  );
  const hostile = FORMATS.map((format) =>
    eventsModule([entry("order.created", HOSTILE_SCHEMA, { description: HOSTILE })], format),
  );
  expect(errors([...sources, ...hostile])).toEqual([]); // a call of evil() would be an unknown name
  for (const source of sources) expect(source).toContain("export type OrderCreated2 =");
  for (const source of hostile) expect(source.match(/evil/g)?.length).toBeGreaterThan(10);
});

describe.each(FORMATS)("a module of %s", (format) => {
  it("is empty for an empty catalogue", () => {
    expect(eventsModule([], format)).toMatch(/export const events = \{\};\n$/);
  });

  it("declares the same definition of two schemas once, and different ones apart", () => {
    const withAddress = (address: object) => ({
      type: "object",
      properties: { to: { $ref: "#/$defs/Address" } },
      $defs: { Address: address },
    });
    const source = eventsModule(
      [
        entry("a", withAddress(STRING)),
        entry("b", withAddress(STRING)),
        entry("c", withAddress({ type: "null" })),
      ],
      format,
    );
    expect(source.match(/export type (\w+)/g)).toEqual(
      ["Address", "A", "B", "CAddress", "C"].map((name) => `export type ${name}`),
    );
  });
});

it("types are written as a person would", () => {
  const schema = {
    type: "object",
    description: "An order.\nWith two lines.",
    required: ["id", "status"],
    properties: {
      id: STRING,
      status: { enum: ["open", "paid"], description: "Where it is." },
      lines: {
        type: "array",
        items: {
          type: "object",
          required: ["sku"],
          properties: { sku: STRING, old: { ...STRING, deprecated: true } },
        },
      },
    },
  };
  const source = eventsModule([entry("order.created", schema)], "types");
  expect(declarationsOf(source)).toBe(`/**
 * An order.
 * With two lines.
 */
export type OrderCreated = {
  id: string;
  /** Where it is. */
  status: "open" | "paid";
  lines?: {
    sku: string;
    /** @deprecated */
    old?: string;
  }[];
};
`);
});
