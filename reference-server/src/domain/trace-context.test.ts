import { describe, expect, it } from "vitest";
import { newSpanId, parseTrace, toStored, traceIdOf, traceOf, traceparent } from "./trace-context.js";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const SPAN_ID = "b7ad6b7169203331";
const PARENT = `00-${TRACE_ID}-${SPAN_ID}-01`;

const parse = (traceparent: string | null, tracestate: string | null = null) =>
  parseTrace({ traceparent, tracestate });
const stateOf = (tracestate: string) => parse(PARENT, tracestate)?.state;

describe("traceparent", () => {
  it.each([
    ["version 00", PARENT, "01"],
    ["not sampled", `00-${TRACE_ID}-${SPAN_ID}-00`, "00"],
    ["a random trace id", `00-${TRACE_ID}-${SPAN_ID}-03`, "03"],
    ["flags that are not defined, which are cleared", `00-${TRACE_ID}-${SPAN_ID}-ff`, "03"],
    ["a later version", `cc-${TRACE_ID}-${SPAN_ID}-01`, "01"],
    ["a later version with more", `cc-${TRACE_ID}-${SPAN_ID}-01-what-the-future-will-be-like`, "01"],
    ["a later version with a dash at its end", `cc-${TRACE_ID}-${SPAN_ID}-01-`, "01"],
  ])("continues %s", (_what, header, flags) => {
    expect(parse(header)).toEqual({ traceId: TRACE_ID, spanId: SPAN_ID, flags, state: null });
  });

  it.each([
    ["nothing", ""],
    ["version ff", `ff-${TRACE_ID}-${SPAN_ID}-01`],
    ["version 00 with more", `${PARENT}-what`],
    ["version 00 with a dash at its end", `${PARENT}-`],
    ["a later version with more and no dash", `cc-${TRACE_ID}-${SPAN_ID}-01.what`],
    ["two headers", `${PARENT}, ${PARENT}`],
    ["a trace id of zeros", `00-${"0".repeat(32)}-${SPAN_ID}-01`],
    ["a span id of zeros", `00-${TRACE_ID}-${"0".repeat(16)}-01`],
    ["upper case", PARENT.toUpperCase()],
    ["upper case in the trace id", `00-${TRACE_ID.toUpperCase()}-${SPAN_ID}-01`],
    ["a character that is not hex in the version", `0x-${TRACE_ID}-${SPAN_ID}-01`],
    ["a character that is not hex in the trace id", `00-.${TRACE_ID.slice(1)}-${SPAN_ID}-01`],
    ["a character that is not hex in the span id", `00-${TRACE_ID}-.${SPAN_ID.slice(1)}-01`],
    ["a character that is not hex in the flags", `00-${TRACE_ID}-${SPAN_ID}-.0`],
    ["a short version", `0-${TRACE_ID}-${SPAN_ID}-01`],
    ["a long version", `000-${TRACE_ID}-${SPAN_ID}-01`],
    ["a short trace id", `00-${TRACE_ID.slice(1)}-${SPAN_ID}-01`],
    ["a long trace id", `00-${TRACE_ID}0-${SPAN_ID}-01`],
    ["a short span id", `00-${TRACE_ID}-${SPAN_ID.slice(1)}-01`],
    ["a long span id", `00-${TRACE_ID}-${SPAN_ID}0-01`],
    ["short flags", `00-${TRACE_ID}-${SPAN_ID}-1`],
    ["no flags", `00-${TRACE_ID}-${SPAN_ID}`],
    ["a line break at its end", `${PARENT}\n`],
    ["a blank before it", ` ${PARENT}`],
  ])("ignores %s", (_what, header) => {
    expect(parse(header, "congo=t61")).toBeNull();
  });

  it("is what a tracestate needs", () => {
    expect(parse(null, "congo=t61")).toBeNull();
  });
});

it("reads a tracestate of blanks in no more time than any other", () => {
  const started = performance.now();
  for (let n = 0; n < 20; n += 1) expect(stateOf(`a=${" ".repeat(15_000)}b`)).toBeNull();
  expect(performance.now() - started).toBeLessThan(500);
});

