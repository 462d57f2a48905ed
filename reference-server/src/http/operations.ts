import type { Config } from "../config.js";
import { operations } from "../generated/operations.js";
import type { CallerRole } from "../domain/domain.js";
import type { OperationId } from "./api.js";
import type { BodyShape } from "./json/json-body.js";

/** The properties of an operation that the server needs, apart from its schemas. */
export interface Operation {
  id: OperationId;
  /** Who may use it. */
  access: readonly CallerRole[];
  /** Which limit a request is charged to: one request, one event, or the number of events in a batch. */
  cost: "read" | "management" | "event" | "events";
  body: "none" | "optional" | "required";
  maxBytes: number;
  /** Which parts of the body stay bytes. */
  shape: BodyShape;
  /** The code for a request over `maxBytes`. Operations that take events report the event's body. */
  tooLarge: "request_too_large" | "body_too_large";
}

/** All operations are below this path. Probes, metrics and the specification are not. */
export const BASE_PATH = "/v1";

/** Every operation of the specification, with its full path. */
export const OPERATIONS = operations.map((operation) => ({ ...operation, path: BASE_PATH + operation.path }));

/** `maxItems` of `EventBatchInput` in openapi.yaml. */
export const MAX_BATCH_EVENTS = 100;

const SHAPES: Partial<Record<OperationId, BodyShape>> = {
  createEvent: { opaque: "body" },
  createEventBatch: { opaque: "body", list: { name: "events", maxItems: MAX_BATCH_EVENTS } },
  testDestination: { opaque: "body" },
  createDestination: { list: { name: "subscriptions", maxItems: Infinity } },
  putDestinationByUid: { list: { name: "subscriptions", maxItems: Infinity } },
};

export function describeOperation(id: OperationId, limits: Config["limits"]): Operation {
  const isBatch = id === "createEventBatch";
  const takesEvents = isBatch || id === "createEvent";
  const { method, access, body } = rowOf(id);
  return {
    id,
    access,
    cost: isBatch ? "events" : takesEvents ? "event" : method === "GET" ? "read" : "management",
    body,
    shape: SHAPES[id] ?? {},
    maxBytes: isBatch ? limits.maxBatchBytes : limits.maxRequestBytes,
    tooLarge: takesEvents || id === "testDestination" ? "body_too_large" : "request_too_large",
  };
}

function rowOf(id: OperationId): (typeof operations)[number] {
  const row = operations.find((operation) => operation.id === id);
  if (row === undefined) throw new Error(`openapi.yaml has no operation ${id}.`);
  return row;
}

interface PathMethods {
  path: string;
  pattern: RegExp;
  methods: string[];
}

const PARAMETER = /\{(\w+)\}/g;

/** As routers write it: `/events/:id`. */
export const routerPath = (path: string): string => path.replaceAll(PARAMETER, ":$1");

/** Sorts a parameter behind every name, so that `/events/batch` comes before `/events/{id}`, which also matches it. */
const orderOf = (path: string): string => path.replaceAll(PARAMETER, "~");

const PATHS: PathMethods[] = [...new Set(OPERATIONS.map(({ path }) => path))]
  .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
  .map((path) => ({
    path,
    pattern: new RegExp(`^${path.replaceAll(PARAMETER, "[^/]*")}$`),
    methods: OPERATIONS.filter((operation) => operation.path === path).map(({ method }) => method),
  }));

/** The methods that the specification has for this path; empty if the path is unknown. */
export function allowedMethods(path: string): string[] {
  return PATHS.find(({ pattern }) => pattern.test(path))?.methods ?? [];
}

/** The value of `Allow`: `OPTIONS` is served everywhere, `HEAD` wherever `GET` is. */
export function withImpliedMethods(methods: readonly string[]): string[] {
  return [...methods, "OPTIONS", ...(methods.includes("GET") ? ["HEAD"] : [])].sort();
}

/** The path that both match: `/destinations/by-uid/test` for `/destinations/by-uid/{uid}` and `/destinations/{id}/test`. */
function sharedPath(path: string, other: string): string | null {
  const others = other.split("/");
  const segments = path.split("/").map((segment, at) => {
    const [one, two = ""] = [segment, others[at]];
    if (one.startsWith("{")) return two;
    return two.startsWith("{") || one === two ? one : null;
  });
  return segments.length === others.length && !segments.includes(null) ? segments.join("/") : null;
}

/**
 * Methods of a path that matches requests of another one, which comes first and does not have them: `GET /events/batch`. A router with
 * one tree per method would take it for `GET /events/{id}`.
 */
export const SHADOWED_METHODS = PATHS.flatMap(({ path: first, methods }, at) =>
  PATHS.slice(at + 1).flatMap((other) => {
    const path = sharedPath(first, other.path);
    const shadowed = other.methods.filter((method) => !methods.includes(method));
    return path === null ? [] : shadowed.map((method) => ({ method, path: routerPath(path) }));
  }),
);
