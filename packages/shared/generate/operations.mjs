const methods = ["get", "post", "patch", "put", "delete"];

/**
 * The operations of the document in the words of the client.
 *
 * @returns {{ tag: string, name: string, operationId: string, method: string, path: string, summary: string,
 *   description: string, pathParameters: string[], hasQuery: boolean, needsQuery: boolean, body?: { type: string, required: boolean },
 *   access: string[], kind: "one" | "list" | "stream", result: string, errors: string[] }[]}
 */
export function readOperations(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => methods.includes(key))
      .map((method) => readOperation(document, { path, method, item, operation: item[method] })),
  );
}

function readOperation(document, { path, method, item, operation }) {
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((p) =>
    resolve(document, p),
  );
  const names = (place) => parameters.filter((p) => p.in === place).map((p) => p.name);
  const bodySchema = operation.requestBody?.content["application/json"].schema;
  return {
    tag: operation.tags[0],
    name: operation["x-client-method"] ?? methodName(operation),
    operationId: operation.operationId,
    method: method.toUpperCase(),
    path,
    summary: operation.summary,
    description: operation.description,
    pathParameters: names("path"),
    hasQuery: names("query").length > 0,
    needsQuery: parameters.some((p) => p.in === "query" && p.required === true),
    access: readAccess(operation),
    body: bodySchema && { type: refName(bodySchema), required: operation.requestBody.required === true },
    errors: readErrorCodes(document, operation),
    ...readResult(document, operation),
  };
}

/** Every operation names who may use it, so that a new one is not open to every key. */
function readAccess({ operationId, "x-access": access }) {
  if (Array.isArray(access) && access.includes("admin")) return access;
  throw new Error(`${operationId} in openapi.yaml needs x-access: a list of roles with admin among them.`);
}

/** `createEventBatch` with the tag `events` is `createBatch`: the operation's id without the tag's noun. */
function methodName({ operationId, tags: [tag] }) {
  const plural = tag[0].toUpperCase() + tag.slice(1);
  const singular = plural.endsWith("ies") ? `${plural.slice(0, -3)}y` : plural.replace(/s$/, "");
  return operationId.replace(plural, "").replace(singular, "");
}

function readResult(document, operation) {
  const contents = Object.entries(operation.responses)
    .filter(([status]) => status.startsWith("2"))
    .flatMap(([, response]) => Object.entries(response.content ?? {}));
  const stream = contents.find(([mediaType]) => mediaType === "text/event-stream");
  if (stream) return { kind: "stream", result: refName(stream[1].schema.contentSchema) };
  const results = [...new Set(contents.map(([, { schema }]) => refName(schema)))];
  if (results.length === 0) return { kind: "one", result: "void" };
  const properties = document.components.schemas[results[0]].properties ?? {};
  if (properties.next_cursor !== undefined) return { kind: "list", result: refName(properties.data.items) };
  return { kind: "one", result: results.join(" | ") };
}

/** The codes that are particular to the operation: those of its 4xx responses that not every operation has. */
function readErrorCodes(document, operation) {
  const common = ["invalid_request", "unauthorized", "forbidden", "rate_limited"];
  const transport = ["request_too_large", "unsupported_media_type"];
  const codes = Object.entries(operation.responses)
    .filter(([status]) => status.startsWith("4"))
    .flatMap(([, response]) => {
      const schema = resolve(document, resolve(document, response).content["application/json"].schema);
      return schema.properties.error.allOf[1].properties.code.enum;
    });
  return codes.filter((code) => !common.includes(code) && !transport.includes(code));
}

/** The target of a reference inside the document; any other value is returned as it is. */
export function resolve(document, node) {
  if (node.$ref === undefined) return node;
  return node.$ref
    .slice(2)
    .split("/")
    .reduce((value, key) => value[key], document);
}

function refName({ $ref }) {
  return $ref.slice($ref.lastIndexOf("/") + 1);
}
