import type { EventType } from "@harbor/client";
import { isObject, resolveReference, type SchemaObject } from "./json-schema.js";

/** An event type as a file describes it. A push leaves every other field as it is on the server. */
export interface DescribedType {
  type: string;
  /** Null: any body. */
  schema: SchemaObject | null;
  description?: string;
  group?: string;
  example?: EventType["example"];
  deprecated?: boolean;
}

/** Harbor's own types, which no file can set. */
export function isReserved(type: string): boolean {
  return type.startsWith("harbor.");
}

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** An event type by its schema, with what the annotations of the schema say. */
export function describedBy(type: string, json: SchemaObject): DescribedType {
  const schema = { ...json };
  if (schema["$schema"] === DIALECT) delete schema["$schema"]; // the catalogue has no other
  return { type, schema: Object.keys(schema).length === 0 ? null : schema, ...annotationsOf(schema) };
}

function annotationsOf(schema: SchemaObject): Partial<DescribedType> {
  const target = typeof schema["$ref"] === "string" ? resolveReference(schema, schema["$ref"]) : undefined;
  const { description, deprecated, examples } = isObject(target) ? { ...target, ...schema } : schema;
  return {
    ...(typeof description === "string" && { description }),
    ...(typeof deprecated === "boolean" && { deprecated }),
    ...(Array.isArray(examples) && examples.length > 0 && { example: examples[0] as unknown }),
  };
}
