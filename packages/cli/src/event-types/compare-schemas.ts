import {
  canonicalJson,
  declaredTypes,
  isEqual,
  isObject,
  isSchema,
  type JsonSchema,
  listedValues,
  membersOf,
  resolveReference,
  type SchemaObject,
  schemasOf,
} from "./json-schema.js";

export interface SchemaChange {
  /** The place in the body: `body/lines/*\/sku`. */
  path: string;
  message: string;
  /** A body of the new schema may be one that a program written for the old schema does not expect. */
  breaking: boolean;
}

/**
 * The changes as readers of the bodies see them. A schema that allows less than before does not break them, nor do new properties, which
 * they ignore. One that allows more than before is breaking.
 */
export function compareSchemas(before: JsonSchema, after: JsonSchema): SchemaChange[] {
  const changes = new Comparison(before, after).compare(before, after);
  // A change beside variants is one of each of them.
  const once = new Map(changes.map((change) => [`${change.path} ${change.message}`, change]));
  return [...once.values()].map((change) => ({ ...change, path: `body${change.path}` }));
}

/** A schema without references and `allOf` at its top. */
type Flat = SchemaObject & { properties?: SchemaObject; required?: string[] };

const TYPES = ["null", "boolean", "integer", "number", "string", "array", "object"];

/** A larger value of these allows more, and a smaller value of those. */
const UPPER_LIMITS = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
const LOWER_LIMITS = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
/** Without one of them more is allowed. Two values of one cannot be compared. */
const RESTRICTIONS = [
  "pattern",
  "format",
  "multipleOf",
  "uniqueItems",
  "contentEncoding",
  "contentMediaType",
  "patternProperties",
  "propertyNames",
  "contains",
  "minContains",
  "maxContains",
  "if",
  "then",
  "else",
  "not",
  "dependentRequired",
  "dependentSchemas",
  "unevaluatedItems",
  "unevaluatedProperties",
];

class Comparison {
  readonly #before: JsonSchema;
  readonly #after: JsonSchema;
  readonly #flat = new Map<JsonSchema, Flat | false>();
  /** By the two schemas. One that is being compared counts as equal, so that recursive schemas end. */
  readonly #known = new Map<JsonSchema, Map<JsonSchema, SchemaChange[]>>();
  readonly #variantsOf = new Map<Flat, JsonSchema[] | null>();
  #depth = 0;
  #count = 0;

  constructor(before: JsonSchema, after: JsonSchema) {
    this.#before = before;
    this.#after = after;
  }

  compare(before: JsonSchema, after: JsonSchema): SchemaChange[] {
    return this.#compareTargets(targetOf(before, this.#before), targetOf(after, this.#after));
  }

  #compareTargets(before: JsonSchema, after: JsonSchema): SchemaChange[] {
    const ofBefore = this.#known.get(before) ?? new Map<JsonSchema, SchemaChange[]>();
    this.#known.set(before, ofBefore);
    const known = ofBefore.get(after);
    if (known !== undefined) return known;
    ofBefore.set(after, []);
    if (this.#depth >= MAX_DEPTH || ++this.#count > MAX_COMPARISONS)
      return [breaking("is too complex to compare")];
    this.#depth++;
    const changes = this.#compareFlat(this.#flatten(before, this.#before), this.#flatten(after, this.#after));
    this.#depth--;
    ofBefore.set(after, changes);
    return changes;
  }

  #compareFlat(before: Flat | false, after: Flat | false): SchemaChange[] {
    if (before === false) return after === false ? [] : [breaking("can occur now")];
    if (after === false) return [compatible("does not occur any more")];
    const [old, now] = [this.#variants(before), this.#variants(after)];
    if (old !== null || now !== null) return this.#compareVariants(old ?? [before], now ?? [after]);
    return [
      ...compareKinds(before, after),
      ...this.#compareProperties(before, after),
      ...this.#compareItems(before, after),
      ...compareRestrictions(before, after),
    ];
  }

