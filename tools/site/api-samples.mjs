import { resolve } from "../generate/operations.mjs";

/** The request in curl, with the first example of its body. */
export function curlSample(document, operation) {
  const body = exampleBody(document, operation);
  const path = operation.path.replaceAll(/\{\w+\}/g, () => `$${variableOf(document, operation)}`);
  const method =
    operation.method === "GET" ? (operation.kind === "stream" ? "-N " : "") : `-X ${operation.method} `;
  const lines = [
    `curl ${method}$HARBOR_BASE_URL/v1${path}`,
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
  const id = pathExample(document, operation);
  const inputs = [
    ...(id === undefined ? [] : [JSON.stringify(id)]),
    ...(body === undefined ? [] : [literal(body)]),
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

function pathExample(document, { path, method }) {
  const item = document.paths[path];
  const parameters = [...(item.parameters ?? []), ...(item[method.toLowerCase()].parameters ?? [])];
  return parameters.map((node) => resolve(document, node)).find((parameter) => parameter.in === "path")
    ?.example;
}

const VARIABLES = {
  dest: "DESTINATION_ID",
  sub: "SUBSCRIPTION_ID",
  evt: "EVENT_ID",
  del: "DELIVERY_ID",
  key: "KEY_ID",
};
const variableOf = (document, operation) => VARIABLES[pathExample(document, operation).split("_")[0]];

const WIDTH = 90;

/** JSON on one line with spaces, or on several where it would be too long. */
function layOut(value) {
  const line = JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, " ");
  return line.length <= WIDTH ? line : JSON.stringify(value, null, 2);
}

const literal = (value) => layOut(value).replaceAll(/"([a-z_]+)":/g, "$1:");
const lower = (name) => name[0].toLowerCase() + name.slice(1);
