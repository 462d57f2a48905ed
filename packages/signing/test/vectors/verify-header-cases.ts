import { BODY, CURRENT, hmacHex, PREVIOUS, STRANGER, T, v1Of } from "./reference.js";
import { type Expectation, type VerifyVector } from "./vector-file.js";

interface Overrides {
  readonly header?: string;
  readonly body?: string | Buffer;
  readonly secrets?: readonly string[];
  readonly nowMs?: number;
  readonly tolerance?: number;
}

/** A case in which the receiver has the value of `Harbor-Signature` and nothing else. */
function verify(name: string, expect: Expectation, overrides: Overrides = {}): VerifyVector {
  return {
    name,
    secrets: overrides.secrets ?? [CURRENT],
    body_base64: Buffer.from(overrides.body ?? BODY).toString("base64"),
    header: overrides.header ?? `t=${T},v1=${good}`,
    now_ms: overrides.nowMs ?? T * 1000,
    tolerance_seconds: overrides.tolerance ?? 300,
    expect,
  };
}

/** Signed by the current secret over `body`, received unchanged. */
const carries = (name: string, body: string | Buffer): VerifyVector =>
  verify(name, accepted(), { body, header: `t=${T},v1=${v1Of(CURRENT, Buffer.from(body))}` });

const at = (name: string, expect: Expectation, t: string, nowMs = T * 1000): VerifyVector =>
  verify(name, expect, { header: `t=${t},v1=${v1Of(CURRENT, BODY, t)}`, nowMs });

/** A receiver that must not start. The request is genuine. */
const unusable = (name: string, secrets: readonly string[]): VerifyVector =>
  verify(name, refused("secret_invalid"), { secrets });

const accepted = (secretIndex = 0, timestamp = T): Expectation => ({
  ok: true,
  timestamp,
  secret_index: secretIndex,
  headers_signed: false,
});
const refused = (code: string): Expectation => ({ ok: false, code });

const good = v1Of(CURRENT);
const bad = "0".repeat(64);
const malformed = refused("signature_malformed");
const mismatch = refused("signature_mismatch");
const stale = refused("signature_stale");

const bodies = [
  carries("an empty body", ""),
  carries("the bare value null", "null"),
  carries("numbers as written", '{"n":1.0,"e":1e3,"big":12345678901234567890}'),
  carries("white space and a repeated key", ' { "a":1, "a" : 2 }\r\n'),
  carries("a byte order mark", Buffer.from([0xef, 0xbb, 0xbf, 0x31])),
  carries("bytes that are not UTF-8", Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28])),
  carries("UTF-8 outside ASCII", '"é€🚀"'),
  verify("a changed byte", mismatch, { body: '{"order":"ord_1","total":90.00}' }),
  verify("re-serialised: 10.00 became 10", mismatch, { body: '{"order":"ord_1","total":10}' }),
  verify("a line break appended", mismatch, { body: `${BODY.toString()}\n` }),
  verify("the byte order mark stripped", mismatch, {
    body: "1",
    header: `t=${T},v1=${v1Of(CURRENT, Buffer.from([0xef, 0xbb, 0xbf, 0x31]))}`,
  }),
  verify("bytes that are not UTF-8 replaced by U+FFFD", mismatch, {
    body: "\ufffd",
    header: `t=${T},v1=${v1Of(CURRENT, Buffer.from([0xff]))}`,
  }),
  verify("the empty body where another was signed", mismatch, { body: "" }),
];

const grammar = [
  verify("t and one v1", accepted()),
  verify("t last", accepted(), { header: `v1=${good},t=${T}` }),
  verify("spaces and tabs around the parts", accepted(), { header: ` \tt=${T}\t , v1=${good}\t` }),
  verify("empty parts are skipped", accepted(), { header: `,,t=${T},,v1=${good},` }),
  verify("unknown keys are skipped", accepted(), { header: `v0=${bad},t=${T},x=,v1=${good},v3=${bad},T=1` }),
  verify("a part without = is skipped", accepted(), { header: `t,v1,t=${T},v1=${good},nonsense` }),
  verify("v2 is not looked at when only the value is given", accepted(), {
    header: `t=${T},v1=${good},v2=${bad}`,
  }),
  verify("the good v1 is the last of many", accepted(), {
    header: `t=${T},${`v1=${bad},`.repeat(20)}v1=${good}`,
  }),
  verify("the same v1 twice", accepted(), { header: `t=${T},v1=${good},v1=${good}` }),
  verify("a malformed v1 beside a good one is skipped", accepted(), {
    header: `t=${T},v1=,v1=abc,v1=${good}0,v1=${good.toUpperCase()},v1=zz${good.slice(2)},v1=${good}`,
  }),
  verify("v1 in upper case", malformed, { header: `t=${T},v1=${good.toUpperCase()}` }),
  verify("v1 one character short", malformed, { header: `t=${T},v1=${good.slice(1)}` }),
  verify("v1 one character long", malformed, { header: `t=${T},v1=${good}0` }),
  verify("v1 with a space after =", malformed, { header: `t=${T},v1= ${good}` }),
  verify("v1 with a line feed at its end", malformed, { header: `t=${T},v1=${good}\n` }),
  verify("v1 in base64", malformed, { header: `t=${T},v1=${Buffer.from(good, "hex").toString("base64")}` }),
  verify("V1 is not v1", malformed, { header: `t=${T},V1=${good}` }),
  verify("v2 alone", malformed, { header: `t=${T},v2=${good}` }),
  verify("no v1", malformed, { header: `t=${T}` }),
  verify("no t", malformed, { header: `v1=${good}` }),
  verify("two t, as when a proxy joins two lines", malformed, {
    header: `t=${T},v1=${good}, t=${T},v1=${good}`,
  }),
  verify("two t of which one is not a time", malformed, { header: `t=,t=${T},v1=${good}` }),
  verify("no-break spaces are not spaces", malformed, { header: `t=${T},\u00a0v1=${good}` }),
  verify("no comma at all", malformed, { header: `t=${T} v1=${good}` }),
  verify("text that is not a header", malformed, { header: "sha256=abcdef" }),
  verify("an empty value", refused("signature_missing"), { header: "" }),
  verify("only white space", refused("signature_missing"), { header: " \t" }),
];

