import openapiTS, { astToString } from "openapi-typescript";
import { docComment } from "./doc-comment.mjs";

/** Docstrings for the exports of openapi-typescript, which have none. */
const ROOTS = {
  paths: "Every path of the API, as openapi-fetch wants it: what `harbor.raw` is typed by.",
  webhooks: "The requests that Harbor sends: the delivery of an event, and the operational events.",
  components: "Every schema, parameter, header and response of the API by its name.",
  operations: "Every operation of the API by its `operationId`.",
};

/** The types of paths, operations and components, by openapi-typescript. */
export async function generateTypes(specificationUrl) {
  // A field with a default is optional in a request, which is where the defaults are.
  const ast = await openapiTS(specificationUrl, { defaultNonNullable: false });
  return Object.entries(ROOTS).reduce(
    (source, [name, text]) => source.replace(`export interface ${name} {`, `${docComment([text])}\n$&`),
    plainComments(astToString(ast)),
  );
}

/** A field that every resource of its schema has: those of requests that have an enum are optional. */
const REQUIRED_FIELD = /^( {12,16}(?!code\b)\w+: )([^;{}]+?)((?: \| null)?;)$/gm;
const INLINE_ENUM = /^"\w+"(?: \| "\w+")+$/;

/**
 * Lets the enums of responses also be another string: a newer server may send a value that this version does not list. Editors
 * still complete the listed values. Requests keep their closed lists, so that a mistake does not compile.
 */
export function openResponseEnums(source) {
  const start = source.indexOf("\n    schemas: {");
  const end = source.indexOf("\n    responses: {", start);
  const schemas = source.slice(start, end);
  const named = [...schemas.matchAll(/^ {8}(\w+): "\w+"(?: \| "\w+")+;$/gm)].map(
    ([, name]) => `components["schemas"]["${name}"]`,
  );
  const isEnum = (type) => named.includes(type) || INLINE_ENUM.test(type);
  const opened = schemas.replace(REQUIRED_FIELD, (line, ...[field, type, rest]) =>
    isEnum(type) ? `${field}${type} | (string & Record<never, never>)${rest}` : line,
  );
  return source.slice(0, start) + opened + source.slice(end);
}

/** Removes `@description` and `@enum`, which TSDoc does not know: editors show the text better without, and typedoc warns. */
function plainComments(source) {
  return source
    .replace(/^( *(?:\/\*\*|\*) )@description /gm, "$1")
    .replace(/^ *\* @enum \{.*\}\n/gm, "")
    .replace(/^ *\/\*\* @enum \{.*\} \*\/\n/gm, "");
}

/** One exported name for each schema, except the error responses. */
export function generateSchemaNames(document) {
  const schemas = Object.entries(document.components.schemas).filter(([name]) => !isInternal(name));
  return [
    `import type { components } from "./openapi.js";\n`,
    ...schemas.flatMap(([name, { description }]) => [
      docComment(description.trimEnd().split("\n")),
      `export type ${name} = components["schemas"]["${name}"];`,
    ]),
    "",
  ].join("\n");
}

const isInternal = (name) => name.endsWith("Error") && name !== "AttemptError";