  /** Each of the new variants has to be what a reader of one of the old ones expects. */
  #compareVariants(before: JsonSchema[], after: JsonSchema[]): SchemaChange[] {
    const changes = after.flatMap((variant, index) => {
      const byOld = before.map((old) => this.compare(old, variant));
      if (byOld.some((found) => !found.some((change) => change.breaking))) return [];
      // The variant at the same place is most likely the one that was changed.
      const same = before.length === after.length ? byOld[index] : undefined;
      return same ?? [breaking("has another variant")];
    });
    return before.length > after.length ? [...changes, compatible("has fewer variants")] : changes;
  }

  #compareProperties(before: Flat, after: Flat): SchemaChange[] {
    const [old, now] = [new Map(membersOf(before.properties)), new Map(membersOf(after.properties))];
    const rest = isObject(after["additionalProperties"]) ? after["additionalProperties"] : undefined;
    const required = new Set(after.required);
    const lost = (before.required ?? []).filter(
      (name) => !required.has(name) && (now.has(name) || !old.has(name)),
    );
    return [
      ...[...old].flatMap(([name, schema]) => {
        const next = now.get(name) ?? rest;
        return at(name, next === undefined ? [breaking("was removed")] : this.compare(schema, next));
      }),
      ...lost.flatMap((name) => at(name, [breaking("was required, and is optional now")])),
      ...[...now.keys()]
        .filter((name) => !old.has(name))
        .flatMap((name) => at(name, [compatible("was added")])),
      ...this.#compareRest(before["additionalProperties"], after["additionalProperties"]),
    ];
  }

  #compareRest(before: unknown, after: unknown): SchemaChange[] {
    if (!isObject(before) || after === false) return [];
    return at("*", this.compare(before, isObject(after) ? after : true));
  }

  #compareItems(before: Flat, after: Flat): SchemaChange[] {
    const [old, now] = [schemasOf(before["prefixItems"]), schemasOf(after["prefixItems"])];
    const [oldRest, rest] = [itemsOf(before), itemsOf(after)];
    const length = Math.max(old.length, now.length);
    const places = Array.from({ length }, (_, index) =>
      at(String(index), this.compare(old[index] ?? oldRest, now[index] ?? rest)),
    );
    return [...places.flat(), ...at("*", this.compare(oldRest, rest))];
  }

  #variants(schema: Flat): JsonSchema[] | null {
    const known = this.#variantsOf.get(schema) ?? variantsOf(schema);
    this.#variantsOf.set(schema, known);
    return known;
  }

  #flatten(schema: JsonSchema, document: JsonSchema): Flat | false {
    const known = this.#flat.get(schema);
    if (known !== undefined) return known;
    const flat = flatten(schema, { document, hops: 0 });
    this.#flat.set(schema, flat);
    return flat;
  }
}

function variantsOf(schema: Flat): JsonSchema[] | null {
  const { anyOf, oneOf = anyOf, ...common } = schema;
  const variants = schemasOf(oneOf);
  if (variants.length === 0) return null;
  // The keywords beside the variants apply to each of them.
  return Object.keys(common).some((name) => !ANNOTATIONS.has(name))
    ? variants.map((variant) => ({ allOf: [common, variant] }))
    : variants;
}

const ANNOTATIONS = new Set([
  "$defs",
  "$id",
  "$schema",
  "$comment",
  "title",
  "description",
  "examples",
  "default",
  "deprecated",
]);
/** Levels of schemas, and comparisons in all: only schemas that multiply themselves have more. */
const MAX_DEPTH = 100;
const MAX_COMPARISONS = 10_000;
/** References in a row: more only in a circle. */
const MAX_HOPS = 100;

function flatten(
  schema: JsonSchema,
  { document, hops }: { document: JsonSchema; hops: number },
): Flat | false {
  if (typeof schema === "boolean") return schema && {};
  const { $ref, allOf, ...own } = schema;
  if (($ref === undefined && allOf === undefined) || hops > MAX_HOPS) return own;
  const target = typeof $ref === "string" ? resolveReference(document, $ref) : undefined;
  const parts = [...(isObject(target) || target === false ? [target] : []), ...schemasOf(allOf)];
  let flat: Flat | false = own;
  for (const part of parts) {
    const next = flatten(part, { document, hops: hops + 1 });
    flat = flat === false || next === false ? false : merge(flat, next);
  }
  return flat;
}

