import { BODY, CURRENT, DELIVERY, EVENT, PREVIOUS, STRANGER, T, TYPE, v1Of, v2Of } from "./reference.js";
import { type Expectation, type VerifyVector } from "./vector-file.js";

type Line = readonly [name: string, value: string];

interface Overrides {
  readonly signature?: string;
  readonly ids?: readonly Line[];
  readonly headers?: readonly Line[];
  readonly body?: string;
  readonly secrets?: readonly string[];
  readonly nowMs?: number;
}

/** A case in which the receiver has all headers. */
function verify(name: string, expect: Expectation, overrides: Overrides = {}): VerifyVector {
  const { signature = `t=${T},v1=${v1},v2=${v2}`, ids = idLines } = overrides;
  return {
    name,
    secrets: overrides.secrets ?? [CURRENT],
    body_base64: Buffer.from(overrides.body ?? BODY).toString("base64"),
    headers: overrides.headers ?? [["Harbor-Signature", signature], ...ids],
    now_ms: overrides.nowMs ?? T * 1000,
    tolerance_seconds: 300,
    expect,
  };
}

const idLines: readonly Line[] = [
  ["Harbor-Event-Id", EVENT],
  ["Harbor-Event-Type", TYPE],
  ["Harbor-Delivery-Id", DELIVERY],
];
const replaced = (name: string, value: string): Line[] => [...without(name), [name, value]];
const without = (name: string): Line[] => idLines.filter(([each]) => each !== name);

const accepted = (headersSigned: boolean, secretIndex = 0): Expectation => ({
  ok: true,
  timestamp: T,
  secret_index: secretIndex,
  headers_signed: headersSigned,
});
const refused = (code: string): Expectation => ({ ok: false, code });
const missing = refused("headers_missing");
const mismatch = refused("headers_mismatch");

const v1 = v1Of(CURRENT);
const v2 = v2Of(CURRENT, v1);
const previousV1 = v1Of(PREVIOUS);
const previousV2 = v2Of(PREVIOUS, previousV1);
const bad = "0".repeat(64);
const rotation = `t=${T},v1=${v1},v1=${previousV1},v2=${v2},v2=${previousV2}`;

export const requestCases: readonly VerifyVector[] = [
  verify("v1 and v2", accepted(true)),
  verify("header names in lower case", accepted(true), {
    headers: [
      ["harbor-signature", `t=${T},v1=${v1},v2=${v2}`],
      ...idLines.map(([n, v]): Line => [n.toLowerCase(), v]),
    ],
  }),
  verify("header names in upper case", accepted(true), {
    headers: [
      ["HARBOR-SIGNATURE", `t=${T},v1=${v1},v2=${v2}`],
      ...idLines.map(([n, v]): Line => [n.toUpperCase(), v]),
    ],
  }),
  verify("v2 before v1 and before t", accepted(true), { signature: `v2=${v2},v1=${v1},t=${T}` }),
  verify("v1 only: the headers are not vouched for", accepted(false), { signature: `t=${T},v1=${v1}` }),
  verify("v1 only and no ids", accepted(false), { signature: `t=${T},v1=${v1}`, ids: [] }),
  verify("other event id than signed", mismatch, {
    ids: replaced("Harbor-Event-Id", "evt_01K1DBM8000000000000000009"),
  }),
  verify("other event type than signed", mismatch, { ids: replaced("Harbor-Event-Type", "order.deleted") }),
  verify("other delivery id than signed", mismatch, {
    ids: replaced("Harbor-Delivery-Id", "del_01K1DBM8000000000000000009"),
  }),
  verify("event type in another case", mismatch, { ids: replaced("Harbor-Event-Type", "Order.Created") }),
  verify("event id and delivery id exchanged", mismatch, {
    ids: [
      ["Harbor-Event-Id", DELIVERY],
      ["Harbor-Event-Type", TYPE],
      ["Harbor-Delivery-Id", EVENT],
    ],
  }),
  verify("no event id", missing, { ids: without("Harbor-Event-Id") }),
  verify("no event type", missing, { ids: without("Harbor-Event-Type") }),
  verify("no delivery id", missing, { ids: without("Harbor-Delivery-Id") }),
  verify("an empty event id", missing, { ids: replaced("Harbor-Event-Id", "") }),
  verify("an event id sent twice", mismatch, { ids: [["Harbor-Event-Id", EVENT], ...idLines] }),
  verify("no signature header", refused("signature_missing"), { headers: idLines }),
  verify("no headers", refused("signature_missing"), { headers: [] }),
  verify("the signature sent twice", refused("signature_malformed"), {
    ids: [["Harbor-Signature", `t=${T},v1=${v1},v2=${v2}`], ...idLines],
  }),
  verify("a wrong v2", mismatch, { signature: `t=${T},v1=${v1},v2=${bad}` }),
  verify("a wrong v2 before the good one", accepted(true), {
    signature: `t=${T},v1=${v1},v2=${bad},v2=${v2}`,
  }),
  verify("a malformed v2 before the good one", accepted(true), {
    signature: `t=${T},v1=${v1},v2=abc,v2=${v2}`,
  }),
  verify("a malformed v2 alone is present and not good", mismatch, { signature: `t=${T},v1=${v1},v2=abc` }),
  verify("an empty v2 alone", mismatch, { signature: `t=${T},v1=${v1},v2=` }),
  verify("v2 without = is not a v2", accepted(false), { signature: `t=${T},v1=${v1},v2` }),
  verify("a malformed v2 and no ids", missing, { signature: `t=${T},v1=${v1},v2=abc`, ids: [] }),
  verify("v1's digest as v2", mismatch, { signature: `t=${T},v1=${v1},v2=${v1}` }),
  verify("v2 joined with dots instead of line feeds", mismatch, {
    signature: `t=${T},v1=${v1},v2=${v1Of(CURRENT, Buffer.from([EVENT, DELIVERY, TYPE, v1].join(".")))}`,
  }),
  verify("a v2 content read as a body is not a v1", refused("signature_mismatch"), {
    body: [EVENT, DELIVERY, TYPE, v1].join("\n"),
    signature: `t=${T},v1=${v2}`,
  }),
  verify("v2 under another secret than v1", mismatch, {
    signature: `t=${T},v1=${v1},v2=${v2Of(PREVIOUS, v1)}`,
    secrets: [CURRENT, PREVIOUS],
  }),
  verify("v2 over another body's v1", mismatch, {
    signature: `t=${T},v1=${v1},v2=${v2Of(CURRENT, v1Of(CURRENT, Buffer.from("other")))}`,
  }),
  verify("a rotation seen with the new secret", accepted(true), { signature: rotation }),
  verify("a rotation seen with the old secret", accepted(true), { signature: rotation, secrets: [PREVIOUS] }),
  verify("a rotation seen with a stranger first", accepted(true, 2), {
    signature: rotation,
    secrets: [STRANGER, "another-long-secret", PREVIOUS],
  }),
  verify("v1 of both secrets, v2 of the old one: the old one matches", accepted(true, 1), {
    signature: `t=${T},v1=${v1},v1=${previousV1},v2=${previousV2}`,
    secrets: [CURRENT, PREVIOUS],
  }),
  verify("a good v2 does not make up for a wrong v1", refused("signature_mismatch"), {
    signature: `t=${T},v1=${bad},v2=${v2Of(CURRENT, bad)}`,
  }),
  verify("301 s old", refused("signature_stale"), { nowMs: (T + 301) * 1000 }),
  verify("301 s old and the headers changed", mismatch, {
    nowMs: (T + 301) * 1000,
    ids: replaced("Harbor-Event-Type", "x"),
  }),
];
