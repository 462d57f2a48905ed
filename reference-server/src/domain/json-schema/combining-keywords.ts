import { below, type CompileKeyword, objectOf, schemasOf, textOf, type Keyword } from "./keyword.js";
import { SchemaError } from "./schema-error.js";
import type { Check } from "./schema-run.js";

const schemasFor = (keyword: Keyword): Check[] =>
  schemasOf(keyword).map((schema, index) => keyword.same(schema, below(keyword.pointer, index)));

const allOf: CompileKeyword = (keyword) => {
  const checks = schemasFor(keyword);
  return (given, run) => {
    let ok = true;
    for (const check of checks) {
      if (check(given, run)) continue;
      if (run.isQuiet) return false;
      ok = false;
    }
    return ok;
  };
};

/** Every branch that holds counts for what is evaluated. */
const anyOf: CompileKeyword = (keyword) => {
  const checks = schemasFor(keyword);
  return (given, run) => {
    let ok = false;
    for (const check of checks) {
      ok = run.holds(check, given) || ok;
      if (ok && run.evaluated === null) return true;
    }
    return ok || run.fail("must match at least one of the schemas of anyOf");
  };
};

const oneOf: CompileKeyword = (keyword) => {
  const checks = schemasFor(keyword);
  return (given, run) => {
    let count = 0;
    for (const check of checks) if (run.holds(check, given) && ++count > 1) break;
    return count === 1 || run.fail("must match exactly one of the schemas of oneOf");
  };
};

const not: CompileKeyword = (keyword) => {
  const check = keyword.same(keyword.value, keyword.pointer);
  return (given, run) => {
    const { evaluated } = run;
    run.evaluated = null;
    const matches = run.quietly(check, given);
    run.evaluated = evaluated;
    return !matches || run.fail("must not match the schema of not");
  };
};

const conditional: CompileKeyword = (keyword) => {
  const { siblings, pointer } = keyword;
  const schema = pointer.slice(0, -"/if".length);
  const branch = (name: "then" | "else") =>
    Object.hasOwn(siblings, name) ? keyword.same(siblings[name], below(schema, name)) : null;
  const condition = keyword.same(keyword.value, pointer);
  const [then, otherwise] = [branch("then"), branch("else")];
  return (given, run) => {
    const next = run.holds(condition, given) ? then : otherwise;
    return next === null || next(given, run);
  };
};

/** Without `if` it has no effect; with it, `if` applies it. */
const branchOfIf: CompileKeyword = (keyword) => {
  if (!Object.hasOwn(keyword.siblings, "if")) keyword.member(keyword.value, keyword.pointer);
  return null;
};

const reference: CompileKeyword = (keyword) => keyword.reference(textOf(keyword));

const definitions: CompileKeyword = (keyword) => {
  for (const [name, schema] of Object.entries(objectOf(keyword))) {
    keyword.member(schema, below(keyword.pointer, name));
  }
  return null;
};

/** Read before the keywords (schema-references.ts). */
const name: CompileKeyword = (keyword) => {
  textOf(keyword);
  return null;
};

const DIALECT = /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/;

const dialect: CompileKeyword = (keyword) => {
  if (DIALECT.test(textOf(keyword))) return null;
  throw new SchemaError(keyword.pointer, "must be https://json-schema.org/draft/2020-12/schema, or left out");
};

export const COMBINING_KEYWORDS: Record<string, CompileKeyword> = {
  $schema: dialect,
  $id: name,
  $anchor: name,
  $dynamicAnchor: name,
  $defs: definitions,
  $ref: reference,
  $dynamicRef: reference,
  allOf,
  anyOf,
  oneOf,
  not,
  if: conditional,
  then: branchOfIf,
  else: branchOfIf,
};