const timestamps = [
  at("t=0", accepted(0, 0), "0", 0),
  at("12 digits", accepted(0, 999_999_999_999), "999999999999", 999_999_999_999_000),
  at("13 digits: milliseconds", malformed, `${T}000`),
  at("a leading zero", malformed, `0${T}`),
  at("a plus sign", malformed, `+${T}`),
  at("a minus sign", malformed, `-${T}`),
  at("a fraction", malformed, `${T}.0`),
  at("an exponent", malformed, "1e9", 1_000_000_000_000),
  at("hexadecimal", malformed, `0x${T.toString(16)}`),
  at("something after the digits", malformed, `${T}s`),
  at("a space after =", malformed, ` ${T}`),
  at("a line feed after the digits", malformed, `${T}\n`),
  at("digits that are not ASCII", malformed, "١٧٥٣٩٠٠٠٠٠"),
  at("empty", malformed, ""),
];

const ages = [
  verify("300 s old", accepted(), { nowMs: (T + 300) * 1000 }),
  verify("300.999 s old: now is rounded down", accepted(), { nowMs: (T + 300) * 1000 + 999 }),
  verify("301 s old", stale, { nowMs: (T + 301) * 1000 }),
  verify("300 s in the future", accepted(), { nowMs: (T - 300) * 1000 }),
  verify("300.001 s in the future: now is rounded down to 301", stale, { nowMs: (T - 300) * 1000 - 1 }),
  verify("301 s in the future", stale, { nowMs: (T - 301) * 1000 }),
  verify("a day old with a tolerance of a day", accepted(), {
    nowMs: (T + 86_400) * 1000,
    tolerance: 86_400,
  }),
  verify("tolerance 0 in the same second", accepted(), { nowMs: T * 1000 + 999, tolerance: 0 }),
  verify("tolerance 0 in the next second", stale, { nowMs: (T + 1) * 1000, tolerance: 0 }),
  verify("old and wrong is wrong", mismatch, { nowMs: (T + 301) * 1000, secrets: [STRANGER] }),
];

const secrets = [
  verify("another destination's secret", mismatch, { secrets: [STRANGER] }),
  verify("the second of two secrets", accepted(1), { secrets: [STRANGER, CURRENT] }),
  verify("none of two secrets", mismatch, { secrets: [STRANGER, PREVIOUS] }),
  verify("a rotation seen with the new secret", accepted(), {
    header: `t=${T},v1=${good},v1=${v1Of(PREVIOUS)}`,
  }),
  verify("a rotation seen with the old secret", accepted(), {
    header: `t=${T},v1=${good},v1=${v1Of(PREVIOUS)}`,
    secrets: [PREVIOUS],
  }),
  verify("a rotation seen with both secrets: the first wins", accepted(0), {
    header: `t=${T},v1=${good},v1=${v1Of(PREVIOUS)}`,
    secrets: [PREVIOUS, CURRENT],
  }),
  verify("the secret without its prefix is another key", mismatch, {
    header: `t=${T},v1=${v1Of(CURRENT.slice("whsec_".length))}`,
  }),
  verify("the body signed without the timestamp", mismatch, {
    header: `t=${T},v1=${hmacHex(CURRENT, BODY)}`,
  }),
  verify("t changed after signing", mismatch, { header: `t=${T + 1},v1=${good}` }),
  unusable("no secret", []),
  unusable("an empty secret beside a good one", [CURRENT, ""]),
  unusable("a secret of 15 bytes", ["a".repeat(15)]),
  unusable("a secret with a line feed at its end", [`${CURRENT}\n`]),
];

export const headerCases: readonly VerifyVector[] = [
  ...grammar,
  ...timestamps,
  ...ages,
  ...bodies,
  ...secrets,
];
