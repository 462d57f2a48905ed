import type { EventType, EventTypeInput, EventTypeValidation } from "@harbor/client";
import { compareSchemas, type SchemaChange } from "./compare-schemas.js";
import { type DescribedType, isReserved } from "./described.js";
import { isEqual, type SchemaObject } from "./json-schema.js";

export interface TypeChange {
  type: string;
  change: "added" | "changed" | "removed";
  breaking: boolean;
  changes: SchemaChange[];
  /** The body of the PUT; null for a type that the file does not have. */
  input: EventTypeInput | null;
}

/** The differences between a file and the catalogue of the server, in the order of the types. Types that are equal are left out. */
export function compareCatalogues(
  described: readonly DescribedType[],
  stored: readonly EventType[],
  { validation }: { validation?: EventTypeValidation | undefined } = {},
): TypeChange[] {
  const before = new Map(stored.filter(({ type }) => !isReserved(type)).map((entry) => [entry.type, entry]));
  const after = new Map(described.map((entry) => [entry.type, entry]));
  const types = [...new Set([...before.keys(), ...after.keys()])].sort();
  return types.flatMap(
    (type) => changeOf(type, { before: before.get(type), after: after.get(type), validation }) ?? [],
  );
}

function changeOf(
  type: string,
  {
    before,
    after,
    validation,
  }: {
    before: EventType | undefined;
    after: DescribedType | undefined;
    validation: EventTypeValidation | undefined;
  },
): TypeChange | null {
  if (after === undefined) {
    const changes = [{ path: "", message: "is not in the file", breaking: true }];
    return { type, change: "removed", breaking: true, changes, input: null };
  }
  const input = inputOf(after, { stored: before, validation });
  if (before === undefined) return { type, change: "added", breaking: false, changes: [], input };
  const changes = [...compareFields(before, input), ...compareStoredSchema(before.schema, input.schema)];
  return changes.length === 0
    ? null
    : { type, change: "changed", breaking: changes.some((change) => change.breaking), changes, input };
}

/** A PUT replaces the whole entry: what the file does not say comes from the entry. */
function inputOf(
  { type: _, schema, ...said }: DescribedType,
  { stored, validation }: { stored: EventType | undefined; validation: EventTypeValidation | undefined },
): EventTypeInput {
  const { type: _type, validation: former = "off", ...kept } = stored ?? {};
  return {
    ...kept,
    ...said,
    schema,
    validation: schema === null ? "off" : (validation ?? former),
  } as EventTypeInput;
}

const FIELDS = ["description", "group", "example", "deprecated", "validation"] as const;

function compareFields(before: EventType, after: EventTypeInput): SchemaChange[] {
  return FIELDS.filter((field) => !isEqual(before[field], after[field])).map((field) => ({
    path: field,
    message: field === "validation" ? `${before.validation} → ${String(after.validation)}` : "changed",
    breaking: false,
  }));
}

function compareStoredSchema(before: EventType["schema"], after: EventTypeInput["schema"]): SchemaChange[] {
  if (isEqual(before, after ?? null)) return [];
  const changes = compareSchemas(toSchema(before), toSchema(after ?? null));
  // Notes, or the same in other words.
  return changes.length > 0 ? changes : [{ path: "schema", message: "changed", breaking: false }];
}

function toSchema(schema: unknown): SchemaObject | true {
  return (schema ?? true) as SchemaObject | true;
}
