import { readOperations, resolve } from "./operations.mjs";

/** What each operation answers when all goes well, with the specification's example of it. */
export function generateExamples(document) {
  const operations = readOperations(document).map((operation) => {
    const { responses } = document.paths[operation.path][operation.method.toLowerCase()];
    // Of several, the one that a first request gets rather than its repetition: 202 of 200 and 202.
    const status = Object.keys(responses)
      .filter((code) => code.startsWith("2"))
      .sort()
      .at(-1);
    const [content] = Object.values(resolve(document, responses[status]).content ?? {});
    return { ...operation, status, example: exampleOf(document, operation.operationId, content) };
  });
  return `import type { AnswerOf, OperationId } from "../msw/answers.js";

/** Where an operation is and what it answers when all goes well. */
export interface OperationRoute {
  method: "get" | "post" | "patch" | "put" | "delete";
  /** Below \`/v1\`, with \`:name\` for what is variable. */
  path: string;
  status: number;
}

/** Those with less that is variable first: \`/events/batch\` is no \`/events/:id\`. */
export const routes: Record<OperationId, OperationRoute> = {
${[...operations].sort(byVariables).map(routeLine).join("\n")}
};

export const examples: { [Id in OperationId]: AnswerOf<Id> } = {
${operations.map(({ operationId, example }) => `  ${operationId}: ${example},`).join("\n")}
};
`;
}

function exampleOf(document, operationId, content) {
  if (content === undefined) return "undefined";
  const [example] = Object.values(content.examples ?? {}).map((node) => resolve(document, node));
  if (example === undefined) throw new Error(`${operationId} has no example of its answer in openapi.yaml.`);
  return JSON.stringify(example.value);
}

const variables = ({ path }) => path.split("{").length;
const byVariables = (a, b) => variables(a) - variables(b);

function routeLine({ operationId, method, path, status }) {
  const pattern = path.replaceAll(/\{(\w+)\}/g, ":$1");
  return `  ${operationId}: { method: "${method.toLowerCase()}", path: "${pattern}", status: ${status} },`;
}
