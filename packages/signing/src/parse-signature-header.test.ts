import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSignatureHeader } from "./parse-signature-header.js";

const digest = fc.stringMatching(/^[0-9a-f]{64}$/);
const hex = "ab".repeat(32);

describe("parseSignatureHeader", () => {
  test("distinguishes the parts and keeps their order", () => {
    const other = "cd".repeat(32);
    expect(parseSignatureHeader(`t=12,v1=${hex},v1=${other},v2=${other},v2=short`)).toEqual({
      ok: true,
      header: { timestamp: 12, v1: [hex, other], v2: [other], hasV2: true },
    });
  });

  test.each([
    ["", "timestamp_missing"],
    [`v1=${hex}`, "timestamp_missing"],
    [`t=1,t=1,v1=${hex}`, "timestamp_duplicated"],
    [`t=01,v1=${hex}`, "timestamp_invalid"],
    [`t=1234567890123,v1=${hex}`, "timestamp_invalid"],
    ["t=1", "v1_missing"],
    [`t=1,v1=${hex.toUpperCase()}`, "v1_missing"],
  ])("%j: %s", (value, fault) => {
    expect(parseSignatureHeader(value)).toEqual({ ok: false, fault });
  });

  test("never throws, for any input", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (value) => void parseSignatureHeader(value)));
    const pieces = fc.array(fc.constantFrom("t=", "v1=", "v2=", ",", "=", " ", "\t", "1", hex, "\u00a0"));
    fc.assert(fc.property(pieces, (parts) => void parseSignatureHeader(parts.join(""))));
  });

  test("reads back every well-formed header, in any order and with any blanks", () => {
    const blanks = fc.stringMatching(/^[ \t]{0,3}$/);
    const parts = fc.record({
      timestamp: fc.integer({ min: 0, max: 999_999_999_999 }),
      v1: fc.array(digest, { minLength: 1, maxLength: 4 }),
      v2: fc.array(digest, { maxLength: 4 }),
    });
    const property = fc.property(parts, blanks, fc.boolean(), ({ timestamp, v1, v2 }, blank, reversed) => {
      const groups = [[`t=${timestamp}`], v1.map((each) => `v1=${each}`), v2.map((each) => `v2=${each}`)];
      const lines = (reversed ? groups.toReversed() : groups).flat().map((part) => blank + part + blank);
      expect(parseSignatureHeader(lines.join(","))).toEqual({
        ok: true,
        header: { timestamp, v1, v2, hasV2: v2.length > 0 },
      });
    });
    fc.assert(property);
  });

  test("takes time in proportion to the length", () => {
    const value = `${"v1=x,t,=,".repeat(200_000)}t=1,v1=${hex}`;
    expect(parseSignatureHeader(value)).toMatchObject({ ok: true });
  });
});
