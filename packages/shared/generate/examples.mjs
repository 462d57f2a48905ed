import { readOperations, resolve } from "./operations.mjs";

/** The success response of each operation, with the specification's example of its body. */
export function generateExamples(document) {
  const operations = readOperations(document).map((operation) => {
    const { responses } = document.paths[operation.path][operation.method.toLowerCase()];
    // Of several, the response to a first request, not to its repetition: 202 of 200 and 202.
    const status = Object.keys(responses)
      .filter((code) => code.startsWith("2"))
      .sort()
      .at(-1);
    const [content] = Object.values(resolve(document, responses[status]).content ?? {});
    return { ...operation, status, example: exampleOf(document, operation.operationId, content) };
  });
  return `import type { OperationId, ResponseOf } from "../msw/operation-types.js";

/** The place of an operation and the status of its success response. */
export interface OperationRoute {
  method: "get" | "post" | "patch" | "put" | "delete";
  /** Below \`/v1\`, with \`:name\` for each parameter. */
  path: string;
  status: number;
}

/** Paths with fewer parameters first: \`/events/batch\` must not match \`/events/:id\`. */
export const routes: Record<OperationId, OperationRoute> = {
${[...operations].sort(byVariables).map(routeLine).join("\n")}
};

export const examples: { [Id in OperationId]: ResponseOf<Id> } = {
${operations.map(({ operationId, example }) => `  ${operationId}: ${example},`).join("\n")}
};
`;
}

function exampleOf(document, operationId, content) {
  if (content === undefined) return "undefined";
  const [example] = Object.values(content.examples ?? {}).map((node) => resolve(document, node));
  if (example === undefined)
    throw new Error(`${operationId} has no example of its response in openapi.yaml.`);
  return JSON.stringify(example.value);
}

const variables = ({ path }) => path.split("{").length;
const byVariables = (a, b) => variables(a) - variables(b);

function routeLine({ operationId, method, path, status }) {
  const pattern = path.replaceAll(/\{(\w+)\}/g, ":$1");
  return `  ${operationId}: { method: "${method.toLowerCase()}", path: "${pattern}", status: ${status} },`;
}
