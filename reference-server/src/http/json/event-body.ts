import { ApiError } from "../../errors.js";
import { bytesOf, invalid, type JsonBody } from "./json-body.js";
import { isDeeperThan } from "./json-members.js";

/** Common JSON parsers stop at about 1,000 levels: Python's, Jackson's. A deeper body could not be read by its receiver. */
export const MAX_DEPTH = 512;

/**
 * The bytes of the member `body`, as submitted; undefined when the member is missing. Throws `ApiError` `body_too_deep`.
 *
 * @param path the path of the event in error details: `body`, or `body/events/0`
 */
export function eventBodyOf(json: Pick<JsonBody, "raw" | "members">, path: string): Buffer | undefined {
  const bytes = bytesOf(json, "body");
  if (bytes !== undefined && isNestedTooDeep(bytes)) {
    const message = `is nested more than ${MAX_DEPTH} levels deep`;
    throw new ApiError("body_too_deep", undefined, { details: [{ path: `${path}/body`, message }] });
  }
  return bytes;
}

/** Like `eventBodyOf`, for events that require a body. Also throws `invalid_request`. */
export function requiredEventBodyOf(json: Pick<JsonBody, "raw" | "members"> | null, path: string): Buffer {
  const bytes = json === null ? undefined : eventBodyOf(json, path);
  if (bytes === undefined) throw invalid(`${path}/body`, "is required");
  return bytes;
}

/** Each level takes two bytes, so that a short text needs no scan. */
export function isNestedTooDeep(json: Buffer): boolean {
  return json.length > 2 * MAX_DEPTH && isDeeperThan(json, MAX_DEPTH);
}
