import { describe, expect, test } from "vitest";
import { assertSecret, checkSecret, generateSecret } from "./secret.js";
import { SignatureError } from "./signature-error.js";

describe("checkSecret", () => {
  test.each([
    [undefined, "not_a_string"],
    [Buffer.from("whsec_0123456789abcdef"), "not_a_string"],
    ["", "empty"],
    [" \n", "empty"],
    ["whsec_0123456789abcdef\n", "blank_padded"],
    [" whsec_0123456789abcdef", "blank_padded"],
    ["\ufeffwhsec_0123456789abcdef", "blank_padded"],
    ["hk_live_0123456789abcdef", "api_key"],
    ["hk_test_0123456789abcdef", "api_key"],
    ["hk_", "api_key"],
    ["0123456789abcde", "too_short"],
    ["whsec_", "too_short"],
    ['"whsec_0123456789abcdef"', "quoted"],
    ["'whsec_0123456789abcdef'", "quoted"],
    ["v1,whsec_0123456789abcdef", "text_before"],
    ["HARBOR_SIGNING_SECRET=whsec_0123456789abcdef", "text_before"],
    ["whsec_0123456789abcdef,whsec_abcdef0123456789", "joined"],
    ["whsec_0123456789abcdef\nwhsec_abcdef0123456789", "joined"],
    ["whsec_0123456789abcdef\\n", "escaped_line_break"],
    ["whsec_01234567\u200b89abcdef", "invisible_character"],
    ["\u200bwhsec_0123456789abcdef", "invisible_character"],
    ["whsec_0123456789abcdef\u0000", "invisible_character"],
  ])("refuses %j: %s", (secret, fault) => {
    const check = checkSecret(secret);
    expect(check).toMatchObject({ ok: false, fault });
    expect(() => assertSecret(secret)).toThrow(SignatureError);
  });

  test.each(["0123456789abcdef", "whsec_0123456789abcdef", "zwölf Zeichen ü", generateSecret()])(
    "takes %j",
    (secret) => {
      expect(checkSecret(secret)).toEqual({ ok: true });
    },
  );

  test("counts bytes, not characters", () => {
    expect(checkSecret("é".repeat(7))).toMatchObject({ ok: false, fault: "too_short" });
    expect(checkSecret("é".repeat(8))).toEqual({ ok: true });
  });

  test("never repeats the secret", () => {
    const check = checkSecret("hk_live_very_private");
    expect(JSON.stringify(check)).not.toContain("very_private");
  });
});

test("generateSecret makes whsec_ and the base64 of 32 bytes, another one each time", () => {
  const secrets = Array.from({ length: 20 }, generateSecret);
  for (const secret of secrets) {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(Buffer.from(secret.slice("whsec_".length), "base64")).toHaveLength(32);
  }
  expect(new Set(secrets).size).toBe(secrets.length);
});
