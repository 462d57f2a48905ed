import { ApiError } from "../../errors.js";
import { bytesOf, invalid, isMemberDeeper, type JsonObject } from "./json-body.js";

/** Common JSON parsers stop at about 1,000 levels: Python's, Jackson's. A deeper body could not be read by its receiver. */
export const MAX_DEPTH = 512;
const SMALL_BYTES = 1024;

/**
 * The bytes of the member `body`, as submitted; undefined when the member is missing. Throws `ApiError` `body_too_deep`.
 *
 * @param path the path of the event in error details: `body`, or `body/events/0`
 */
export function eventBodyOf(json: JsonObject, path: string): Buffer | undefined {
  if (isMemberDeeper(json, "body", MAX_DEPTH)) {
    const message = `is nested more than ${MAX_DEPTH} levels deep`;
    throw new ApiError("body_too_deep", undefined, { details: [{ path: `${path}/body`, message }] });
  }
  const bytes = bytesOf(json, "body");
  return bytes === undefined ? undefined : detached(bytes, json.raw);
}

/** A small part of a large request is copied: until its deliveries are sent it would keep the whole request in memory. */
function detached(bytes: Buffer, raw: Buffer): Buffer {
  return raw.length > 2 * bytes.length + SMALL_BYTES ? Buffer.from(bytes) : bytes;
}

/** Like `eventBodyOf`, for events that require a body. Also throws `invalid_request`. */
export function requiredEventBodyOf(json: JsonObject | null, path: string): Buffer {
  const bytes = json === null ? undefined : eventBodyOf(json, path);
  if (bytes === undefined) throw invalid(`${path}/body`, "is required");
  return bytes;
}
