import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { builds } from "../../test/builds.js";
import { type Cause, type DiagnoseOptions } from "../node/diagnose.js";

const secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
const stranger = "whsec_YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWY=";
const timestamp = 1_753_900_000;
const now = timestamp * 1000;
const sent = '{"type":"order.created","total":10.00}';
const keyOf = (text: string): Buffer => Buffer.from(text.slice("whsec_".length), "base64");
const hmac = (key: string | Buffer, content: string): Buffer =>
  createHmac("sha256", key).update(content).digest();
const right = hmac(keyOf(secret), `evt_1.${timestamp}.${sent}`);
const headersWith = (signature: string, changes: object = {}) => ({
  "webhook-id": "evt_1",
  "webhook-timestamp": String(timestamp),
  "webhook-signature": signature,
  ...changes,
});

describe.each(builds)("diagnose with scheme standard, $build build", (build) => {
  const { createStandardSigner, diagnose, ed25519, generateKeyPair } = build;
  const headers = createStandardSigner([secret]).sign({ id: "evt_1", timestamp, body: sent });
  const found = (options: Partial<DiagnoseOptions>) =>
    diagnose({ scheme: "standard", body: sent, headers, secret, now, ed25519, ...options }).findings;
  const findings = (options: Partial<DiagnoseOptions>): string[] =>
    found(options).map(({ cause, certainty }) => `${certainty}: ${cause}`);
  const certain = (cause: Cause): string[] => [`certain: ${cause}`];

  test("has nothing to say about a good request", () => {
    const result = diagnose({ scheme: "standard", body: sent, headers, secret, now });
    expect(result).toMatchObject({ ok: true, delivery: { eventId: "evt_1" }, findings: [] });
  });

  test.each<[string, Partial<DiagnoseOptions>, Cause]>([
    [
      "a trimmed line break",
      {
        headers: headersWith(`v1,${hmac(keyOf(secret), `evt_1.${timestamp}.${sent}\n`).toString("base64")}`),
      },
      "trailing_newline_trimmed",
    ],
    ["a padded secret", { secret: `${secret}\n` }, "secret_padded"],
    ["a quoted secret", { secret: `"${secret}"` }, "secret_quoted"],
    ["an API key", { secret: "hk_live_0123456789abcdef" }, "secret_is_api_key"],
    ["half a secret", { secret: "whsec_MDEyMzQ1" }, "secret_incomplete"],
    ["a private key", { secret: `whsk_${Buffer.alloc(64).toString("base64")}` }, "secret_is_private_key"],
    [
      "the secret's text as the key",
      { headers: headersWith(`v1,${hmac(secret, `evt_1.${timestamp}.${sent}`).toString("base64")}`) },
      "secret_not_decoded",
    ],
    [
      "the id left out",
      { headers: headersWith(`v1,${hmac(keyOf(secret), `${timestamp}.${sent}`).toString("base64")}`) },
      "id_left_out",
    ],
    [
      "the body alone",
      { headers: headersWith(`v1,${hmac(keyOf(secret), sent).toString("base64")}`) },
      "timestamp_left_out",
    ],
    ["hex", { headers: headersWith(`v1,${right.toString("hex")}`) }, "signature_in_hex"],
    ["base64url", { headers: headersWith(`v1,${right.toString("base64url")}`) }, "signature_in_base64url"],
    ["no version", { headers: headersWith(right.toString("base64")) }, "signature_version_missing"],
    [
      "milliseconds",
      {
        headers: headersWith(`v1,${hmac(keyOf(secret), `evt_1.${now}.${sent}`).toString("base64")}`, {
          "webhook-timestamp": String(now),
        }),
      },
      "timestamp_in_milliseconds",
    ],
    ["no signature", { headers: {} }, "header_missing"],
    [
      "a secret for a request signed with v1a",
      { headers: headersWith(`v1a,${"A".repeat(86)}==`) },
      "secret_of_other_version",
    ],
  ])("%s", (_, options, cause) => {
    expect(findings(options)).toEqual(expect.arrayContaining(certain(cause)));
  });

  test("headers that are missing or doubled", () => {
    expect(findings({ headers: { ...headers, "webhook-id": undefined } })).toContain(
      "certain: headers_missing",
    );
    expect(
      findings({ headers: { ...headers, "webhook-timestamp": [`${timestamp}`, `${timestamp}`] } }),
    ).toContain("certain: header_duplicated");
  });

  test("a body that was changed under an Ed25519 signature", () => {
    const { privateKey, publicKey } = generateKeyPair();
    const signed = createStandardSigner([privateKey], { ed25519 }).sign({
      id: "evt_1",
      timestamp,
      body: `${sent}\n`,
    });
    expect(findings({ headers: signed, secret: publicKey })).toEqual(certain("trailing_newline_trimmed"));
  });

  test("another key, and a clock that is off", () => {
    expect(findings({ secret: stranger })).toEqual(["possible: wrong_secret", "possible: body_changed"]);
    expect(found({ now: now + 3_600_000 })).toMatchObject([{ cause: "clock_off", offsetSeconds: 3600 }]);
  });

  test("speaks of the sender and of webhook-* headers, not of Harbor, and repeats no key", () => {
    const all = [{ secret: stranger }, { headers: {} }, { secret: "x" }, { body: "x" }].flatMap(found);
    expect(all.length).toBeGreaterThan(5);
    expect(JSON.stringify(all)).not.toMatch(/Harbor|MDEy|YWJj/);
  });
});
