import { BODY, CURRENT, ID, pairOf, PREVIOUS, STRANGER, T, v1Of } from "./standard-reference.js";
import { type StandardSignVector, type StandardVerifyVector } from "./standard-vector-file.js";

const pair = pairOf(1);
const oldPair = pairOf(2);

interface SignOverrides {
  readonly keys?: readonly string[];
  readonly id?: string;
  readonly timestamp?: number;
  readonly body?: string | Buffer;
}

function sign(name: string, { keys = [CURRENT], id = ID, timestamp = T, ...rest }: SignOverrides = {}) {
  const body = Buffer.from(rest.body ?? BODY);
  const pairs = [pair, oldPair];
  const signatureOf = (key: string): string =>
    pairs.find(({ privateKey }) => privateKey === key)?.v1a(body, id, timestamp) ??
    v1Of(key, body, id, timestamp);
  const vector: StandardSignVector = {
    name,
    keys,
    id,
    timestamp,
    body_base64: body.toString("base64"),
    signature: keys.map(signatureOf).join(" "),
  };
  return vector;
}

const secretOfBytes = (length: number): string => `whsec_${Buffer.alloc(length, 7).toString("base64")}`;

export const signCases: readonly StandardSignVector[] = [
  sign("one secret"),
  sign("a secret without its prefix", { keys: [CURRENT.slice("whsec_".length)] }),
  sign("a rotation: both secrets sign, newest first", { keys: [CURRENT, PREVIOUS] }),
  sign("Ed25519", { keys: [pair.privateKey] }),
  sign("a rotation of Ed25519", { keys: [pair.privateKey, oldPair.privateKey] }),
  sign("a change from HMAC to Ed25519: both sign", { keys: [pair.privateKey, CURRENT] }),
  sign("a secret of 16 bytes", { keys: [secretOfBytes(16)] }),
  sign("a secret of 64 bytes", { keys: [secretOfBytes(64)] }),
  sign("timestamp 0", { timestamp: 0 }),
  sign("another id", { id: "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W" }),
  sign("an empty body", { body: "" }),
  sign("white space inside and around", { body: ' \t{ "a" :  1 }\r\n\n' }),
  sign("UTF-8 outside ASCII", { body: '{"a":"é€🚀"}' }),
  sign("bytes that are not UTF-8, Ed25519", {
    keys: [pair.privateKey],
    body: Buffer.from([0x22, 0xff, 0xfe, 0xc3, 0x28, 0x22]),
  }),
];

type Expectation = StandardVerifyVector["expect"];

interface VerifyOverrides {
  readonly keys?: readonly string[];
  readonly body?: string | Buffer;
  readonly signature?: string;
  readonly headers?: StandardVerifyVector["headers"];
  readonly nowMs?: number;
  readonly toleranceSeconds?: number;
}

function verify(name: string, expect: Expectation, overrides: VerifyOverrides = {}): StandardVerifyVector {
  const { keys = [CURRENT], signature = v1Of(CURRENT), nowMs = T * 1000, toleranceSeconds = 300 } = overrides;
  return {
    name,
    keys,
    body_base64: Buffer.from(overrides.body ?? BODY).toString("base64"),
    headers: overrides.headers ?? three("webhook", signature),
    now_ms: nowMs,
    tolerance_seconds: toleranceSeconds,
    expect,
  };
}

const three = (prefix: string, signature: string, id = ID): StandardVerifyVector["headers"] => [
  [`${prefix}-id`, id],
  [`${prefix}-timestamp`, String(T)],
  [`${prefix}-signature`, signature],
];
const accepted = (keyIndex = 0, id = ID): Expectation => ({
  ok: true,
  id,
  timestamp: T,
  key_index: keyIndex,
});
const refused = (code: string): Expectation => ({ ok: false, code });
const mismatch = refused("signature_mismatch");
const malformed = refused("signature_malformed");
/** Signed by the current secret with another id, received unchanged. */
const withId = (name: string, expect: Expectation, id: string): StandardVerifyVector =>
  verify(name, expect, { headers: three("webhook", v1Of(CURRENT, BODY, id), id) });
