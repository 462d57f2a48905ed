import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readOpenApi } from "./read-openapi.js";

const folder = mkdtempSync(join(tmpdir(), "harbor-openapi-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, "openapi.yaml");

async function read(document: string) {
  writeFileSync(file, document);
  return await readOpenApi(file);
}

/** A document of one webhook whose body has this schema. */
const withSchema = (schema: object, schemas: object = {}) =>
  JSON.stringify({
    openapi: "3.1.0",
    webhooks: { "order.created": { post: { requestBody: { content: { "application/json": { schema } } } } } },
    components: { schemas },
  });

const YAML = `
openapi: 3.1.0
info: { title: Orders, version: "1" }
webhooks:
  order.created:
    post:
      summary: An order was placed.
      deprecated: true
      tags: [orders, shop]
      requestBody: { $ref: "#/components/requestBodies/Order" }
  order.lost: { $ref: "#/components/pathItems/Lost" }
components:
  pathItems:
    Lost: { post: { description: An order was lost. } }
  requestBodies:
    Order:
      content:
        application/json; charset=utf-8:
          schema: { $ref: "#/components/schemas/Order" }
          examples:
            small: { $ref: "#/components/examples/Small" }
  examples:
    Small: { value: { id: "1" } }
  schemas:
    Order:
      type: object
      required: [id]
      properties:
        id: { type: string }
        buyer: { $ref: "#/components/schemas/Person" }
        partners: { type: array, items: { $ref: "#/components/schemas/Person" } }
    Person:
      type: object
      discriminator: { propertyName: kind, mapping: { a: "#/components/schemas/Person" } }
      properties:
        manager: { $ref: "#/components/schemas/Person" }
`;

describe("webhooks of an OpenAPI document", () => {
  it("become event types, with schemas that stand alone", async () => {
    expect(await read(YAML)).toEqual([
      {
        type: "order.created",
        description: "An order was placed.",
        deprecated: true,
        group: "orders",
        example: { id: "1" },
        schema: {
          type: "object",
          required: ["id"],
          properties: {
            id: { type: "string" },
            buyer: { $ref: "#/$defs/Person" },
            partners: { type: "array", items: { $ref: "#/$defs/Person" } },
          },
          $defs: { Person: { type: "object", properties: { manager: { $ref: "#/$defs/Person" } } } },
        },
      },
      { type: "order.lost", description: "An order was lost.", schema: null },
    ]);
  });

  it("keep properties that are named as keywords, and values that look like references", async () => {
    const schema = {
      properties: { discriminator: { const: { $ref: "#/nowhere" } }, xml: { type: "string" }, default: true },
      default: { $ref: "#/nowhere" },
    };
    expect((await read(withSchema(schema)))[0]?.schema).toEqual(schema);
  });

  it("have one definition for each target, with names that differ", async () => {
    const schema = {
      items: [1, 2].map(() => ({
        anyOf: ["#/components/schemas/A~1B", "#/components/schemas/A/properties/A_B"].map(($ref) => ({
          $ref,
        })),
      })),
    };
    const schemas = { "A/B": { type: "null" }, A: { properties: { A_B: { type: "string" } } } };
    const [found] = await read(withSchema(schema, schemas));
    expect(found?.schema?.["$defs"]).toEqual({ A_B: { type: "null" }, A_B_2: { type: "string" } });
  });
});

describe("a document that cannot be used", () => {
  it.each([
    ["not: [closed", /is not YAML or JSON/],
    ["[]", /is not an OpenAPI document of version 3\.1 or newer/],
    ['{"openapi":"3.0.3","webhooks":{}}', /3\.1 or newer/],
    ['{"openapi":"3.1.0","paths":{}}', /has no webhooks/],
    ['{"openapi":"3.1.0","webhooks":{"a":{}}}', /the webhook a has no post operation/],
    ['{"openapi":"3.1.0","webhooks":{"a":7}}', /the webhook a is not described as OpenAPI defines it/],
    ['{"openapi":"3.1.0","webhooks":{"a":{"$ref":"#/webhooks/a"}}}', /the webhook a has no post operation/],
    [
      '{"openapi":"3.1.0","webhooks":{"a":{"post":{"requestBody":{"content":{"text/plain":{}}}}}}}',
      /has no content of type application\/json/,
    ],
    [
      withSchema({ $ref: "#/components/schemas/Missing" }),
      /refers to #\/components\/schemas\/Missing, which does not exist/,
    ],
    [
      withSchema({ items: { $ref: "./order.yaml#/Order" } }),
      /refers to \.\/order\.yaml#\/Order, which is another document/,
    ],
  ])("%s", async (document, message) => {
    await expect(read(document)).rejects.toThrow(message);
  });
});
