import {
  declaredTypes,
  isObject,
  isSchema,
  type JsonSchema,
  listedValues,
  membersOf,
  type SchemaObject,
  schemasOf,
  stringsOf,
} from "./json-schema.js";

/** The parts of a schema that a type can express, which all apply at once. Restrictions of values, such as lengths, are left out. */
export interface Shape {
  reference: string | null;
  /** The only values. */
  values: unknown[] | null;
  allOf: JsonSchema[];
  /** One or more of these. */
  anyOf: JsonSchema[];
  kinds: Kind[];
}

export type Kind =
  | { kind: "null" | "boolean" | "integer" | "number" | "string" }
  | { kind: "array"; items: JsonSchema }
  | { kind: "tuple"; places: JsonSchema[]; required: number; rest: JsonSchema }
  | { kind: "object"; properties: Property[]; rest: JsonSchema };

export interface Property {
  name: string;
  schema: JsonSchema;
  isRequired: boolean;
}

export function shapeOf(schema: SchemaObject): Shape {
  const { $ref, allOf, anyOf, oneOf = anyOf } = schema;
  return {
    reference: typeof $ref === "string" ? $ref : null,
    values: listedValues(schema),
    allOf: schemasOf(allOf),
    anyOf: schemasOf(oneOf),
    kinds: declaredTypes(schema).flatMap((type) => kindOf(type, schema) ?? []),
  };
}

function kindOf(type: string, schema: SchemaObject): Kind | null {
  switch (type) {
    case "null":
    case "boolean":
    case "integer":
    case "number":
    case "string":
      return { kind: type };
    case "array":
      return arrayOf(schema);
    case "object":
      return objectOf(schema);
    default:
      return null;
  }
}

function arrayOf({ prefixItems, items, minItems }: SchemaObject): Kind {
  const places = schemasOf(prefixItems);
  const rest = isSchema(items) ? items : true;
  if (places.length === 0) return { kind: "array", items: rest };
  const required = typeof minItems === "number" ? Math.min(minItems, places.length) : 0;
  return { kind: "tuple", places, required, rest };
}

function objectOf({ properties, required, additionalProperties }: SchemaObject): Kind {
  const known = new Map(membersOf(properties));
  const names = stringsOf(required);
  for (const name of names) if (!known.has(name)) known.set(name, true);
  return {
    kind: "object",
    properties: [...known].map(([name, schema]) => ({ name, schema, isRequired: names.includes(name) })),
    // A sender may add properties, so no reader excludes them.
    rest: isObject(additionalProperties) ? additionalProperties : true,
  };
}

/** The annotations that become a comment. */
export function notesOf(schema: JsonSchema): { description?: unknown; deprecated?: unknown } {
  return isObject(schema) ? schema : {};
}
