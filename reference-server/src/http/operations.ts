import type { Config } from "../config.js";
import { openapi } from "../generated/openapi.js";
import type { OperationId } from "./api.js";

/** What serving an operation needs to know of it beside its schemas. */
export interface Operation {
  id: OperationId;
  /** What a request costs, and of which limit: one, or as many as the events in it. */
  cost: "management" | "event" | "events";
  body: "none" | "optional" | "required";
  maxBytes: number;
  /** Which of the two codes says that a request is over `maxBytes`: where events come in, it is the event's body. */
  tooLarge: "request_too_large" | "body_too_large";
}

/** Everything is below this; health and metrics are not, and are no part of the API. */
export const BASE_PATH = "/v1";

export function describeOperation(id: OperationId, limits: Config["limits"]): Operation {
  const isBatch = id === "createEventBatch";
  const takesEvents = isBatch || id === "createEvent";
  return {
    id,
    cost: isBatch ? "events" : takesEvents ? "event" : "management",
    body: bodyOf(id),
    maxBytes: isBatch ? limits.maxBatchBytes : limits.maxRequestBytes,
    tooLarge: takesEvents || id === "testDestination" ? "body_too_large" : "request_too_large",
  };
}

interface PathItem {
  [method: string]: { operationId?: string; requestBody?: { required?: boolean } } | undefined;
}

const METHODS = ["get", "post", "put", "patch", "delete"];

/** Every operation of the specification: where it is and what it is called. */
export const OPERATIONS = Object.entries(openapi.paths as Record<string, PathItem>).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const operation = item[method];
    if (operation?.operationId === undefined) return [];
    return { id: operation.operationId, method: method.toUpperCase(), path: BASE_PATH + path, operation };
  }),
);

function bodyOf(id: OperationId): Operation["body"] {
  const body = OPERATIONS.find((operation) => operation.id === id)?.operation.requestBody;
  if (body === undefined) return "none";
  return body.required === true ? "required" : "optional";
}

const PATTERNS = [...new Set(OPERATIONS.map(({ path }) => path))].map((path) => ({
  matches: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]*")}$`),
  methods: OPERATIONS.filter((operation) => operation.path === path).map(({ method }) => method),
}));

/** The methods that the specification has for this path; none for a path that it does not have. */
export function allowedMethods(path: string): string[] {
  return [
    ...new Set(PATTERNS.filter(({ matches }) => matches.test(path)).flatMap(({ methods }) => methods)),
  ].sort();
}
