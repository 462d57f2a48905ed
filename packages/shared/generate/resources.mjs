import { docComment } from "./doc-comment.mjs";
import { readOperations } from "./operations.mjs";

/** Sent by `events.send` and `events.batcher`, which check bodies and set idempotency keys (typed-events-api.ts). */
const HAND_WRITTEN = ["createEvent", "createEventBatch"];

/** One class per tag with one method per operation, over the hand-written core (packages/client/src/caller.ts). */
export function generateResources(document) {
  const operations = readOperations(document).filter(
    ({ operationId }) => !HAND_WRITTEN.includes(operationId),
  );
  const tags = document.tags.filter(({ name }) => operations.some(({ tag }) => tag === name));
  return [
    imports(operations),
    ...operations.filter(({ hasQuery }) => hasQuery).map(queryType),
    ...tags.map((tag) =>
      resourceClass(
        tag,
        operations.filter((operation) => operation.tag === tag.name),
      ),
    ),
    rootClass(tags),
  ].join("\n");
}

function imports(operations) {
  const schemas = operations.flatMap(({ result, body }) => [...result.split(" | "), body?.type]);
  const names = [...new Set(schemas)].filter((name) => name !== undefined && name !== "void").sort();
  return `import type { Caller } from "../caller.js";
import type { HarborList } from "../harbor-list.js";
import type { HarborPromise } from "../harbor-promise.js";
import type { HarborStream } from "../harbor-stream.js";
import type { RequestOptions, StreamOptions } from "../request-options.js";
import type { operations } from "./openapi.js";
import type {
${names.map((name) => `  ${name},`).join("\n")}
} from "./schemas.js";
`;
}

function queryType({ operationId, tag, name }) {
  return `${docComment([`The query of \`${tag}.${name}\`.`])}
export type ${pascal(operationId)}Query = NonNullable<operations["${operationId}"]["parameters"]["query"]>;\n`;
}

function resourceClass({ name, description }, operations) {
  return `/** ${description} */
export class ${className(name)} {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }
${operations.map(method).join("")}}
`;
}

function method(operation) {
  const { name, kind, result } = operation;
  const returns = { one: "HarborPromise", list: "HarborList", stream: "HarborStream" }[kind];
  const call = { one: "send", list: "list", stream: "stream" }[kind];
  return `
${comment(operation)}
  ${name}(${parameters(operation).join(", ")}): ${returns}<${result}> {
    return this.#caller.${call}(${request(operation)}, options);
  }
`;
}

function parameters({ operationId, pathParameters, body, hasQuery, needsQuery, kind }) {
  return [
    ...pathParameters.map((name) => `${camel(name)}: string`),
    ...(body ? [body.required ? `body: ${body.type}` : `body: ${body.type} = {}`] : []),
    ...(hasQuery ? [`query: ${pascal(operationId)}Query${needsQuery ? "" : " = {}"}`] : []),
    `options: ${kind === "stream" ? "StreamOptions" : "RequestOptions"} = {}`,
  ];
}

function request({ method, path, pathParameters, body, hasQuery }) {
  const fields = [`method: "${method}"`, `path: "${path}"`];
  if (pathParameters.length > 0) fields.push(`params: { ${pathParameters.map(parameterField).join(", ")} }`);
  if (body) fields.push("body");
  if (hasQuery) fields.push("query");
  return `{ ${fields.join(", ")} }`;
}

function comment({ summary, description, errors }) {
  const lines = [`${summary}.`, "", ...description.trimEnd().split("\n")];
  if (errors.length > 0) lines.push("", `Fails with ${errors.map((code) => `\`${code}\``).join(", ")}.`);
  return docComment(lines, "  ");
}

function rootClass(tags) {
  return `/** Every group of calls. \`Harbor\` extends it. */
export class Resources {
${tags.map(({ name, description }) => `  /** ${description} */\n  readonly ${name}: ${className(name)};`).join("\n")}

  /** @internal */
  constructor(caller: Caller) {
${tags.map(({ name }) => `    this.${name} = new ${className(name)}(caller);`).join("\n")}
  }
}
`;
}

// The suffix keeps a group apart from the resource of the same name, as Stats is.
const className = (tag) => `${pascal(tag)}Api`;
const parameterField = (name) => (camel(name) === name ? name : `${name}: ${camel(name)}`);
const pascal = (name) => name[0].toUpperCase() + name.slice(1);
const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
