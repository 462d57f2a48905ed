import type { ErrorObject } from "./generated/schemas.js";
import { HarborError } from "./harbor-error.js";
import { isRetryable } from "./retry.js";

const EXCERPT_CHARACTERS = 200;

/** The error that an answer stands for: Harbor's own where the body is one, else `unexpected_response`. */
export function toHarborError(response: Response, text: string): HarborError {
  const error = readErrorObject(text);
  if (error === undefined) return unexpectedResponse(response, text);
  const { code, details = [] } = error;
  const places = details
    .map(({ path, message }) => (message === error.message ? `\n  ${path}` : `\n  ${path}: ${message}`))
    .join("");
  return new HarborError({ ...common(response), code, details, message: `${error.message}${places}` });
}

/** The error for an answer that is not Harbor's, whatever its status. */
export function unexpectedResponse(response: Response, text: string): HarborError {
  return new HarborError({
    ...common(response),
    code: "unexpected_response",
    message: describe(response, text),
  });
}

function common(response: Response) {
  const requestId = response.headers.get("harbor-request-id");
  return { status: response.status, requestId, retryable: isRetryable(response) };
}

function describe({ status, headers }: Response, text: string): string {
  const location = headers.get("location");
  if (location !== null) return `Answered ${status}, a redirect to ${location}: is baseUrl right?`;
  const excerpt = text.trim().slice(0, EXCERPT_CHARACTERS);
  return `Answered ${status} with ${excerpt === "" ? "an empty body" : `a body that is not Harbor's: ${excerpt}`}`;
}

function readErrorObject(text: string): ErrorObject | undefined {
  const error = field(parse(text), "error");
  if (typeof field(error, "code") !== "string" || typeof field(error, "message") !== "string")
    return undefined;
  return error as ErrorObject;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
