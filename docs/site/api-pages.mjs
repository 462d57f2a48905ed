import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { readOperations, resolve } from "../../packages/shared/generate/operations.mjs";
import { root } from "../../tools/workspace.mjs";
import { fieldTable, parameterTable, textOf } from "./api-fields.mjs";
import { curlSample, typescriptSample } from "./api-samples.mjs";
import { anchorOf } from "./markdown.mjs";

const document = parse(readFileSync(join(root, "openapi.yaml"), "utf8"));

/**
 * The reference of the API: a page for each tag of openapi.yaml, and one that leads to them.
 *
 * @returns {{ file: string, place: string, markdown: string }[]} `file` is where each would be in the repository
 */
export function apiPages() {
  const operations = readOperations(document);
  const tags = document.tags.filter(({ name }) => operations.some(({ tag }) => tag === name));
  const pages = [
    { place: "api/index.md", markdown: indexPage(tags, operations) },
    ...tags.map((tag) => {
      const own = operations.filter((operation) => operation.tag === tag.name);
      return { place: placeOf(tag), markdown: tagPage(tag, own) };
    }),
    { place: "api/webhooks.md", markdown: webhookPage(document.webhooks.delivery.post) },
  ];
  return pages.map((page) => ({ ...page, file: `docs/${page.place}` }));
}

const TITLES = { dlq: "Dead-letter queue", apiKeys: "API keys", stream: "Live stream" };
const spaced = (name) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
const titleOf = ({ name }) => TITLES[name] ?? name[0].toUpperCase() + spaced(name.slice(1));
const placeOf = ({ name }) => `api/${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.md`;
const linkTo = (tag) => placeOf(tag).replace("api/", "./");

/** The pages for the sidebar. */
export const apiContents = [
  ...document.tags
    .filter(({ name }) => name !== "webhooks")
    .map((tag) => ({ title: titleOf(tag), place: placeOf(tag) })),
  { title: "Requests to a destination", place: "api/webhooks.md" },
];

function indexPage(tags, operations) {
  const rows = operations.map((operation) => {
    const tag = tags.find(({ name }) => name === operation.tag);
    const link = `${linkTo(tag)}#${anchorOf(operation.summary)}`;
    return `| [${operation.summary}](${link}) | \`${operation.method} ${operation.path}\` | ${operation.access.map(code).join(" ")} |`;
  });
  return `# API reference

Every operation of [openapi.yaml](https://github.com/harbor-webhooks/harbor/blob/main/openapi.yaml), with curl and TypeScript. A
running server serves the document at \`/openapi.json\`, and in OpenAPI 3.0 at \`/openapi-3.0.json\`.

${document.info.description}
The examples read two variables, which \`npm start\` prints; the TypeScript ones begin with a client:

\`\`\`ts
import { Harbor } from "@harbor/client";

const harbor = new Harbor(); // reads HARBOR_API_KEY and HARBOR_BASE_URL
\`\`\`

## Operations

| Operation | Path below \`/v1\` | Roles |
| --- | --- | --- |
${rows.join("\n")}

Harbor's own requests are described on [a page of their own](./webhooks.md). Every operation can also return the
errors \`invalid_request\`, \`unauthorized\`, \`forbidden\`, \`rate_limited\` and \`overloaded\` ([all error codes](../errors.md)).
`;
}

function tagPage(tag, operations) {
  const schemas = [...new Set(operations.flatMap(({ result }) => result.split(" | ")))].filter(
    (name) => name !== "void",
  );
  return `# ${titleOf(tag)}

${tag.description}

${operations.map((operation) => operationSection(operation)).join("\n")}
${schemas.length === 0 ? "" : `## Objects\n\n${schemas.map((name) => objectSection(name)).join("\n")}`}`;
}

function operationSection(operation) {
  const { method, path } = operation;
  const node = document.paths[path][method.toLowerCase()];
  const parameters = [...(document.paths[path].parameters ?? []), ...(node.parameters ?? [])];
  const body = node.requestBody?.content["application/json"];
  return [
    `## ${operation.summary}`,
    `\`${method} /v1${path}\``,
    operation.description,
    `Roles: ${operation.access.map(code).join(", ")}.`,
    parameters.length > 0 && `**Parameters**\n\n${parameterTable(document, parameters)}`,
    body && `**Body**${operation.body.required ? "" : " (optional)"}\n\n${fieldTable(document, body.schema)}`,
    `::: code-group\n\n${curlSample(document, operation)}\n\n${typescriptSample(document, operation)}\n\n:::`,
    responses(operation, node),
    operation.errors.length > 0 && `Fails with ${operation.errors.map(errorLink).join(", ")}.`,
  ]
    .filter((part) => typeof part === "string")
    .map((part) => `${part.trimEnd()}\n`)
    .join("\n");
}

function responses({ result, kind }, node) {
  return Object.entries(node.responses)
    .filter(([status]) => status.startsWith("2"))
    .map(([status, reference]) => {
      const response = resolve(document, reference);
      const [content] = Object.values(response.content ?? {});
      const [example] = Object.values(content?.examples ?? {}).map((value) => resolve(document, value));
      const objects =
        result === "void"
          ? ""
          : ` ${{ one: "", list: "A page of ", stream: "A stream of " }[kind]}${result.split(" | ").map(objectLink).join(" or ")}.`;
      const shown =
        example === undefined || typeof example.value === "string"
          ? ""
          : `\n\n::: details Example\n\n\`\`\`json\n${JSON.stringify(example.value, null, 2)}\n\`\`\`\n\n:::`;
      return `**${status}** ${textOf(response.description)}${objects}${shown}`;
    })
    .join("\n\n");
}

function objectSection(name) {
  const schema = document.components.schemas[name];
  return `### ${name}\n\n${textOf(resolve(document, schema).description ?? "")}\n\n${fieldTable(document, schema)}\n`;
}

function webhookPage({ summary, description, parameters, responses }) {
  const rows = Object.entries(responses).map(
    ([status, text]) => `| ${status} | ${textOf(text.description)} |`,
  );
  return `# Requests to a destination

${summary}. ${description}
## Headers

${parameterTable(document, parameters)}

## Responses

| Status | Effect |
| --- | --- |
${rows.join("\n")}

The [contract](../contract.md#4-requests-to-a-destination) describes the whole exchange, and [the wire format](../spec/README.md) the signatures, with
test vectors.
`;
}

const code = (text) => `\`${text}\``;
const errorLink = (name) => `[\`${name}\`](../errors.md#${name})`;
const objectLink = (name) => `[\`${name}\`](#${anchorOf(name)})`;