const withTimestamp = (name: string, t: string): StandardVerifyVector =>
  verify(name, malformed, {
    headers: [idLine, ["webhook-timestamp", t], ["webhook-signature", v1Of(CURRENT, BODY, ID, t)]],
  });
const unusable = (name: string, keys: readonly string[]): StandardVerifyVector =>
  verify(name, refused("secret_invalid"), { keys });
/** The same bytes for a lenient decoder: the last character has bits that no byte uses. */
const withBitsLeftOver = (base64: string): string =>
  base64.replace(/[A-Za-z0-9+/](?==*$)/, (last) => String.fromCharCode(last.charCodeAt(0) + 1));
const good = v1Of(CURRENT);
const longId = "x".repeat(1_024);
const oldSignatures = (count: number): string => Array.from({ length: count }, () => oldPair.v1a()).join(" ");
/** A good signature beside one of another version, of that many characters together. */
const beside = (characters: number): string => `v0,${"A".repeat(characters - good.length - 4)} ${good}`;
const zeros = `v1,${Buffer.alloc(32).toString("base64")}`;
const [idLine, timeLine, signatureLine] = three("webhook", good) as [
  readonly [string, string],
  readonly [string, string],
  readonly [string, string],
];

export const verifyCases: readonly StandardVerifyVector[] = [
  verify("v1", accepted()),
  verify("v1, a secret without its prefix", accepted(), { keys: [CURRENT.slice("whsec_".length)] }),
  verify("v1, a secret without its padding", accepted(), { keys: [CURRENT.replace(/=+$/, "")] }),
  verify("v1a", accepted(), { keys: [pair.publicKey], signature: pair.v1a() }),
  verify("v1a, a public key without its padding", accepted(), {
    keys: [pair.publicKey.replace(/=+$/, "")],
    signature: pair.v1a(),
  }),
  verify("header names in upper case", accepted(), {
    headers: three("webhook", good).map(([name, value]) => [name.toUpperCase(), value]),
  }),
  verify("a rotation seen with the new secret", accepted(), { signature: `${good} ${v1Of(PREVIOUS)}` }),
  verify("a rotation seen with the old secret", accepted(), {
    keys: [PREVIOUS],
    signature: `${good} ${v1Of(PREVIOUS)}`,
  }),
  verify("a rotation seen with a stranger first", accepted(2), {
    keys: [STRANGER, pair.publicKey, PREVIOUS],
    signature: `${good} ${v1Of(PREVIOUS)}`,
  }),
  verify("a rotation of Ed25519 seen with the old key", accepted(), {
    keys: [oldPair.publicKey],
    signature: `${pair.v1a()} ${oldPair.v1a()}`,
  }),
  verify("v1 and v1a, seen with the secret", accepted(), { signature: `${pair.v1a()} ${good}` }),
  verify("v1 and v1a, seen with the public key", accepted(), {
    keys: [pair.publicKey],
    signature: `${good} ${pair.v1a()}`,
  }),
  verify("an unknown version beside v1", accepted(), { signature: `v9,abc ${good} v2,${"A".repeat(43)}=` }),
  verify("several spaces between signatures", accepted(), { signature: `${zeros}   ${good} ` }),
  verify("svix-* headers without webhook-* headers", accepted(), { headers: three("svix", good) }),
  verify("svix-* headers are not read beside webhook-* headers", mismatch, {
    headers: [...three("webhook", zeros), ...three("svix", good)],
  }),
  verify("svix-* headers do not complete webhook-* headers", refused("headers_missing"), {
    headers: [signatureLine, ["svix-id", ID], ["svix-timestamp", String(T)]],
  }),
  verify("an empty webhook-id is still a webhook-* header", refused("signature_missing"), {
    headers: [["webhook-id", ""], ...three("svix", good)],
  }),
  verify("another id than signed", mismatch, { headers: three("webhook", good, "evt_2") }),
  verify("another timestamp than signed", mismatch, {
    headers: [idLine, ["webhook-timestamp", String(T + 1)], signatureLine],
  }),
  verify("another body than signed", mismatch, { body: '{"type":"order.created","total":10.0}' }),
  verify("another secret", mismatch, { keys: [STRANGER] }),
  verify("another public key", mismatch, { keys: [oldPair.publicKey], signature: pair.v1a() }),
  verify("a public key is not tried on v1", mismatch, { keys: [pair.publicKey] }),
  verify("a secret is not tried on v1a", mismatch, { signature: pair.v1a() }),
  verify("a v1 signature under the name v1a", malformed, { signature: good.replace("v1,", "v1a,") }),
  verify("the secret's text as the key", mismatch, {
    signature: v1Of(Buffer.from(CURRENT).toString("base64")),
  }),
  verify("an id sent twice", mismatch, { headers: [idLine, idLine, timeLine, signatureLine] }),
  verify("a timestamp sent twice", malformed, { headers: [idLine, timeLine, timeLine, signatureLine] }),
  verify("no signature", refused("signature_missing"), { headers: [idLine, timeLine] }),
  verify("no id", refused("headers_missing"), { headers: [timeLine, signatureLine] }),
  verify("no timestamp", refused("headers_missing"), { headers: [idLine, signatureLine] }),
  verify("no headers", refused("signature_missing"), { headers: [] }),
  withTimestamp("a timestamp with a fraction", `${T}.0`),
  withTimestamp("a timestamp with a sign", `+${T}`),
  withTimestamp("a timestamp with a leading zero", `0${T}`),
  withTimestamp("a timestamp in milliseconds", `${T}000`),
  verify("a signature without its version", malformed, { signature: good.slice(3) }),
  verify("a signature in hex", malformed, {
    signature: `v1,${Buffer.from(good.slice(3), "base64").toString("hex")}`,
  }),
  verify("a signature without its padding", malformed, { signature: good.slice(0, -1) }),
  verify("300 s old", accepted(), { nowMs: (T + 300) * 1000 }),
  verify("301 s old", refused("signature_stale"), { nowMs: (T + 301) * 1000 }),
  verify("301 s in the future", refused("signature_stale"), { nowMs: (T - 301) * 1000 }),
  verify("301 s old and wrong is wrong", mismatch, { nowMs: (T + 301) * 1000, signature: zeros }),
  verify("a v1 with bits left over", mismatch, { signature: withBitsLeftOver(good) }),
  verify("a v1a with bits left over", mismatch, {
    keys: [pair.publicKey],
    signature: withBitsLeftOver(pair.v1a()),
  }),
  verify("the eighth v1a is the last one tried", accepted(), {
    keys: [pair.publicKey],
    signature: `${oldSignatures(7)} ${pair.v1a()}`,
  }),
  verify("the ninth v1a is not tried", mismatch, {
    keys: [pair.publicKey],
    signature: `${oldSignatures(8)} ${pair.v1a()}`,
  }),
  withId("an id of 1,024 characters", accepted(0, longId), longId),
  withId("an id of 1,025 characters", malformed, `${longId}x`),
  verify("a signature of 8,192 characters", accepted(), { signature: beside(8_192) }),
  verify("a signature of 8,193 characters", malformed, { signature: beside(8_193) }),
  unusable("no key", []),
  unusable("an empty key beside a good one", [CURRENT, ""]),
  unusable("a secret of 15 bytes", [secretOfBytes(15)]),
  unusable("a secret of 65 bytes", [secretOfBytes(65)]),
  unusable("a secret that is not base64", ["whsec_just-a-long-enough-secret"]),
  unusable("a secret in base64url", [`whsec_${Buffer.alloc(32, 0xfb).toString("base64url")}`]),
  unusable("a secret with bits left over", [withBitsLeftOver(CURRENT)]),
  unusable("a secret with a line feed at its end", [
    `${CURRENT}
`,
  ]),
  unusable("a secret with half of its padding", [
    `whsec_${Buffer.alloc(31, 7).toString("base64").slice(0, -1)}`,
  ]),
  unusable("a public key of 31 bytes", [`whpk_${Buffer.alloc(31).toString("base64")}`]),
  unusable("a private key", [pair.privateKey]),
];
