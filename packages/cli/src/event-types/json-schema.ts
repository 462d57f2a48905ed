/** JSON Schema as the catalogue has it: `true` and `false` stand for every value and none. */
export type JsonSchema = boolean | SchemaObject;
export type SchemaObject = Record<string, unknown>;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The members of a keyword that holds schemas by name; empty for anything else. */
export function membersOf(value: unknown): [name: string, schema: JsonSchema][] {
  return isObject(value)
    ? Object.entries(value).filter((entry): entry is [string, JsonSchema] => isSchema(entry[1]))
    : [];
}

export function schemasOf(value: unknown): JsonSchema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

export function stringsOf(value: unknown): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [];
  return items.filter((item) => typeof item === "string");
}

/** The values of `const` or `enum`; null for no list. */
export function listedValues(schema: SchemaObject): unknown[] | null {
  if (Object.hasOwn(schema, "const")) return [schema["const"]];
  const { enum: values } = schema;
  return Array.isArray(values) ? (values as unknown[]) : null;
}

/** Without `type`, keywords of objects or arrays describe these, as their author means it. Empty: any type. */
export function declaredTypes(schema: SchemaObject): string[] {
  const { type } = schema;
  const types = typeof type === "string" ? [type] : stringsOf(type);
  if (types.length > 0) return types;
  if (schema["properties"] !== undefined || schema["required"] !== undefined) return ["object"];
  return schema["items"] !== undefined || schema["prefixItems"] !== undefined ? ["array"] : [];
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "boolean" || isObject(value);
}

/** The target of a reference such as `#/$defs/Order`; undefined if it leads out of the document or to nothing. */
export function resolveReference(document: unknown, reference: string): unknown {
  let found: unknown = document;
  for (const name of pathOf(reference) ?? [NOWHERE]) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

const NOWHERE = "\0";

/** The names in a reference into the same document, from its root; undefined for any other reference. */
export function pathOf(reference: string): string[] | undefined {
  if (reference === "#") return [];
  if (!reference.startsWith("#/")) return undefined;
  try {
    const names = decodeURIComponent(reference.slice(2)).split("/");
    return names.map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  } catch {
    return undefined; // a percent sign that encodes nothing
  }
}

/** The JSON of a value with the members of every object in one order, to compare values. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

export function isEqual(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
