import { resolve } from "../../packages/shared/generate/operations.mjs";

/** The request in curl, with the first example of its body; ids are variables, to be set by the reader. */
export function curlSample(document, operation) {
  const body = exampleBody(document, operation);
  const parameters = requiredParameters(document, operation);
  const path = parameters
    .filter((parameter) => parameter.in === "path")
    .reduce(
      (text, { name, example, variable }) => text.replace(`{${name}}`, variable ?? example),
      operation.path,
    );
  const query = new URLSearchParams(queryOf(parameters)).toString();
  const url = query === "" ? `$HARBOR_BASE_URL/v1${path}` : `"$HARBOR_BASE_URL/v1${path}?${query}"`;
  const method =
    operation.method === "GET" ? (operation.kind === "stream" ? "-N " : "") : `-X ${operation.method} `;
  const lines = [
    `curl ${method}${url}`,
    `  -H "Authorization: Bearer $HARBOR_API_KEY"`,
    ...(body === undefined
      ? []
      : [`  -H "Content-Type: application/json"`, `  -d '${layOut(body).replaceAll("'", `'"'"'`)}'`]),
  ];
  return `\`\`\`sh [curl]\n${lines.join(" \\\n")}\n\`\`\``;
}

/** The same with the client. */
export function typescriptSample(document, operation) {
  const { tag, name, kind, result } = operation;
  const body = exampleBody(document, operation);
  const parameters = requiredParameters(document, operation);
  const query = queryOf(parameters);
  const inputs = [
    ...parameters
      .filter((parameter) => parameter.in === "path")
      .map(({ example }) => JSON.stringify(example)),
    ...(body === undefined ? [] : [literal(body)]),
    ...(Object.keys(query).length === 0 ? [] : [literal(query)]),
  ];
  const call = `harbor.${tag}.${HAND_WRITTEN[operation.operationId] ?? name}(${inputs.join(", ")})`;
  return `\`\`\`ts [TypeScript]\n${statement({ call, kind, result, operation })}\n\`\`\``;
}

/** Calls of the client that are not named as their operation. */
const HAND_WRITTEN = { createEvent: "send" };

function statement({ call, kind, result, operation }) {
  if (operation.operationId === "createEventBatch") return BATCH;
  const variable = lower(result.split(" | ")[0].replace(/With[A-Z]\w*$/, ""));
  if (kind !== "one") return `for await (const ${variable} of ${call}) {\n  console.log(${variable});\n}`;
  return result === "void"
    ? `await ${call};`
    : `const ${variable} = await ${call};\nconsole.log(${variable});`;
}

/** The client sends batches by itself. */
const BATCH = `const batcher = harbor.events.batcher();
const first = batcher.send({ type: "order.created", body: { order_id: "ord_124", amount_cents: 900 } });
const second = batcher.send({ type: "order.created", body: { order_id: "ord_125" } });
console.log(await Promise.all([first, second]));
await batcher.close();`;

function exampleBody(document, { path, method }) {
  const content = document.paths[path][method.toLowerCase()].requestBody?.content["application/json"];
  const [example] = Object.values(content?.examples ?? {}).map((node) => resolve(document, node));
  return example?.value;
}

/** With the variable of an id: `$DESTINATION_ID` of the parameter `DestinationIdPath`. */
function requiredParameters(document, { path, method }) {
  const item = document.paths[path];
  return [...(item.parameters ?? []), ...(item[method.toLowerCase()].parameters ?? [])]
    .map((node) => ({ ...resolve(document, node), variable: variableOf(node.$ref) }))
    .filter(({ required }) => required);
}

const variableOf = (reference) =>
  reference?.endsWith("Path")
    ? `$${reference
        .replace(/^.*\/|Path$/g, "")
        .replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_")
        .toUpperCase()}`
    : undefined;

const queryOf = (parameters) =>
  Object.fromEntries(
    parameters.filter((parameter) => parameter.in === "query").map(({ name, example }) => [name, example]),
  );

const WIDTH = 90;

/** JSON on one line with spaces, or on several where it would be too long. */
function layOut(value) {
  const line = JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, " ");
  return line.length <= WIDTH ? line : JSON.stringify(value, null, 2);
}

const literal = (value) => layOut(value).replaceAll(/"([a-z_]+)":/g, "$1:");
const lower = (name) => name[0].toLowerCase() + name.slice(1);
