import type { Scope } from "./declarations.js";
import { type JsonSchema, isObject } from "./json-schema.js";
import { type Kind, notesOf, type Property, shapeOf } from "./schema-shape.js";
import { docComment, indent, propertyName } from "./source-text.js";

/** The TypeScript type of the values that a schema describes. */
export function typeOf(schema: JsonSchema, scope: Scope, { withUndefined = false } = {}): string {
  return new Types(scope, withUndefined ? "undefined | " : "").of(schema);
}

class Types {
  readonly #scope: Scope;
  /** In front of the type of a part that may be missing. */
  readonly #orUndefined: string;

  constructor(scope: Scope, orUndefined: string) {
    this.#scope = scope;
    this.#orUndefined = orUndefined;
  }

  of(schema: JsonSchema): string {
    if (!isObject(schema)) return schema ? "unknown" : "never";
    const { reference, values, allOf, anyOf, kinds } = shapeOf(schema);
    const parts = [
      ...(reference === null ? [] : [this.#scope.refer(reference)?.name ?? "unknown"]),
      ...allOf.map((part) => this.of(part)),
      ...(anyOf.length === 0 ? [] : [union(anyOf.map((part) => this.of(part)))]),
      // The values say more than the type.
      ...(values !== null ? [union(values.map((value) => JSON.stringify(value)))] : []),
      ...(values === null && kinds.length > 0 ? [union(kinds.map((kind) => this.#kind(kind)))] : []),
    ].filter((part) => part !== "unknown");
    const all = [...new Set(parts)];
    return all.length > 1 ? all.map(grouped).join(" & ") : (all[0] ?? "unknown");
  }

  #kind(kind: Kind): string {
    switch (kind.kind) {
      case "integer":
        return "number";
      case "array":
        return `${grouped(this.of(kind.items))}[]`;
      case "tuple":
        return this.#tuple(kind);
      case "object":
        return this.#object(kind);
      default:
        return kind.kind;
    }
  }

  #tuple({ places, required, rest }: Extract<Kind, { kind: "tuple" }>): string {
    const items = places.map((place, index) =>
      index < required ? grouped(this.of(place)) : `${grouped(this.#orUndefined + this.of(place))}?`,
    );
    return `[${[...items, ...(rest === false ? [] : [`...${grouped(this.of(rest))}[]`])].join(", ")}]`;
  }

  #object({ properties, rest }: Extract<Kind, { kind: "object" }>): string {
    if (properties.length === 0) return `{ [name: string]: ${this.of(rest)} }`;
    const members = properties.map((property) => this.#member(property));
    // The properties with names need not be of the type of the others.
    if (isObject(rest)) members.push("[name: string]: unknown;\n");
    return `{\n${indent(members.join(""))}}`;
  }

  #member({ name, schema, isRequired }: Property): string {
    const type = this.of(schema);
    return `${docComment(notesOf(schema))}${propertyName(name)}${isRequired ? ": " : `?: ${this.#orUndefined}`}${type};\n`;
  }
}

function union(types: readonly string[]): string {
  const all = [...new Set(types)];
  if (all.length === 0) return "never";
  return all.includes("unknown")
    ? "unknown"
    : all.map((type) => (all.length > 1 && type.includes(" & ") ? `(${type})` : type)).join(" | ");
}

/** A type as an operand of `&` and `[]`. */
function grouped(type: string): string {
  return /^(?:[\w$]+|\{[^{}]*\})$/.test(type) ? type : `(${type})`;
}
