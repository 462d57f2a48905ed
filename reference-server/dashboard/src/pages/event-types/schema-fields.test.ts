import { describe, expect, it } from "vitest";
import { schemaFields } from "./schema-fields.js";

const shown = (schema: unknown) =>
  schemaFields(schema).map(({ path, type, required }) => `${path}: ${type}${required ? "" : " (optional)"}`);

describe("the fields of a schema", () => {
  it("are its properties, and those inside objects and lists", () => {
    expect(
      shown({
        type: "object",
        required: ["id", "items"],
        properties: {
          id: { type: "string", format: "uuid" },
          items: {
            type: "array",
            items: { type: "object", required: ["sku"], properties: { sku: { type: "string" } } },
          },
          customer: { type: ["object", "null"], properties: { vip: { type: "boolean" } } },
          tags: { type: "array", items: { type: "string" } },
        },
      }),
    ).toEqual([
      "id: string (uuid)",
      "items: list of object",
      "items[].sku: string",
      "customer: object or null (optional)",
      "customer.vip: boolean (optional)",
      "tags: list of string (optional)",
    ]);
  });

  it("have constants, choices and alternatives", () => {
    expect(
      shown({
        properties: {
          kind: { const: "a" },
          currency: { enum: ["eur", "usd"] },
          amount: { anyOf: [{ type: "integer" }, { type: "string" }, { type: "integer" }] },
          anything: true,
        },
      }),
    ).toEqual([
      'kind: "a" (optional)',
      'currency: one of "eur", "usd" (optional)',
      "amount: integer or string (optional)",
      "anything: any (optional)",
    ]);
  });

  it("follow references inside the document, and the parts of allOf", () => {
    const fields = schemaFields({
      allOf: [{ $ref: "#/$defs/base" }, { properties: { total: { type: "number" } } }],
      $defs: {
        base: { required: ["id"], properties: { id: { $ref: "#/$defs/a~1b" } } },
        "a/b": { type: "string", description: "An id" },
      },
    });
    expect(fields).toEqual([
      { path: "id", type: "string", required: true, description: "An id" },
      { path: "total", type: "number", required: false, description: null },
    ]);
  });

  it("end where a schema contains itself, and where there are too many", () => {
    const recursive = {
      properties: { child: { $ref: "#/$defs/node" } },
      $defs: { node: { properties: { child: { $ref: "#/$defs/node" } } } },
    };
    expect(schemaFields(recursive).length).toBeLessThan(20);
    const wide = {
      properties: Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`p${at}`, { $ref: "#" }])),
    };
    expect(schemaFields(wide)).toHaveLength(20);
    const explosive = {
      $defs: {
        node: {
          properties: Object.fromEntries(
            Array.from({ length: 20 }, (_, at) => [`p${at}`, { $ref: "#/$defs/node" }]),
          ),
        },
      },
      $ref: "#/$defs/node",
    };
    expect(schemaFields(explosive)).toHaveLength(300);
  });

  it.each([null, true, [], { properties: [] }, { properties: null, required: "id" }, { $ref: "#/nowhere" }])(
    "of %j are none",
    (schema) => {
      expect(schemaFields(schema)).toEqual([]);
    },
  );
});
