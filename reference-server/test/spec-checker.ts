import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { openapi } from "./openapi.js";

/** Fails a test when a response of the API is not one that openapi.yaml documents. */

export interface Exchange {
  method: string;
  /** Path and query as requested. */
  path: string;
  status: number;
  headers: Headers;
  /** Null for a stream, which does not end. */
  text: string | null;
}

/** `fetch`, but every response from below `/v1` is checked; the body can still be read. */
export function createCheckedFetch(check = createSpecChecker()) {
  return async (url: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(url, init);
    const { pathname, search } = new URL(url);
    if (!pathname.startsWith("/v1/")) return response;
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
    const text = isStream ? null : await response.clone().text();
    const { status, headers } = response;
    check({ method: init.method ?? "GET", path: pathname + search, status, headers, text });
    return response;
  };
}

interface Schema {
  [keyword: string]: unknown;
}

interface DocumentedResponse {
  headers?: Record<string, { $ref?: string; required?: boolean }>;
  content?: Record<string, { schema: Schema }>;
}

interface DocumentedOperation {
  operationId: string;
  responses: Record<string, { $ref?: string } & DocumentedResponse>;
}

interface Route {
  pattern: RegExp;
  /** The more of a path is written out, the sooner it is tried: `/events/batch` before `/events/{id}`. */
  parameters: number;
  method: string;
  operation: DocumentedOperation;
}

/** The responses of any path before it is known to be an operation's. */
const UNKNOWN_PATH_CODES = [
  "not_found",
  "method_not_allowed",
  "unauthorized",
  "forbidden",
  "rate_limited",
  "invalid_request",
];

export function createSpecChecker(): (exchange: Exchange) => void {
  const routes = readRoutes();
  const validatorOf = createValidatorSource();
  return (exchange) => {
    const path = exchange.path.replace(/\?.*$/s, "").replace(/\/$/, "");
    // The first pattern that fits decides the path; a method that this path does not have is not another path's.
    const known = routes.find(({ pattern }) => pattern.test(path))?.pattern.source;
    const route = routes.find(
      ({ pattern, method }) => pattern.source === known && method === exchange.method,
    );
    try {
      checkRequestId(exchange);
      if (route === undefined || isUnknownPath(exchange)) checkUnknownPath(exchange, validatorOf);
      else checkResponse(exchange, route.operation, validatorOf);
    } catch (cause) {
      const what = `${exchange.method} ${exchange.path} -> ${exchange.status} ${exchange.text ?? ""}`;
      throw new Error(`${(cause as Error).message}\n${what}`, { cause });
    }
  };
}

function readRoutes(): Route[] {
  const routes = Object.entries(openapi.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(
        ([, operation]) => typeof operation === "object" && operation !== null && "operationId" in operation,
      )
      .map(([method, operation]) => ({
        pattern: new RegExp(`^/v1${path.replaceAll(/\{\w+\}/g, "[^/]*")}$`),
        parameters: path.split("{").length,
        method: method.toUpperCase(),
        operation: operation as DocumentedOperation,
      })),
  );
  return routes.sort((a, b) => a.parameters - b.parameters);
}

function checkRequestId({ headers, status, text }: Exchange): void {
  const id = headers.get("harbor-request-id") ?? "";
  if (!/^req_[0-9A-HJKMNP-TV-Z]{26}$/.test(id)) throw new Error("the response has no Harbor-Request-Id");
  if (status < 400 || text === null || text === "") return;
  const { error } = JSON.parse(text) as { error?: { request_id?: string } };
  if (error?.request_id !== id) throw new Error("the error's request_id is not that of the header");
}

/** A path parameter that cannot be decoded is not a path of the API. */
function isUnknownPath({ path, status }: Exchange): boolean {
  if (status !== 404) return false;
  try {
    decodeURIComponent(path);
    return false;
  } catch {
    return true;
  }
}

type ValidatorOf = (schema: Schema) => ValidateFunction;

