import { describe, expect, test } from "vitest";
import { generateSecret } from "../secret.js";
import { checkStandardKey } from "./keys.js";

const base64 = (length: number): string => Buffer.alloc(length, 0xfb).toString("base64");

describe("checkStandardKey", () => {
  test.each([
    generateSecret(),
    base64(16),
    base64(64),
    `whsec_${base64(24)}`,
    `whsec_${base64(16).replace(/=+$/, "")}`,
    `whpk_${base64(32)}`,
    `whpk_${base64(32).replace(/=+$/, "")}`,
  ])("takes %j", (key) => {
    expect(checkStandardKey(key)).toEqual({ ok: true });
  });

  test.each([
    [undefined, "not_a_string", "environment variable"],
    ["", "empty", "environment variable"],
    [`${base64(32)}\n`, "blank_padded", "white space"],
    [`"whsec_${base64(32)}"`, "quoted", "quotation marks"],
    ["hk_live_0123456789abcdef", "api_key", "API key"],
    [`v1,whsec_${base64(32)}`, "text_before", "text before"],
    [`whsec_${base64(32)},whsec_${base64(32)}`, "joined", "list of secrets"],
    ["whsec_just-a-long-enough-secret", "not_base64", "base64"],
    [`whsec_${base64(32).replaceAll("+", "-").replaceAll("/", "_")}`, "not_base64", "base64"],
    [`whsec_${base64(32)}=`, "not_base64", "base64"],
    [`whsec_${base64(32).slice(0, -3)}`, "not_base64", "base64"],
    [`whsec_${base64(32)} `, "blank_padded", "white space"],
    [`whsec_${base64(15)}`, "secret_length", "16 to 64 bytes"],
    ["c2hvcnQ=", "secret_length", "16 to 64 bytes"],
    ["whpk_", "public_key_length", "32 bytes"],
    [`whsec_${base64(65)}`, "secret_length", "16 to 64 bytes"],
    [`whpk_${base64(31)}`, "public_key_length", "32 bytes"],
    [`whpk_${base64(33)}`, "public_key_length", "32 bytes"],
    ["whpk_not-base64-at-all-not-base64", "not_base64", "base64"],
    [`whsk_${base64(64)}`, "private_key", "public key"],
  ])("refuses %j: %s", (key, fault, hint) => {
    expect(checkStandardKey(key)).toMatchObject({ ok: false, fault, hint: expect.stringContaining(hint) });
  });

  test("never repeats the key", () => {
    expect(JSON.stringify(checkStandardKey("whsk_veryprivate-veryprivate"))).not.toContain("veryprivate");
  });
});