/** Without `,` and `=`. */
const PRINTABLE = Array.from({ length: 0x7e - 0x21 + 1 }, (_, at) => String.fromCharCode(0x21 + at))
  .filter((character) => character !== "," && character !== "=")
  .join("");

describe("tracestate", () => {
  const members = (count: number, size = 3) =>
    Array.from({ length: count }, (_, at) => `${at.toString(36)}=`.padEnd(size, "x"));
  const longKey = "k".repeat(256);

  it.each([
    ["one member", "foo=1", "foo=1"],
    [
      "several, in their order",
      "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE",
      "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE",
    ],
    ["blanks around members", "foo=1 \t , \t bar=2, \t ", "foo=1,bar=2"],
    ["empty members", "foo=1,,,bar=2,", "foo=1,bar=2"],
    ["every character of a key", "a09_-*/@z=1", "a09_-*/@z=1"],
    ["a key of 256 characters", `${longKey}=1`, `${longKey}=1`],
    ["a key with a tenant", "foo@bar=1,0tenant@vendor=2", "foo@bar=1,0tenant@vendor=2"],
    ["blanks inside a value", "foo=a b", "foo=a b"],
    ["a blank at the start of a value", "foo= 1", "foo= 1"],
    ["all other characters of a value", `foo=${PRINTABLE}`, `foo=${PRINTABLE}`],
    ["a key twice", "foo=1,foo=2", "foo=1,foo=2"],
    ["32 members", members(32).join(","), members(32).join(",")],
    ["512 characters", members(4, 127).join(",") + "x", members(4, 127).join(",") + "x"],
  ])("continues %s", (_what, header, state) => {
    expect(stateOf(header)).toBe(state);
  });

  it.each([
    ["an empty list", ""],
    ["only blanks", " \t "],
    ["only commas", ",,"],
    ["a member without a value", "foo"],
    ["a member with an empty value", "foo="],
    ["a member without a key", "=1"],
    ["two equal signs", "foo=1=2"],
    ["a blank in a key", "foo =1"],
    ["an upper-case key", "FOO=1"],
    ["a key that begins with another character", "_foo=1"],
    ["a key of 257 characters", `${longKey}k=1`],
    ["a value of 257 characters", `foo=${"v".repeat(257)}`],
    ["a value beyond ASCII", "foo=ä"],
    ["a control character", "foo=a\u0007"],
    ["one bad member among good ones", "foo=1,bar,baz=3"],
    ["33 members", members(33).join(",")],
  ])("drops the whole of %s, and continues the trace", (_what, header) => {
    expect(parse(PARENT, header)).toEqual({ traceId: TRACE_ID, spanId: SPAN_ID, flags: "01", state: null });
  });

  it.each([
    ["members at the end", members(5, 128), members(5, 128).slice(0, 3)],
    ["large members first", [...members(1, 200), ...members(3, 120)], members(3, 120)],
    [
      "the last large member before the other",
      [...members(2, 200), "z=1", ...members(1, 120)],
      [...members(1, 200), "z=1", ...members(1, 120)],
    ],
  ])("drops of more than 512 characters %s", (_what, given, kept) => {
    expect(stateOf(given.join(","))).toBe(kept.join(","));
  });
});

describe("the trace of an event", () => {
  const event_id = "evt_01KJPX8RB1P17G0AVDQZTD2P3X";

  it.each([["congo=t61,rojo=a b"], [null]])("is the one that it was sent in, with the state %s", (state) => {
    const trace = { traceId: TRACE_ID, spanId: SPAN_ID, flags: "00", state };
    expect(traceOf({ trace: toStored(trace), event_id })).toEqual(trace);
  });

  it("is else its own, which is sampled", () => {
    const traceId = "019cadd46161b04f002b6dbff4d1587d";
    expect(traceIdOf(event_id)).toBe(traceId);
    expect(traceOf({ trace: null, event_id })).toMatchObject({ traceId, flags: "01", state: null });
  });
});

it.each([0, 0.5, 1 - Number.EPSILON])("a new span id is valid at %d", (random) => {
  const spanId = newSpanId(() => random);
  expect(parse(traceparent({ traceId: TRACE_ID, spanId, flags: "01" }))).toMatchObject({ spanId });
});
