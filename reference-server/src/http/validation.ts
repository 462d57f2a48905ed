import type { ErrorObject } from "ajv";
import { ApiError, type ErrorDetail } from "../errors.js";
import * as bodies from "../generated/body-validators.js";
import * as texts from "../generated/text-validators.js";
import { pointerToken } from "./json/json-body.js";

/** Validates requests with the code that is made of openapi.yaml's schemas, and says in its words what does not match. */

/** As Ajv makes them and Fastify calls them. */
export interface Validate {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

export type RequestPart = "body" | "querystring" | "params" | "headers";

/** One event by itself: in a batch each has its own result. */
export const validateEvent: Validate = bodies.EventInput;

/** What checks a part of an operation's request; undefined where the specification has nothing to say of it. */
export function validatorOf(operationId: string, part: RequestPart): Validate | undefined {
  if (part === "body") return (bodies as Record<string, Validate>)[operationId];
  const name = `${operationId}_${part}`;
  const validate = (texts as unknown as Record<string, Validate>)[name];
  const names = texts.headerNames[name];
  return validate === undefined || names === undefined ? validate : byKnownNames(names, validate);
}

/** Node gives header names in lower case; the specification, and so `details`, write them as they are known. */
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

/** Enough to mend a request by; a hostile one could have a hundred thousand. */
const MAX_DETAILS = 20;

/** `base` is what the paths in `details` start with: `body`, `query`, `headers`, or further inside. */
export function invalidRequest(errors: readonly ErrorObject[], base: string): ApiError {
  const details = new Map<string, ErrorDetail>();
  for (const error of errors) {
    // What each branch lacks is listed by itself.
    if (error.keyword === "anyOf" || error.keyword === "oneOf") continue;
    const detail = toDetail(error, base);
    details.set(`${detail.path} ${detail.message}`, detail);
    if (details.size === MAX_DETAILS) break;
  }
  return new ApiError("invalid_request", undefined, { details: [...details.values()] });
}

/** What Ajv puts into `params`, for the keywords whose message does not say enough. */
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
