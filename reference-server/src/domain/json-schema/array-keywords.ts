import { canonical } from "./canonical.js";
import { below, countOf, type CompileKeyword, schemasOf } from "./keyword.js";
import { SchemaError } from "./schema-error.js";
import type { Check, SchemaRun } from "./schema-run.js";

type CheckArray = (given: unknown[], run: SchemaRun) => boolean;

/** Keywords of arrays hold for every other value. */
function ofArray(check: CheckArray): Check {
  return (given, run) => !Array.isArray(given) || check(given, run);
}

/** @param schemaOf null for an item that no schema applies to */
function each(given: unknown[], run: SchemaRun, schemaOf: (index: number) => Check | null): boolean {
  run.spend(given.length);
  let ok = true;
  for (let index = 0; index < given.length; index++) {
    const schema = schemaOf(index);
    if (schema === null) continue;
    if (run.descend(schema, index, given[index])) continue;
    if (run.isQuiet) return false;
    ok = false;
  }
  return ok;
}

const prefixItems: CompileKeyword = (keyword) => {
  const checks = schemasOf(keyword).map((schema, index) =>
    keyword.member(schema, below(keyword.pointer, index)),
  );
  return ofArray((given, run) => {
    for (let index = 0; index < checks.length && index < given.length; index++) run.evaluatedIndex(index);
    return each(given, run, (index) => checks[index] ?? null);
  });
};

const items: CompileKeyword = (keyword) => {
  const { prefixItems: prefix } = keyword.siblings;
  const first = Array.isArray(prefix) ? prefix.length : 0;
  const check = keyword.member(keyword.value, keyword.pointer);
  return ofArray((given, run) => {
    const ok = each(given, run, (index) => (index < first ? null : check));
    if (run.evaluated !== null && given.length > first) run.evaluated.allItems = true;
    return ok;
  });
};

const contains: CompileKeyword = (keyword) => {
  const { value, pointer, siblings } = keyword;
  const check = keyword.member(value, pointer);
  const min = boundOf(siblings.minContains) ?? 1;
  const max = boundOf(siblings.maxContains) ?? Infinity;
  const message = `must contain ${max === Infinity ? `at least ${min}` : `${min} to ${max}`} items that match the schema`;
  return ofArray((given, run) => {
    run.spend(given.length);
    let count = 0;
    for (const [index, item] of given.entries()) {
      if (!run.quietly((inner) => run.descend(check, index, inner), item)) continue;
      count++;
      run.evaluatedIndex(index);
      if (run.evaluated === null && (count > max || (count >= min && max === Infinity))) break;
    }
    return (count >= min && count <= max) || run.fail(message);
  });
};

const boundOf = (value: unknown) => (typeof value === "number" ? value : undefined);

/** Part of `contains`, which reads it. */
const boundOfContains: CompileKeyword = (keyword) => {
  countOf(keyword);
  return null;
};

function counted(phrase: string, holds: (count: number, limit: number) => boolean): CompileKeyword {
  return (keyword) => {
    const limit = countOf(keyword);
    const message = `must have ${phrase} ${limit} items`;
    return ofArray((given, run) => holds(given.length, limit) || run.fail(message));
  };
}

const uniqueItems: CompileKeyword = ({ value, pointer }) => {
  if (typeof value !== "boolean") throw new SchemaError(pointer, "must be true or false");
  if (!value) return null;
  return ofArray((given, run) => {
    const texts = new Set<string>();
    for (const item of given) texts.add(canonical(item, run));
    return texts.size === given.length || run.fail("must have no equal items");
  });
};

const unevaluatedItems: CompileKeyword = (keyword) => {
  const check = keyword.member(keyword.value, keyword.pointer);
  return ofArray((given, run) => {
    const { evaluated } = run;
    if (evaluated === null || evaluated.allItems) return true;
    const known = new Set(evaluated.indexes);
    const ok = each(given, run, (index) => (known.has(index) ? null : check));
    evaluated.allItems = true;
    return ok;
  });
};

export const ARRAY_KEYWORDS: Record<string, CompileKeyword> = {
  prefixItems,
  items,
  contains,
  minContains: boundOfContains,
  maxContains: boundOfContains,
  minItems: counted("at least", (count, limit) => count >= limit),
  maxItems: counted("at most", (count, limit) => count <= limit),
  uniqueItems,
  unevaluatedItems,
};
