/** A property of the bodies that a JSON Schema describes. */
export interface SchemaField {
  /** From the body: `customer.id`, `items[].sku`. */
  path: string;
  /** Of its values: `string`, `integer or null`, `one of "eur", "usd"`. */
  type: string;
  required: boolean;
  description: string | null;
}

/** The maximum number of fields in the table; the JSON beside it has all of them. */
const MAX_FIELDS = 300;
const MAX_DEPTH = 8;

type Schema = Record<string, unknown>;

/** The properties in the order of the schema, those inside objects and lists below them. */
export function schemaFields(schema: unknown): SchemaField[] {
  const fields: SchemaField[] = [];
  collect(schema, { root: schema, path: "", depth: 0, fields });
  return fields;
}

interface Place {
  root: unknown;
  path: string;
  depth: number;
  fields: SchemaField[];
}

function collect(schema: unknown, place: Place): void {
  const { root, path, depth, fields } = place;
  if (depth > MAX_DEPTH) return;
  for (const part of partsOf(schema, root)) {
    const required = listOf(part.required);
    for (const [name, value] of Object.entries(objectOf(part.properties))) {
      if (fields.length >= MAX_FIELDS) return;
      const below = path === "" ? name : `${path}.${name}`;
      fields.push(fieldOf(value, { root, path: below, required: required.includes(name) }));
      collect(value, { ...place, path: below, depth: depth + 1 });
    }
    if (part.items !== undefined) collect(part.items, { ...place, path: `${path}[]`, depth: depth + 1 });
  }
}

function fieldOf(
  schema: unknown,
  { root, path, required }: { root: unknown; path: string; required: boolean },
): SchemaField {
  const resolved = resolve(schema, root);
  const { description } = resolved;
  return {
    path,
    type: typeOf(resolved, root),
    required,
    description: typeof description === "string" ? description : null,
  };
}

function typeOf(schema: Schema, root: unknown): string {
  if ("const" in schema) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) {
    return `one of ${schema.enum.map((value) => JSON.stringify(value)).join(", ")}`;
  }
  const { type, format, items } = schema;
  if (type === "array") return items === undefined ? "list" : `list of ${typeOf(resolve(items, root), root)}`;
  const name = Array.isArray(type)
    ? type.join(" or ")
    : typeof type === "string"
      ? type
      : alternatives(schema, root);
  return typeof format === "string" ? `${name} (${format})` : name;
}

function alternatives({ anyOf, oneOf }: Schema, root: unknown): string {
  const schemas = listOf(oneOf).length > 0 ? listOf(oneOf) : listOf(anyOf);
  const types = new Set(schemas.map((schema) => typeOf(resolve(schema, root), root)));
  return types.size === 0 ? "any" : [...types].join(" or ");
}

/** The schema and those of its `allOf`, which describe the same object. */
function partsOf(schema: unknown, root: unknown): Schema[] {
  const resolved = resolve(schema, root);
  return [resolved, ...listOf(resolved.allOf).map((part) => resolve(part, root))];
}

/** Follows one reference inside the document. */
function resolve(schema: unknown, root: unknown): Schema {
  const given = objectOf(schema);
  const { $ref: reference } = given;
  if (typeof reference !== "string" || !reference.startsWith("#/")) return given;
  const target = reference
    .slice(2)
    .split("/")
    .reduce<unknown>((value, token) => objectOf(value)[unescape(token)], root);
  return { ...objectOf(target), ...given };
}

const unescape = (token: string) => token.replaceAll("~1", "/").replaceAll("~0", "~");

function objectOf(value: unknown): Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Schema) : {};
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