function checkUnknownPath({ method, status, headers, text }: Exchange, validatorOf: ValidatorOf): void {
  if (status === 405 && headers.get("allow") === null) throw new Error("a 405 has no Allow header");
  if (text === "" && (method === "HEAD" || (method === "OPTIONS" && status === 204))) return;
  const value = parseJson(headers, text);
  const schema = {
    type: "object",
    required: ["error"],
    properties: { error: { $ref: "#/components/schemas/ErrorObject" } },
  };
  checkSchema(validatorOf(schema), value);
  const { code } = (value as { error: { code: string } }).error;
  if (!UNKNOWN_PATH_CODES.includes(code)) throw new Error(`an unknown path responds with ${code}`);
}

function checkResponse(exchange: Exchange, operation: DocumentedOperation, validatorOf: ValidatorOf): void {
  const documented = operation.responses[exchange.status];
  if (documented === undefined) {
    throw new Error(`${operation.operationId} does not document ${exchange.status}`);
  }
  const { headers = {}, content } = resolve(documented) as DocumentedResponse;
  for (const [name, header] of Object.entries(headers)) {
    const { required } = resolve(header) as { required?: boolean };
    if (required === true && exchange.headers.get(name) === null)
      throw new Error(`the header ${name} is missing`);
  }
  if (content === undefined) {
    if (exchange.text !== "") throw new Error("a response without documented content has a body");
    return;
  }
  if (exchange.text === null) {
    if (content["text/event-stream"] === undefined) throw new Error("a stream is not documented");
    return;
  }
  const media = content["application/json"];
  if (media === undefined) throw new Error("a response in JSON is not documented");
  checkSchema(validatorOf(media.schema), parseJson(exchange.headers, exchange.text));
}

function parseJson(headers: Headers, text: string | null): unknown {
  if (headers.get("content-type") !== "application/json; charset=utf-8") {
    throw new Error(`the content type is ${headers.get("content-type") ?? "missing"}`);
  }
  return JSON.parse(text ?? "");
}

function checkSchema(validate: ValidateFunction, value: unknown): void {
  if (validate(value)) return;
  const faults = validate.errors?.map(
    ({ instancePath, message, params }) => `${instancePath} ${message ?? ""} ${JSON.stringify(params)}`,
  );
  throw new Error(`the body does not match its schema:\n  ${faults?.join("\n  ") ?? ""}`);
}

function createValidatorSource(): ValidatorOf {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const compiled = new Map<Schema, ValidateFunction>();
  return (schema) => {
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    const validate = ajv.compile(closed(schema));
    compiled.set(schema, validate);
    return validate;
  };
}

/**
 * The schema with its references followed, and without room for fields that it does not name: clients must accept those, but
 * this server has no business sending them.
 */
function closed(schema: Schema, isPart = false): Schema {
  const node = followed(schema);
  const result: Schema = { ...node };
  if (isSchemaMap(node.properties)) {
    result.properties = Object.fromEntries(
      Object.entries(node.properties).map(([name, value]) => [name, closed(value)]),
    );
  }
  if (isSchema(node.items)) result.items = closed(node.items);
  if (Array.isArray(node.allOf)) result.allOf = node.allOf.map((part: Schema) => closed(part, true));
  for (const keyword of ["oneOf", "anyOf"] as const) {
    const branches = node[keyword];
    if (Array.isArray(branches)) result[keyword] = branches.map((branch: Schema) => closed(branch));
  }
  const names = node.properties !== undefined || node.allOf !== undefined;
  if (names && !isPart && node.additionalProperties === undefined && isObjectOrAllOf(node)) {
    result.unevaluatedProperties = false;
  }
  return result;
}

function isObjectOrAllOf({ type, allOf }: Schema): boolean {
  return type === "object" || allOf !== undefined;
}

function followed(schema: Schema): Schema {
  const { $ref, ...beside } = schema;
  return typeof $ref === "string" ? { ...followed(lookUp($ref) as Schema), ...beside } : schema;
}

function resolve(value: object & { $ref?: string }): unknown {
  return value.$ref === undefined ? value : lookUp(value.$ref);
}

function lookUp(ref: string): unknown {
  const keys = ref.replace(/^#\//, "").split("/");
  return keys.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], openapi);
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null;
}

function isSchemaMap(value: unknown): value is Record<string, Schema> {
  return isSchema(value);
}
