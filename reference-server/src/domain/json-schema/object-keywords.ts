import { below, countOf, type CompileKeyword, type Keyword, namesOf, objectOf, isObject } from "./keyword.js";
import { patternOf } from "./scalar-keywords.js";
import type { Check, SchemaRun } from "./schema-run.js";

/** For each name of an object whose names are listed. */
const NAME_STEPS = 3;

type CheckObject = (given: Record<string, unknown>, run: SchemaRun) => boolean;

/** Keywords of objects hold for every other value. */
function ofObject(check: CheckObject): Check {
  return (given, run) => !isObject(given) || check(given, run);
}

/** One fault is enough for a quiet run. */
function each<T>(items: Iterable<T>, run: SchemaRun, check: (item: T) => boolean): boolean {
  let ok = true;
  for (const item of items) {
    if (check(item)) continue;
    if (run.isQuiet) return false;
    ok = false;
  }
  return ok;
}

const properties: CompileKeyword = (keyword) => {
  const checks = Object.entries(objectOf(keyword)).map(
    ([name, schema]) => [name, keyword.member(schema, below(keyword.pointer, name))] as const,
  );
  return ofObject((given, run) => {
    run.spend(checks.length);
    return each(checks, run, ([name, check]) => {
      if (!Object.hasOwn(given, name)) return true;
      run.evaluatedName(name);
      return run.descend(check, name, given[name]);
    });
  });
};

function compilePatterns(keyword: Keyword) {
  return Object.entries(objectOf(keyword)).map(([source, schema]) => {
    const pointer = below(keyword.pointer, source);
    const matches = patternOf(source, { ...keyword, pointer });
    return { matches, check: keyword.member(schema, pointer) };
  });
}

const patternProperties: CompileKeyword = (keyword) => {
  const patterns = compilePatterns(keyword);
  return ofObject((given, run) => {
    const names = Object.keys(given);
    run.spend(NAME_STEPS * names.length);
    let ok = true;
    for (const { matches, check } of patterns) {
      for (const name of names) {
        if (!matches(name, run)) continue;
        run.evaluatedName(name);
        if (run.descend(check, name, given[name])) continue;
        if (run.isQuiet) return false;
        ok = false;
      }
    }
    return ok;
  });
};

const additionalProperties: CompileKeyword = (keyword) => {
  const { value, pointer, siblings } = keyword;
  const named = new Set(isObject(siblings.properties) ? Object.keys(siblings.properties) : []);
  const patterns = isObject(siblings.patternProperties)
    ? Object.keys(siblings.patternProperties).map((source) => patternOf(source, keyword))
    : [];
  const check = value === false ? null : keyword.member(value, pointer);
  return ofObject((given, run) => {
    const names = Object.keys(given);
    run.spend(NAME_STEPS * names.length);
    // The others are evaluated by the keywords beside it.
    if (run.evaluated !== null) run.evaluated.allNames = true;
    return each(names, run, (name) => {
      if (named.has(name) || patterns.some((matches) => matches(name, run))) return true;
      return check === null ? run.fail("is not a known field", name) : run.descend(check, name, given[name]);
    });
  });
};

const propertyNames: CompileKeyword = (keyword) => {
  const check = keyword.member(keyword.value, keyword.pointer);
  return ofObject((given, run) => {
    const names = Object.keys(given);
    run.spend(NAME_STEPS * names.length);
    return each(
      names,
      run,
      (name) => run.quietly(check, name) || run.fail("has a name that is not allowed", name),
    );
  });
};

function missing(given: Record<string, unknown>, names: readonly string[], run: SchemaRun): boolean {
  run.spend(names.length);
  return each(names, run, (name) => Object.hasOwn(given, name) || run.fail("is required", name));
}

const required: CompileKeyword = (keyword) => {
  const names = namesOf(keyword);
  return ofObject((given, run) => missing(given, names, run));
};

const dependentRequired: CompileKeyword = (keyword) => {
  const rules = Object.entries(objectOf(keyword)).map(
    ([name, value]) => [name, namesOf({ value, pointer: below(keyword.pointer, name) })] as const,
  );
  return ofObject((given, run) => {
    run.spend(rules.length);
    return each(rules, run, ([name, names]) => !Object.hasOwn(given, name) || missing(given, names, run));
  });
};

const dependentSchemas: CompileKeyword = (keyword) => {
  const rules = Object.entries(objectOf(keyword)).map(
    ([name, schema]) => [name, keyword.same(schema, below(keyword.pointer, name))] as const,
  );
  return ofObject((given, run) => {
    run.spend(rules.length);
    return each(rules, run, ([name, check]) => !Object.hasOwn(given, name) || check(given, run));
  });
};

function counted(phrase: string, holds: (count: number, limit: number) => boolean): CompileKeyword {
  return (keyword) => {
    const limit = countOf(keyword);
    return ofObject((given, run) => {
      const count = Object.keys(given).length;
      run.spend(NAME_STEPS * count);
      return holds(count, limit) || run.fail(`must have ${phrase} ${limit} fields`);
    });
  };
}

const unevaluatedProperties: CompileKeyword = (keyword) => {
  const check = keyword.value === false ? null : keyword.member(keyword.value, keyword.pointer);
  return ofObject((given, run) => {
    const { evaluated } = run;
    if (evaluated === null || evaluated.allNames) return true;
    const names = Object.keys(given).filter((name) => !evaluated.names.has(name));
    run.spend(NAME_STEPS * (names.length + evaluated.names.size));
    evaluated.allNames = true;
    return each(names, run, (name) =>
      check === null ? run.fail("is not a known field", name) : run.descend(check, name, given[name]),
    );
  });
};

export const OBJECT_KEYWORDS: Record<string, CompileKeyword> = {
  properties,
  patternProperties,
  additionalProperties,
  propertyNames,
  required,
  dependentRequired,
  dependentSchemas,
  minProperties: counted("at least", (count, limit) => count >= limit),
  maxProperties: counted("at most", (count, limit) => count <= limit),
  unevaluatedProperties,
};
