import fc, { type Arbitrary } from "fast-check";
import { openapi } from "./openapi.js";

/** Values generated from the specification's own schemas, for tests that send every kind of request that the specification allows. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  maxProperties?: number;
  additionalProperties?: boolean | Schema;
}

export interface Words {
  /** Texts that mean something to the server, by the name of the field or parameter that they fit. */
  [name: string]: Arbitrary<unknown>;
}

/** Values that the schema allows, with sizes kept small; an entry of `words` replaces the schema of its field. */
export function valuesOf(schema: Schema, words: Words = {}): Arbitrary<unknown> {
  const node = resolve(schema);
  if (node.enum !== undefined) return fc.constantFrom(...node.enum);
  const branches = node.anyOf ?? node.oneOf;
  if (branches !== undefined) return fc.oneof(...branches.map((branch) => valuesOf(branch, words)));
  const types = typeof node.type === "string" ? [node.type] : node.type;
  if (types === undefined) return fc.jsonValue({ maxDepth: 3 });
  return fc.oneof(...types.map((type) => valuesOfType(type, node, words)));
}

function valuesOfType(type: string, schema: Schema, words: Words): Arbitrary<unknown> {
  const { minimum: min = -1e6, maximum: max = 1e6 } = schema;
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
    case "number":
      return fc.double({ min, max, noNaN: true });
    case "string":
      return strings(schema);
    case "array":
      return fc.array(valuesOf(schema.items ?? {}, words), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, 4),
      });
    case "object":
      return objects(schema, words);
    default:
      throw new Error(`the type ${type} is not one of JSON`);
  }
}

function strings({ format, minLength = 0, maxLength = 40 }: Schema): Arbitrary<string> {
  if (format === "date-time")
    return fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") })
      .map((date) => date.toISOString());
  return fc.string({ unit: "binary", minLength, maxLength: Math.min(maxLength, 40) });
}

function objects({ properties = {}, required = [], additionalProperties }: Schema, words: Words) {
  const fields = Object.entries(properties).map(
    ([name, value]) => [name, words[name] ?? valuesOf(value, words)] as const,
  );
  const known = fc.record(Object.fromEntries(fields), { requiredKeys: required });
  if (additionalProperties === undefined || additionalProperties === false) return known;
  const more = fc.dictionary(
    words["*"] === undefined ? fc.string() : fc.oneof(fc.string(), words["*"] as Arbitrary<string>),
    typeof additionalProperties === "object" ? valuesOf(additionalProperties, words) : fc.jsonValue(),
    { maxKeys: 4 },
  );
  return fc.tuple(known, more).map(([first, second]) => ({ ...second, ...first }));
}

/** Now and then something else than the schema says, somewhere. */
export function bent(values: Arbitrary<unknown>): Arbitrary<unknown> {
  return fc
    .tuple(values, fc.jsonValue({ maxDepth: 2 }), fc.nat(), fc.string())
    .map(([value, other, where, name]) => bend(value, { other, where, name }));
}

function bend(value: unknown, by: { other: unknown; where: number; name: string }): unknown {
  if (typeof value !== "object" || value === null) return by.other;
  const keys = Object.keys(value);
  const key = keys[by.where % (keys.length + 1)];
  if (key === undefined)
    return Array.isArray(value) ? [...value, by.other] : { ...value, [by.name]: by.other };
  const inner = bend((value as Record<string, unknown>)[key], { ...by, where: Math.floor(by.where / 2) });
  return Array.isArray(value)
    ? value.map((item: unknown, at) => (String(at) === key ? inner : item))
    : { ...value, [key]: inner };
}

export function resolve<T extends { $ref?: string }>(node: T): T {
  if (node.$ref === undefined) return node;
  const keys = node.$ref.replace(/^#\//, "").split("/");
  return keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], openapi) as T;
}
