/** The place in a trace at which it continues: W3C Trace Context, https://www.w3.org/TR/trace-context/. */
export interface TraceContext {
  /** 32 hex digits. */
  traceId: string;
  /** 16 hex digits: the span that the next one is a child of. */
  spanId: string;
  /** 2 hex digits. */
  flags: string;
  /** `tracestate`; null without one. */
  state: string | null;
}

/** `<trace id>-<span id>-<flags>[ <tracestate>]`, as events keep it. */
export type StoredTrace = string;

interface TraceHeaders {
  traceparent: string | null;
  tracestate: string | null;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
/** The flags that are defined: sampled, random trace id. The others must not be passed on. */
const KNOWN_FLAGS = 0x03;
const STORED_IDS_LENGTH = 52;

const MAX_STATE_LENGTH = 512;
const MAX_MEMBERS = 32;
/** These go first where the list is too long. */
const LARGE_MEMBER_LENGTH = 128;
const MEMBER =
  /^[a-z0-9][a-z0-9_\-*/@]{0,255}=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;

/** Null where `traceparent` is missing or not valid; `tracestate` does not count then. */
export function parseTrace({ traceparent, tracestate }: TraceHeaders): TraceContext | null {
  if (traceparent === null) return null;
  const [, version, traceId = "", spanId = "", flags = "", more] = TRACEPARENT.exec(traceparent) ?? [];
  if (version === undefined || version === "ff") return null;
  if (version === "00" && more !== undefined) return null;
  if (isZero(traceId) || isZero(spanId)) return null;
  const state = tracestate === null ? null : parseState(tracestate);
  return { traceId, spanId, flags: hexByte(Number.parseInt(flags, 16) & KNOWN_FLAGS), state };
}

/** The list without blanks and empty members, cut to its limit; null if it is empty or one member is not valid. */
function parseState(tracestate: string): string | null {
  const members = tracestate
    .split(",")
    .map(withoutBlanks)
    .filter((member) => member !== "");
  if (members.length > MAX_MEMBERS || !members.every((member) => MEMBER.test(member))) return null;
  const fitting = withinLimit(members);
  return fitting.length === 0 ? null : fitting.join(",");
}

/** Of optional white space at both ends: a regular expression would need a time that grows with the square of the blanks inside. */
function withoutBlanks(text: string): string {
  const isBlank = (at: number) => text[at] === " " || text[at] === "\t";
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(start)) start += 1;
  while (end > start && isBlank(end - 1)) end -= 1;
  return text.slice(start, end);
}

/** Where it is too long, large members go first, the last of them before the others; then those at the end, which are the oldest. */
function withinLimit(members: readonly string[]): readonly string[] {
  const kept = [...members];
  while (kept.join(",").length > MAX_STATE_LENGTH) {
    const large = kept.findLastIndex((member) => member.length > LARGE_MEMBER_LENGTH);
    kept.splice(large === -1 ? kept.length - 1 : large, 1);
  }
  return kept;
}

export function toStored({ traceId, spanId, flags, state }: TraceContext): StoredTrace {
  return `${traceId}-${spanId}-${flags}${state === null ? "" : ` ${state}`}`;
}

/** The trace of an event: the one that it was sent in, or else one of its own, without a recorded first span. */
export function traceOf({ trace, event_id }: { trace: StoredTrace | null; event_id: string }): TraceContext {
  if (trace === null) return ownTrace(event_id);
  const [traceId = "", spanId = "", flags = ""] = trace.slice(0, STORED_IDS_LENGTH).split("-");
  const state = trace.length > STORED_IDS_LENGTH ? trace.slice(STORED_IDS_LENGTH + 1) : null;
  return { traceId, spanId, flags, state };
}

/** Its id is the event's own 128 bits. */
function ownTrace(eventId: string): TraceContext {
  const traceId = traceIdOf(eventId);
  return { traceId, spanId: traceId.slice(16), flags: "01", state: null };
}

export function traceparent({ traceId, spanId, flags }: Omit<TraceContext, "state">): string {
  return `00-${traceId}-${spanId}-${flags}`;
}

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const DIGITS = new Map(Array.from(CROCKFORD, (digit, value) => [digit.charCodeAt(0), value]));
/** Two hex digits of each byte. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function hexByte(byte: number): string {
  return HEX[byte & 0xff] ?? "";
}

/** The 26 digits of a ULID have two bits more than the 128 that it stands for; those are 0. */
export function traceIdOf(eventId: string): string {
  let hex = "";
  let bits = 0;
  let count = -2;
  for (let at = eventId.length - 26; at < eventId.length; at++) {
    bits = (bits << 5) | (DIGITS.get(eventId.charCodeAt(at)) ?? 0);
    count += 5;
    if (count < 8) continue;
    count -= 8;
    hex += hexByte(bits >> count);
    bits &= (1 << count) - 1;
  }
  return hex;
}

export function newSpanId(random: () => number): string {
  return randomHalf(random) + randomHalf(random);
}

/** Never 0. */
function randomHalf(random: () => number): string {
  const half = 1 + Math.floor(random() * 0xffff_fffe);
  return hexByte(half >>> 24) + hexByte(half >>> 16) + hexByte(half >>> 8) + hexByte(half);
}

function isZero(id: string): boolean {
  return /^0+$/.test(id);
}
