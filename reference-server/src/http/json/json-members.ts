/**
 * Where the parts of a JSON text lie, in bytes. Works on text that `JSON.parse` has accepted, so it only has to find the ends of
 * values, not to judge them; no recursion, so nesting of any depth is fine.
 */

export interface Span {
  start: number;
  end: number;
}

export interface Member extends Span {
  /** Unescaped. */
  name: string;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const SPACE = 0x20;

/** The members of the object whose `{` is the first thing at or behind `from`, in order, duplicates included; null for anything else. */
export function membersOf(json: Buffer, from = 0): Member[] | null {
  let at = skipSpace(json, from);
  if (json[at] !== OPEN_BRACE) return null;
  const members: Member[] = [];
  at = skipSpace(json, at + 1);
  while (json[at] !== CLOSE_BRACE) {
    const nameEnd = skipString(json, at);
    const start = skipSpace(json, skipColon(json, nameEnd));
    const end = skipValue(json, start);
    members.push({ name: unescape(json, at, nameEnd), start, end });
    at = skipComma(json, end);
  }
  return members;
}

/** The elements of the array whose `[` is the first thing at or behind `from`, in order; null for anything else. */
export function elementsOf(json: Buffer, from = 0): Span[] | null {
  let at = skipSpace(json, from);
  if (json[at] !== OPEN_BRACKET) return null;
  const elements: Span[] = [];
  at = skipSpace(json, at + 1);
  while (json[at] !== CLOSE_BRACKET) {
    const end = skipValue(json, at);
    elements.push({ start: at, end });
    at = skipComma(json, end);
  }
  return elements;
}

/** Whether more than `limit` objects and arrays are open at once anywhere. Also safe on text that is no JSON. */
export function isDeeperThan(json: Buffer, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (byte === QUOTE) at = skipString(json, at) - 1;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--;
    if (depth > limit) return true;
  }
  return false;
}

/** JSON knows four white space characters; the other bytes up to the space cannot be there. */
function skipSpace(json: Buffer, from: number): number {
  let at = from;
  while ((json[at] ?? QUOTE) <= SPACE) at++;
  return at;
}

function skipColon(json: Buffer, from: number): number {
  const at = skipSpace(json, from);
  return json[at] === COLON ? at + 1 : at;
}

function skipComma(json: Buffer, from: number): number {
  const at = skipSpace(json, from);
  return json[at] === COMMA ? skipSpace(json, at + 1) : at;
}

/** From the opening quote to behind the closing one. */
function skipString(json: Buffer, from: number): number {
  let at = from + 1;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}

function skipValue(json: Buffer, from: number): number {
  switch (json[from]) {
    case QUOTE:
      return skipString(json, from);
    case OPEN_BRACE:
    case OPEN_BRACKET:
      return skipNested(json, from);
    default:
      return skipScalar(json, from);
  }
}

function skipNested(json: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < json.length; at++) {
    const byte = json[at];
    if (byte === QUOTE) at = skipString(json, at) - 1;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --depth === 0) return at + 1;
  }
  return json.length;
}

function skipScalar(json: Buffer, from: number): number {
  let at = from;
  while (at < json.length && !endsScalar(json[at])) at++;
  return at;
}

function endsScalar(byte: number | undefined): boolean {
  return (
    byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || (byte !== undefined && byte <= SPACE)
  );
}

function unescape(json: Buffer, start: number, end: number): string {
  const raw = json.toString("utf8", start + 1, end - 1);
  return raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw;
}
