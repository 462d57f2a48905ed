import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ApiError } from "../../errors.js";
import { bytesOf, parseJsonBody } from "./json-body.js";
import { findJsonFault } from "./json-fault.js";

function refusal(raw: Buffer | string) {
  try {
    parseJsonBody(Buffer.from(raw));
  } catch (error) {
    if (error instanceof ApiError) return { code: error.code, details: error.extra.details };
    throw error;
  }
  throw new Error("the body was accepted");
}

describe("parseJsonBody", () => {
  it("keeps the bytes of a member as submitted", () => {
    const raw = Buffer.from(
      '{"type":"t", "\\u0062ody" : {"n":1.0,"big":12345678901234567890,"e":1e3, "n":2} }',
    );
    expect(bytesOf(parseJsonBody(raw), "body")?.toString()).toBe(
      '{"n":1.0,"big":12345678901234567890,"e":1e3, "n":2}',
    );
  });

  it("has no bytes for a member that is not there, nor for an inherited one", () => {
    expect(bytesOf(parseJsonBody(Buffer.from("{}")), "constructor")).toBeUndefined();
    expect(bytesOf(parseJsonBody(Buffer.from("[]")), "length")).toBeUndefined();
  });

  it.each([
    ['{"type":"a","type":"b"}', "body/type"],
    ['{"body":1,"\\u0062ody":2}', "body/body"],
    ['{"a/b~":1,"a/b~":2}', "body/a~1b~0"],
    ['{"__proto__":1,"__proto__":2}', "body/__proto__"],
  ])("names the duplicate member of %s", (json, path) => {
    expect(refusal(json)).toEqual({
      code: "invalid_request",
      details: [{ path, message: "is given more than once" }],
    });
  });

  it("leaves duplicates further inside alone", () => {
    expect(parseJsonBody(Buffer.from('{"body":{"a":1,"a":2}}')).value).toEqual({ body: { a: 2 } });
  });

  it.each([
    ["a lone continuation byte", Buffer.from([0x22, 0x80, 0x22])],
    ["an overlong slash", Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
    ["an encoded surrogate", Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ["a cut-off sequence", Buffer.from([0x22, 0xe2, 0x82, 0x22])],
  ])("refuses %s", (_what, raw) => {
    expect(refusal(raw)).toEqual({
      code: "invalid_request",
      details: [{ path: "body", message: "is not valid UTF-8" }],
    });
  });

  it("says where JSON breaks", () => {
    expect(refusal('{\n  "type": "a",\n  "body": }').details).toEqual([
      {
        path: "body",
        message: "is not valid JSON: expected a value at position 27 (line 3, column 11)",
      },
    ]);
  });

  it("reads JSON as deep as a request can be", () => {
    const deep = "[".repeat(131_000) + "]".repeat(131_000);
    expect(bytesOf(parseJsonBody(Buffer.from(`{"body":${deep}}`)), "body")?.length).toBe(deep.length);
    expect(refusal("[".repeat(140_000)).details?.[0]?.message).toContain("is not valid JSON");
    expect(refusal("[".repeat(5_000_000)).details?.[0]?.message).toContain("levels deep");
  });
});

describe("findJsonFault", () => {
  it.each([
    ["", 0, "a value"],
    ["  ", 2, "a value"],
    ["\uFEFF{}", 0, "a value"],
    ["{", 1, "a member name or }"],
    ["{]", 1, "a member name or }"],
    ['{"a"', 4, "a colon"],
    ['{"a" 1}', 5, "a colon"],
    ['{"a":}', 5, "a value"],
    ['{"a":1,}', 7, "a member name"],
    ["{a:1}", 1, "a member name or }"],
    ["{'a':1}", 1, "a member name or }"],
    ['{"a":1 "b":2}', 7, "a comma or the end of the object or array"],
    ["[1,]", 3, "a value"],
    ["[1 2]", 3, "a comma or the end of the object or array"],
    ["[", 1, "a value or ]"],
    ["[}", 1, "a value or ]"],
    ["01", 1, "the end of the text"],
    ["1.", 1, "the end of the text"],
    ["-", 0, "a value"],
    ["NaN", 0, "a value"],
    ["nul", 0, "a value"],
    ["true false", 5, "the end of the text"],
    ['"abc', 4, "the closing quote of a string"],
    ['"a\nb"', 2, "an escape instead of a control character"],
    ['"a\\x"', 2, "a valid escape"],
    ['"\\u12G4"', 1, "a valid escape"],
  ])("in %j is at %d, expecting %s", (text, position, expected) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(findJsonFault(text)).toMatchObject({ position, expected });
  });

  it("is where a text that began as JSON stops being one, and the end of one that is", () => {
    const json = fc.jsonValue().map((value) => JSON.stringify(value, null, 1));
    fc.assert(
      fc.property(
        json,
        fc.nat(),
        fc.constantFrom("}", "]", ",", ":", '"', "x", "\\"),
        (text, where, damage) => {
          const at = where % (text.length + 1);
          const damaged = text.slice(0, at) + damage + text.slice(at);
          const { position } = findJsonFault(damaged);
          expect(findJsonFault(damaged.slice(0, position)).position).toBe(position);
          if (isJson(damaged)) expect(position).toBe(damaged.length);
        },
      ),
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
