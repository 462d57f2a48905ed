import { createRequire } from "node:module";
import { resolve } from "./operations.mjs";

// The server's own version, because the code imports its runtime.
const require = createRequire(new URL("../../../reference-server/package.json", import.meta.url));
const { Ajv2020, _ } = require("ajv/dist/2020.js");
const { default: standaloneCode } = require("ajv/dist/standalone");

const methods = ["get", "post", "patch", "put", "delete"];
const noBody = { type: "object", additionalProperties: false };

/**
 * The server's request validation as code, so that a start compiles no schemas. Values of a path, a query or a header are text and
 * get coerced; values of a body keep their JSON type.
 *
 * @returns {{ body: string, bodyTypes: string, text: string, textTypes: string }} two modules with their types
 */
export function generateValidators(document) {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => methods.includes(key))
      .map((method) => ({ path, method, operation: item[method], shared: item.parameters ?? [] })),
  );
  const bodies = operations
    .filter(({ method, operation }) => method !== "get" || operation.requestBody !== undefined)
    .map(({ operation }) => [operation.operationId, bodySchema(operation)]);
  const component = ["EventInput", { $ref: "#/components/schemas/EventInput" }];
  const texts = operations.flatMap(({ operation, shared }) => {
    const parameters = [...shared, ...(operation.parameters ?? [])].map((node) => resolve(document, node));
    return Object.entries(textSchemas(parameters)).map(([part, schema]) => [
      `${operation.operationId}_${part}`,
      schema,
    ]);
  });
  const headers = texts.filter(([name]) => name.endsWith("_headers"));
  const headerNames = Object.fromEntries(
    headers.map(([name, { properties }]) => [name, Object.keys(properties)]),
  );
  return {
    body: compile(document, [...bodies, component], {}),
    bodyTypes: typesOf([...bodies, component]),
    text: `${compile(document, texts, { coerceTypes: true, useDefaults: true })}
export const headerNames = ${JSON.stringify(headerNames)};
`,
    textTypes: `${typesOf(texts)}
/** The headers that each \`…_headers\` validator checks. */
export const headerNames: Record<string, string[]>;
`,
  };
}

function bodySchema({ requestBody }) {
  return requestBody === undefined ? noBody : requestBody.content["application/json"].schema;
}

/** Unknown query parameters are refused: they are usually a mistake. */
function textSchemas(parameters) {
  const objectOf = (place) => {
    const own = parameters.filter((parameter) => parameter.in === place);
    return {
      type: "object",
      properties: Object.fromEntries(own.map(({ name, schema }) => [name, schema])),
      required: own.filter(({ required }) => required === true).map(({ name }) => name),
    };
  };
  const schemas = { querystring: { ...objectOf("query"), additionalProperties: false } };
  for (const [part, place] of [
    ["params", "path"],
    ["headers", "header"],
  ]) {
    if (parameters.some((parameter) => parameter.in === place)) schemas[part] = objectOf(place);
  }
  return schemas;
}

function compile(document, schemas, options) {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    code: { source: true, esm: true, formats: _`runtime.formats` },
    ...options,
  });
  ajv.addFormat("date-time", () => true);
  for (const keyword of ["components", "example"]) ajv.addKeyword(keyword);
  ajv.addSchema({ components: withoutLateChecks(document.components) }, "openapi", undefined, false);
  for (const [name, schema] of schemas) ajv.addSchema(prepared(schema), name);
  const code = standaloneCode(ajv, Object.fromEntries(schemas.map(([name]) => [name, name])));
  return withImports(code.replaceAll(/export const (\w+) = (\w+);/g, "export { $2 as $1 };"));
}

/** The schema with references that resolve from anywhere, and without what the handlers check. */
function prepared(schema) {
  return JSON.parse(JSON.stringify(withoutLateChecks(schema)).replaceAll('"$ref":"#/', '"$ref":"openapi#/'));
}

/**
 * Without the keywords that a schema lists in `x-checked-later`: a handler checks those, because the API has an error code of its
 * own for them (`invalid_event_type`), or a result for each item.
 */
function withoutLateChecks(schema) {
  if (Array.isArray(schema)) return schema.map(withoutLateChecks);
  if (typeof schema !== "object" || schema === null) return schema;
  const late = ["x-checked-later", ...(schema["x-checked-later"] ?? [])];
  const kept = Object.entries(schema).filter(([keyword]) => !late.includes(keyword));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, withoutLateChecks(value)]));
}

/** Ajv writes `require` even into an ES module. */
function withImports(code) {
  const body = code.replaceAll('require("ajv/dist/runtime/ucs2length").default', "runtime.textLength");
  if (body.includes("require("))
    throw new Error("A validator needs something that schema-runtime.ts does not have.");
  return `import * as runtime from "../http/schema-runtime.js";\n${body}\n`;
}

function typesOf(schemas) {
  return `import type { ErrorObject } from "ajv";

interface Validate {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

${schemas.map(([name]) => `export const ${name}: Validate;`).join("\n")}
`;
}
