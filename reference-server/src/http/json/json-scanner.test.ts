import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonScanner, type JsonFault, type Member } from "./json-scanner.js";

const NO_LIMITS = { maxDepth: 1_000_000, maxValues: Infinity };

/** The fault of a whole text; null for JSON. */
function faultOf(text: string, limits = NO_LIMITS): JsonFault | null {
  const scanner = new JsonScanner(Buffer.from(text), limits);
  return scanner.skipValue() && scanner.end() ? null : scanner.fault;
}

/** The same through the methods that hand out the parts. */
function faultInParts(text: string): JsonFault | null {
  const scanner = new JsonScanner(Buffer.from(text), NO_LIMITS);
  const value = (): boolean => {
    if (scanner.isAtObject()) return scanner.object(value);
    return scanner.isAtArray() ? scanner.array(value) : scanner.skipValue();
  };
  return value() && scanner.end() ? null : scanner.fault;
}

function membersOf(json: string): [string, string][] | null {
  const bytes = Buffer.from(json);
  const scanner = new JsonScanner(bytes, NO_LIMITS);
  const members: Omit<Member, "levels">[] = [];
  const ok = scanner.object((name) => {
    scanner.peek();
    const start = scanner.at;
    return scanner.skipValue() && members.push({ name, start, end: scanner.at }) > 0;
  });
  return ok ? members.map(({ name, start, end }) => [name, bytes.toString("utf8", start, end)]) : null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("the members of an object", () => {
  it.each<[string, [string, string][]]>([
    ["{}", []],
    [" \t\r\n{ \n } ", []],
    ['{"body":null}', [["body", "null"]]],
    [
      '{"body":{"n":1.0,"big":12345678901234567890,"e":1e3}}',
      [["body", '{"n":1.0,"big":12345678901234567890,"e":1e3}']],
    ],
    ['{ "body" :\t[ 1 , 2 ]\n}', [["body", "[ 1 , 2 ]"]]],
    [
      '{"body" : -0.0e+1 , "type":"t"}',
      [
        ["body", "-0.0e+1"],
        ["type", '"t"'],
      ],
    ],
    [
      '{"body":{"a":1,"a":2},"body":3}',
      [
        ["body", '{"a":1,"a":2}'],
        ["body", "3"],
      ],
    ],
    [
      '{"\\u0062ody":"x\\"}],{[","type":1}',
      [
        ["body", '"x\\"}],{["'],
        ["type", "1"],
      ],
    ],
    [
      '{"a\\\\":"\\\\","b":[["]"],{"}":"{"}]}',
      [
        ["a\\", '"\\\\"'],
        ["b", '[["]"],{"}":"{"}]'],
      ],
    ],
    [
      '{"ключ":"значення 🚀","":0}',
      [
        ["ключ", '"значення 🚀"'],
        ["", "0"],
      ],
    ],
    ['{"__proto__":{"x":1}}', [["__proto__", '{"x":1}']]],
  ])("of %s", (json, expected) => {
    expect(membersOf(json)).toEqual(expected);
  });

  it.each(["[]", "null", '"{}"', "1", "true", ""])("are missing in %j", (json) => {
    expect(membersOf(json)).toBeNull();
  });

  const space = fc.stringMatching(/^[ \t\r\n]{0,3}$/);
  const member = fc.tuple(fc.string({ unit: "binary" }), fc.jsonValue(), space, space);

  it("are exactly what was written", () => {
    fc.assert(
      fc.property(fc.array(member), (members) => {
        const json = `{${members
          .map(
            ([name, value, before, after]) =>
              `${before}${JSON.stringify(name)}${after}:${before}${JSON.stringify(value)}${after}`,
          )
          .join(",")}}`;
        expect(membersOf(json)).toEqual(members.map(([name, value]) => [name, JSON.stringify(value)]));
      }),
    );
  });
});

describe("a syntax error", () => {
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
    ["[[]", 3, "a comma or the end of the object or array"],
    ["01", 1, "the end of the text"],
    ["1.", 1, "the end of the text"],
    ["1e+", 1, "the end of the text"],
    ["-", 0, "a value"],
    ["NaN", 0, "a value"],
    ["nul", 0, "a value"],
    ["true false", 5, "the end of the text"],
    ['"abc', 4, "the closing quote of a string"],
    ['"a\nb"', 2, "an escape instead of a control character"],
    ['"a\\x"', 2, "a valid escape"],
    ['"\\u12G4"', 1, "a valid escape"],
    ['"\\u12', 1, "a valid escape"],
  ])("in %j is at %d, expecting %s", (text, position, expected) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(faultOf(text)).toEqual({ reason: "syntax", position, expected });
    expect(faultInParts(text)).toEqual({ reason: "syntax", position, expected });
  });

  const json = fc.jsonValue().map((value) => JSON.stringify(value, null, 1));
  const damage = fc.constantFrom("}", "]", "[", "{", ",", ":", '"', "x", "\\", "1", "e", "-", ".", "\u0001");

  it("is found exactly where JSON.parse finds one", () => {
    fc.assert(
      fc.property(json, fc.nat(), damage, (text, where, inserted) => {
        const at = where % (text.length + 1);
        const damaged = text.slice(0, at) + inserted + text.slice(at);
        expect(faultOf(damaged) === null).toBe(isJson(damaged));
        expect(faultInParts(damaged)).toEqual(faultOf(damaged));
      }),
      { numRuns: 2000 },
    );
  });

  it("is found in any text that JSON.parse refuses", () => {
    const token = fc.constantFrom(
      ...Array.from('{}[],:"\\ \n-+.eE0123trufalsn'),
      "true",
      "null",
      '"a"',
      "1e5",
    );
    const text = fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join(""));
    fc.assert(
      fc.property(text, (generated) => {
        expect(faultOf(generated) === null).toBe(isJson(generated));
        expect(faultInParts(generated)).toEqual(faultOf(generated));
      }),
      { numRuns: 5000 },
    );
  });
});

describe("limits", () => {
  it("stop at the first object or array that is too deep", () => {
    const limits = { ...NO_LIMITS, maxDepth: 3 };
    expect(faultOf('[[[1]],{"a":{}}]', limits)).toBeNull();
    expect(faultOf('[[[1]],{"a":{"b":[]}}]', limits)).toMatchObject({ reason: "too deep", position: 17 });
    expect(faultOf("[".repeat(5_000_000), limits)).toMatchObject({ reason: "too deep", position: 3 });
  });

  it("stop at the first value too many", () => {
    const limits = { ...NO_LIMITS, maxValues: 4 };
    expect(faultOf('[1,{"a":2}]', limits)).toBeNull();
    expect(faultOf('[1,{"a":2},3,', limits)).toMatchObject({ reason: "too many values", position: 11 });
  });

  it.each([
    ["1", 0],
    ["[]", 1],
    ['{"a":[1,[[]]],"b":[]}', 4],
  ])("count %s as %d levels", (json, levels) => {
    const scanner = new JsonScanner(Buffer.from(`[[],${json}]`), NO_LIMITS);
    expect(scanner.array(() => scanner.skipValue())).toBe(true);
    expect(scanner.levels).toBe(levels);
  });

  it("read nesting of any depth without a stack", () => {
    expect(faultOf("[".repeat(500_000) + "]".repeat(500_000))).toBeNull();
  });
});
