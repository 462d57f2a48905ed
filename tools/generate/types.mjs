import openapiTS, { astToString } from "openapi-typescript";

/** The types of paths, operations and components, by openapi-typescript. */
export async function generateTypes(specificationUrl) {
  // A field with a default is optional in a request, which is where the defaults are.
  const ast = await openapiTS(specificationUrl, { defaultNonNullable: false });
  return plainComments(astToString(ast));
}

/** `@description` and `@enum` are no tags of TSDoc: editors show the text better without, and typedoc warns of them. */
function plainComments(source) {
  return source
    .replace(/^( *(?:\/\*\*|\*) )@description /gm, "$1")
    .replace(/^ *\* @enum \{.*\}\n/gm, "")
    .replace(/^ *\/\*\* @enum \{.*\} \*\/\n/gm, "");
}

/** One exported name for each schema that is neither an error answer nor a stand-in. */
export function generateSchemaNames(document) {
  const names = Object.keys(document.components.schemas).filter((name) => !isInternal(name));
  return [
    `import type { components } from "./openapi.js";\n`,
    ...names.map((name) => `export type ${name} = components["schemas"]["${name}"];`),
    "",
  ].join("\n");
}

const isInternal = (name) =>
  (name.endsWith("Error") && name !== "AttemptError") || name.startsWith("Malformed");
