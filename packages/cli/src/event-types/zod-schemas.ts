import type { Scope } from "./declarations.js";
import { type JsonSchema, isObject } from "./json-schema.js";
import { type Kind, notesOf, type Property, shapeOf } from "./schema-shape.js";
import { docComment, indent, propertyName } from "./source-text.js";

/** The zod schema of the values that a JSON Schema describes. */
export function zodOf(schema: JsonSchema, scope: Scope): string {
  if (!isObject(schema)) return schema ? "z.unknown()" : "z.never()";
  const { reference, values, allOf, anyOf, kinds } = shapeOf(schema);
  const parts = [
    ...(reference === null ? [] : [referred(reference, scope)]),
    ...allOf.map((part) => zodOf(part, scope)),
    ...(anyOf.length === 0 ? [] : [union(anyOf.map((part) => zodOf(part, scope)))]),
    ...(values !== null ? [literals(values)] : []),
    ...(values === null && kinds.length > 0 ? [union(kinds.map((kind) => ofKind(kind, scope)))] : []),
  ].filter((part) => part !== "z.unknown()");
  const [first = "z.unknown()", ...others] = new Set(parts);
  return others.reduce((left, right) => `z.intersection(${left}, ${right})`, first);
}

function referred(reference: string, scope: Scope): string {
  const declaration = scope.refer(reference);
  if (declaration === undefined) return "z.unknown()";
  return declaration.isOpen ? `z.lazy(() => ${declaration.name})` : declaration.name;
}

/** Zod compares simple values only; others have their type, and are not checked. */
function literals(values: readonly unknown[]): string {
  if (values.length === 0) return "z.never()";
  const isSimple = values.every((value) => value === null || typeof value !== "object");
  if (isSimple) return `z.literal(${JSON.stringify(values.length === 1 ? values[0] : values)})`;
  return `z.custom<${values.map((value) => JSON.stringify(value)).join(" | ")}>()`;
}

function ofKind(kind: Kind, scope: Scope): string {
  switch (kind.kind) {
    case "integer":
      return "z.int()";
    case "array":
      return `z.array(${zodOf(kind.items, scope)})`;
    case "tuple":
      return tuple(kind, scope);
    case "object":
      return object(kind, scope);
    default:
      return `z.${kind.kind}()`;
  }
}

function tuple({ places, required, rest }: Extract<Kind, { kind: "tuple" }>, scope: Scope): string {
  const items = places.map((place, index) => zodOf(place, scope) + (index < required ? "" : ".optional()"));
  return `z.tuple([${items.join(", ")}]${rest === false ? "" : `, ${zodOf(rest, scope)}`})`;
}

function object({ properties, rest }: Extract<Kind, { kind: "object" }>, scope: Scope): string {
  if (properties.length === 0) return `z.record(z.string(), ${zodOf(rest, scope)})`;
  const members = properties.map((property) => member(property, scope));
  return `z.${isObject(rest) ? "looseObject" : "object"}({\n${indent(members.join(""))}})`;
}

function member({ name, schema, isRequired }: Property, scope: Scope): string {
  const key = name === "__proto__" ? '["__proto__"]' : propertyName(name);
  return `${docComment(notesOf(schema))}${key}: ${zodOf(schema, scope)}${isRequired ? "" : ".optional()"},\n`;
}

function union(schemas: readonly string[]): string {
  const all = [...new Set(schemas)];
  return all.length === 1 ? (all[0] ?? "z.unknown()") : `z.union([${all.join(", ")}])`;
}
