import type { ErrorObject } from "ajv";
import type { preValidationHookHandler } from "fastify";
import { ApiError, type ErrorDetail } from "../errors.js";
import * as bodies from "../generated/body-validators.js";
import * as texts from "../generated/text-validators.js";
import { pointerToken } from "./json/json-body.js";

/** Validates requests with the code generated from openapi.yaml, and names each place that does not match. */

/** A validator as Ajv generates it and Fastify calls it. */
export interface Validate {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

type RequestPart = "body" | "querystring" | "params" | "headers";

/** The parts of a request in the order of validation: how Fastify, the generated validators and `details` call each. */
const PARTS = [
  { field: "params", part: "params", base: "path" },
  { field: "body", part: "body", base: "body" },
  { field: "query", part: "querystring", base: "query" },
  { field: "headers", part: "headers", base: "headers" },
] as const;

/** A `preValidation` hook: the first part with faults is reported. Texts in paths and queries get their types. */
export function createRequestValidation(operationId: string): preValidationHookHandler {
  const checks = PARTS.flatMap(({ field, part, base }) => {
    const validate = validatorOf(operationId, part);
    return validate === undefined ? [] : { field, base, validate };
  });
  return (request, _reply, done) => {
    const failed = checks.find(({ field, validate }) => !validate(request[field]));
    done(failed && invalidRequest(failed.validate.errors ?? [], failed.base));
  };
}

/** Validates one event: in a batch each has its own result. */
export const validateEvent: Validate = bodies.EventInput;

/** The validator for a part of an operation's request; undefined if the specification does not describe that part. */
function validatorOf(operationId: string, part: RequestPart): Validate | undefined {
  if (part === "body") return (bodies as Record<string, Validate>)[operationId];
  const name = `${operationId}_${part}`;
  const validate = (texts as unknown as Record<string, Validate>)[name];
  const names = texts.headerNames[name];
  return validate === undefined || names === undefined ? validate : byKnownNames(names, validate);
}

/** Node's header names are in lower case; the specification, and so `details`, use the usual spelling. */
function byKnownNames(headerNames: string[], validate: Validate): Validate {
  const names = headerNames.map((name) => [name, name.toLowerCase()] as const);
  const check: Validate = (data) => {
    const headers = data as Record<string, unknown>;
    const known: Record<string, unknown> = {};
    for (const [name, lower] of names) if (headers[lower] !== undefined) known[name] = headers[lower];
    const isValid = validate(known);
    check.errors = validate.errors ?? null;
    return isValid;
  };
  return check;
}

/** Enough to fix a request; a hostile one could have a hundred thousand faults. */
const MAX_DETAILS = 20;

/** `base` is the start of the paths in `details`: `body`, `query`, `headers`, or a place inside. */
export function invalidRequest(errors: readonly ErrorObject[], base: string): ApiError {
  const details = new Map<string, ErrorDetail>();
  for (const error of errors) {
    // The faults of each branch are listed separately.
    if (error.keyword === "anyOf" || error.keyword === "oneOf") continue;
    const detail = toDetail(error, base);
    details.set(`${detail.path} ${detail.message}`, detail);
    if (details.size === MAX_DETAILS) break;
  }
  return new ApiError("invalid_request", undefined, { details: [...details.values()] });
}

/** Ajv's `params`, for keywords whose message is not specific enough. */
interface Params {
  additionalProperty?: string;
  missingProperty?: string;
  allowedValues?: unknown[];
}

function toDetail({ instancePath, keyword, params, message }: ErrorObject, base: string): ErrorDetail {
  const path = base + instancePath;
  const { additionalProperty, missingProperty, allowedValues } = params as Params;
  if (additionalProperty !== undefined) {
    return { path: `${path}/${pointerToken(additionalProperty)}`, message: "is not a known field" };
  }
  if (missingProperty !== undefined) {
    return { path: `${path}/${pointerToken(missingProperty)}`, message: "is required" };
  }
  if (allowedValues !== undefined) {
    return { path, message: `must be one of ${allowedValues.map(String).join(", ")}` };
  }
  if (keyword === "format")
    return { path, message: "must be an RFC 3339 time, such as 2026-03-02T09:15:02.881Z" };
  return { path, message: message ?? "is not valid" };
}
