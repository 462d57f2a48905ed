import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ApiError } from "../../errors.js";
import { type BodyShape, bytesOf, parseJsonBody } from "./json-body.js";

const BATCH: BodyShape = { opaque: "body", list: { name: "events", maxItems: 3 } };

function thrownBy(parse: () => unknown): ApiError {
  try {
    parse();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("the body was accepted");
}

function faultsOf(raw: Buffer | string) {
  const { code, extra } = thrownBy(() => parseJsonBody(Buffer.from(raw)));
  return { code, details: extra.details };
}

function refusal(raw: string, shape: BodyShape): string | undefined {
  return thrownBy(() => parseJsonBody(Buffer.from(raw), shape)).extra.details?.[0]?.message;
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
    expect(faultsOf(json)).toEqual({
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
    expect(faultsOf(raw)).toEqual({
      code: "invalid_request",
      details: [{ path: "body", message: "is not valid UTF-8" }],
    });
  });

  it("says where JSON breaks", () => {
    expect(faultsOf('{\n  "type": "a",\n  "body": }').details).toEqual([
      {
        path: "body",
        message: "is not valid JSON: expected a value at position 27 (line 3, column 11)",
      },
    ]);
  });

  it("reads JSON as deep as a request can be", () => {
    const deep = "[".repeat(131_000) + "]".repeat(131_000);
    const body = parseJsonBody(Buffer.from(`{"body":${deep}}`), { opaque: "body" });
    expect(bytesOf(body, "body")?.length).toBe(deep.length);
    expect(refusal(`{"body":${"[".repeat(140_000)}`, { opaque: "body" })).toContain("is not valid JSON");
    expect(refusal(`{"body":${"[".repeat(5_000_000)}`, { opaque: "body" })).toContain("levels deep");
  });

  it.each<[string, string, BodyShape, string]>([
    ["elements", `[${"1,".repeat(10_000)}1]`, {}, "body"],
    ["members", `{${Array.from({ length: 10_001 }, (_, n) => `"${n}":1`).join()}}`, {}, "body"],
    ["members of one name", `{${'"a":1,'.repeat(10_001)}"a":1}`, {}, "body"],
    ["nested values", `{"metadata":{"a":[${"[],".repeat(10_001)}1]}}`, {}, "body"],
    [
      "values beside an opaque one",
      `{"body":1,"other":[${"1,".repeat(10_000)}1]}`,
      { opaque: "body" },
      "body",
    ],
    ["values in batch items", `{"events":[{"a":[${"1,".repeat(10_000)}1]}]}`, BATCH, "body"],
    ["values in an opaque member of the wrong object", `{"body":[${"1,".repeat(10_001)}1]}`, BATCH, "body"],
  ])("refuses too many %s", (_what, json, shape, path) => {
    const error = thrownBy(() => parseJsonBody(Buffer.from(json), shape));
    expect(error.extra.details).toEqual([{ path, message: "has more than 10000 values" }]);
  });
});

describe("opaque members", () => {
  it("are checked, kept as bytes and null in the value", () => {
    const raw = Buffer.from(`{"type":"t","body":[${"1,".repeat(50_000)}1], "x":{"body":2}}`);
    const body = parseJsonBody(raw, { opaque: "body" });
    expect(body.value).toEqual({ type: "t", body: null, x: { body: 2 } });
    expect(bytesOf(body, "body")?.length).toBe(100_003);
    expect(refusal('{"body":[1,tru]}', { opaque: "body" })).toContain("at position 11 (line 1, column 12)");
  });

  it("are found in each item of a list, with the members of the item", () => {
    const raw = Buffer.from('{"events": [ {"type":"a","body":{"b":1.0}}, 2 ,{"body":[]} ] }');
    const { value, items } = parseJsonBody(raw, BATCH);
    expect(value).toEqual({ events: [{ type: "a", body: null }, 2, { body: null }] });
    expect(items.map(({ start, end }) => raw.toString("utf8", start, end))).toEqual([
      '{"type":"a","body":{"b":1.0}}',
      "2",
      '{"body":[]}',
    ]);
    expect(items.map(({ members }) => bytesOf({ raw, members }, "body")?.toString())).toEqual([
      '{"b":1.0}',
      undefined,
      "[]",
    ]);
  });

  it("do not change which texts are JSON, nor anything beside them", () => {
    const text = fc
      .record({ body: fc.jsonValue(), type: fc.jsonValue() })
      .map((value) => JSON.stringify(value));
    const damage = fc.constantFrom("", "}", "]", ",", ":", '"', "x", "\\", "1");
    fc.assert(
      fc.property(text, fc.nat(), damage, (generated, where, inserted) => {
        const at = where % (generated.length + 1);
        const raw = Buffer.from(generated.slice(0, at) + inserted + generated.slice(at));
        const outcome = (shape: BodyShape) => {
          try {
            const { body: _, ...rest } = parseJsonBody(raw, shape).value as Record<string, unknown>;
            return rest;
          } catch (error) {
            return error;
          }
        };
        expect(outcome({ opaque: "body" })).toEqual(outcome({}));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a list", () => {
  it("is not read further than its last allowed item", () => {
    expect(refusal(`{"events":[1,2,3,4,${"[],".repeat(1_000_000)}`, BATCH)).toBe(
      "must NOT have more than 3 items",
    );
  });

  it("may be another kind of value, which the specification judges", () => {
    expect(parseJsonBody(Buffer.from('{"events":{"0":1}}'), BATCH).items).toEqual([]);
    expect(parseJsonBody(Buffer.from('[{"body":1}]'), BATCH)).toMatchObject({ members: null, items: [] });
  });
});
