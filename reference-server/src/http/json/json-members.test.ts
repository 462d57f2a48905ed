import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { elementsOf, membersOf } from "./json-members.js";

function slices(json: string): [string, string][] | null {
  const bytes = Buffer.from(json);
  return membersOf(bytes)?.map(({ name, start, end }) => [name, bytes.toString("utf8", start, end)]) ?? null;
}

describe("membersOf", () => {
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
  ])("finds the members of %s", (json, expected) => {
    expect(slices(json)).toEqual(expected);
  });

  it.each(["[]", "null", '"{}"', "1", "true", ""])("is null for %j", (json) => {
    expect(membersOf(Buffer.from(json))).toBeNull();
  });

  it("takes nesting of any depth", () => {
    const deep = "[".repeat(200_000) + "]".repeat(200_000);
    expect(slices(`{"a":${deep},"b":2}`)?.map(([name, json]) => [name, json.length])).toEqual([
      ["a", 400_000],
      ["b", 1],
    ]);
  });

  const space = fc.stringMatching(/^[ \t\r\n]{0,3}$/);
  const member = fc.tuple(fc.string({ unit: "binary" }), fc.jsonValue(), space, space);

  it("cuts out exactly what was written, whatever it is", () => {
    fc.assert(
      fc.property(fc.array(member), (members) => {
        const json = `{${members
          .map(
            ([name, value, before, after]) =>
              `${before}${JSON.stringify(name)}${after}:${before}${JSON.stringify(value)}${after}`,
          )
          .join(",")}}`;
        expect(slices(json)).toEqual(members.map(([name, value]) => [name, JSON.stringify(value)]));
      }),
    );
  });
});

describe("elementsOf", () => {
  const parts = (json: string) => {
    const bytes = Buffer.from(json);
    return elementsOf(bytes)?.map(({ start, end }) => bytes.toString("utf8", start, end)) ?? null;
  };

  it.each<[string, string[] | null]>([
    ["[]", []],
    ["[ ]", []],
    ['[1, "a,b]" ,{"c":[2]},[[]] , null]', ["1", '"a,b]"', '{"c":[2]}', "[[]]", "null"]],
    ["{}", null],
    ["1", null],
  ])("finds the elements of %s", (json, expected) => {
    expect(parts(json)).toEqual(expected);
  });

  it("starts where it is told to", () => {
    const bytes = Buffer.from('{"events": [ {"type":"a"} ] }');
    const [events] = membersOf(bytes) ?? [];
    expect(elementsOf(bytes, events?.start)).toEqual([{ start: 13, end: 25 }]);
  });
});
