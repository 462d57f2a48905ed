import { isUtf8 } from "node:buffer";
import { ApiError } from "../../errors.js";
import { findJsonFault } from "./json-fault.js";
import { isDeeperThan, membersOf, type Member } from "./json-members.js";

/** More than an event body of 256 KB can hold. `JSON.parse` takes seconds for a batch that is nothing but brackets. */
const MAX_DEPTH = 150_000;

/** A request body: its value, its bytes, and where in them the members of its own object lie. */
export interface JsonBody {
  value: unknown;
  raw: Buffer;
  /** Null unless the body is an object. */
  members: Member[] | null;
}

/** Throws `ApiError` `invalid_request` for invalid UTF-8, malformed JSON and duplicate members of the body's own object. */
export function parseJsonBody(raw: Buffer): JsonBody {
  if (!isUtf8(raw)) throw invalid("body", "is not valid UTF-8");
  if (raw.length > MAX_DEPTH && isDeeperThan(raw, MAX_DEPTH)) {
    throw invalid("body", `is nested more than ${MAX_DEPTH} levels deep`);
  }
  const value = parse(raw.toString("utf8"));
  const members = membersOf(raw);
  if (members !== null) refuseDuplicates(members, "body");
  return { value, raw, members };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const { position, line, column, expected } = findJsonFault(text);
    throw invalid(
      "body",
      `is not valid JSON: expected ${expected} at position ${position} (line ${line}, column ${column})`,
    );
  }
}

/** Of two members with one name a parser keeps the last and the sender's tools may have meant the first. */
export function refuseDuplicates(members: readonly Member[], path: string): void {
  const twice = duplicateOf(members);
  if (twice !== null) throw invalid(`${path}/${pointerToken(twice)}`, "is given more than once");
}

function duplicateOf(members: readonly Member[]): string | null {
  const names = new Set<string>();
  for (const { name } of members) {
    if (names.has(name)) return name;
    names.add(name);
  }
  return null;
}

/** The bytes of a member's value as submitted; undefined when there is no such member. */
export function bytesOf(
  { raw, members }: Pick<JsonBody, "raw" | "members">,
  name: string,
): Buffer | undefined {
  const member = members?.find((candidate) => candidate.name === name);
  return member === undefined ? undefined : raw.subarray(member.start, member.end);
}

/** A member name as a JSON Pointer's reference token. */
export function pointerToken(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

export function invalid(path: string, message: string): ApiError {
  return new ApiError("invalid_request", undefined, { details: [{ path, message }] });
}