/** The schema that a mere reference leads to, so that it is known when a circle comes back to it. */
function targetOf(schema: JsonSchema, document: JsonSchema): JsonSchema {
  let found = schema;
  for (let hops = 0; isObject(found) && hops < MAX_HOPS; hops++) {
    const names = Object.keys(found).filter((name) => !ANNOTATIONS.has(name));
    const target = names.join() === "$ref" ? resolveReference(document, String(found["$ref"])) : undefined;
    if (!isSchema(target)) return found;
    found = target;
  }
  return found;
}

/** A schema that requires about what both do: of a keyword that both have, the second counts, except those that add up. */
function merge(first: Flat, second: Flat): Flat {
  const required = [...new Set([...(first.required ?? []), ...(second.required ?? [])])];
  const properties = new Map(membersOf(first.properties));
  for (const [name, schema] of membersOf(second.properties)) {
    const other = properties.get(name);
    properties.set(name, other === undefined ? schema : { allOf: [other, schema] });
  }
  return {
    ...first,
    ...second,
    ...(properties.size > 0 && { properties: Object.fromEntries(properties) }),
    ...(required.length > 0 && { required }),
  };
}

function compareKinds(before: Flat, after: Flat): SchemaChange[] {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  if (old !== null) {
    const added = now?.filter((value) => !old.includes(value)) ?? [];
    if (now === null) return [breaking("may be any value now, not only one of a list")];
    if (added.length > 0) return [breaking(`may be ${added.join(", ")} now`)];
    return now.length < old.length ? [compatible("has fewer values")] : [];
  }
  const [oldTypes, types] = [typesOf(before), typesOf(after)];
  const added = types.filter((type) => !oldTypes.includes(type));
  if (added.length > 0) {
    const isAny = types.length === TYPES.length;
    return [
      breaking(
        isAny
          ? `was ${nameOf(oldTypes)}, and may be anything now`
          : `was ${nameOf(oldTypes)}, and may be ${nameOf(added)} now`,
      ),
    ];
  }
  const isNarrower = now !== null || types.length < oldTypes.length;
  return isNarrower
    ? [compatible(now === null ? `is ${nameOf(types)} now` : `is one of ${now.length} values now`)]
    : [];
}

/** The values that are allowed, as JSON; null for no list. */
function valuesOf(schema: Flat): string[] | null {
  return listedValues(schema)?.map((value) => canonicalJson(value)) ?? null;
}

function typesOf(schema: Flat): string[] {
  const values = valuesOf(schema);
  if (values !== null && schema["type"] === undefined) return [...new Set(values.map(typeOfJson))];
  const types = declaredTypes(schema);
  if (types.includes("number")) types.push("integer");
  return types.length > 0 ? [...new Set(types)] : TYPES;
}

function typeOfJson(json: string): string {
  const value: unknown = JSON.parse(json);
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

function nameOf(types: readonly string[]): string {
  if (types.length === TYPES.length) return "anything";
  return types.filter((type) => type !== "integer" || !types.includes("number")).join(" or ");
}

function compareRestrictions(before: Flat, after: Flat): SchemaChange[] {
  const limits = [...UPPER_LIMITS, ...LOWER_LIMITS].flatMap((name) => {
    const [old, now] = [numberOf(before[name]), numberOf(after[name])];
    if (old === now) return [];
    const isLooser =
      old !== undefined && (now === undefined || (UPPER_LIMITS.includes(name) ? now > old : now < old));
    return [
      {
        ...compatible(`has another ${name}: ${now ?? "none"} instead of ${old ?? "none"}`),
        breaking: isLooser,
      },
    ];
  });
  const others = RESTRICTIONS.filter((name) => !isEqual(before[name], after[name])).map((name) => {
    if (before[name] === undefined) return compatible(`has ${name} now`);
    return breaking(after[name] === undefined ? `has no ${name} any more` : `has another ${name}`);
  });
  return [...limits, ...others];
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function itemsOf(schema: Flat): JsonSchema {
  const { items } = schema;
  return isObject(items) || items === false ? items : true;
}

function at(name: string, changes: readonly SchemaChange[]): SchemaChange[] {
  const segment = name.replaceAll("~", "~0").replaceAll("/", "~1");
  return changes.map((change) => ({ ...change, path: `/${segment}${change.path}` }));
}

function breaking(message: string): SchemaChange {
  return { path: "", message, breaking: true };
}

function compatible(message: string): SchemaChange {
  return { path: "", message, breaking: false };
}
