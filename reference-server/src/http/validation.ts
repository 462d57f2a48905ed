import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { ApiError, type ErrorDetail } from "../errors.js";
import { openapi } from "../generated/openapi.js";
import { pointerToken } from "./json-body.js";
import { parseTime } from "./time.js";

/** Validates requests against the schemas of openapi.yaml, and says in its words what does not match. */

/** As Ajv makes them and Fastify calls them. */
export interface Validate {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

export type RequestPart = "body" | "querystring" | "params" | "headers";

export interface Validators {
  compile(schema: object, part: RequestPart): Validate;
  /** By its name in the specification's components. */
  compileComponent(name: string): ValidateFunction;
}

/** Text is all there is in a path, a query or a header; a body has types of its own and keeps them. */
export function createValidators(): Validators {
  const strict = createAjv({});
  const fromText = createAjv({ coerceTypes: true, useDefaults: true });
  strict.addSchema({ components: openapi.components }, "openapi", undefined, false);
  return {
    compile(schema, part) {
      const validate: ValidateFunction = (part === "body" ? strict : fromText).compile(schema);
      return part === "headers" ? byKnownNames(schema, validate) : validate;
    },
    compileComponent: (name) => strict.compile({ $ref: `openapi#/components/schemas/${name}` }),
  };
}

/** Node gives header names in lower case; the specification, and so `details`, write them as they are known. */
function byKnownNames(schema: { properties?: object }, validate: ValidateFunction): Validate {
  const names = Object.keys(schema.properties ?? {}).map((name) => [name, name.toLowerCase()] as const);
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

function createAjv(options: { coerceTypes?: boolean; useDefaults?: boolean }): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    ...options,
  });
  ajv.addFormat("date-time", (text) => !Number.isNaN(parseTime(text)));
  for (const keyword of ["components", "example"]) ajv.addKeyword(keyword);
  return ajv;
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
