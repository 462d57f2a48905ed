import { readFileSync } from "node:fs";
import { describe, expect, expectTypeOf, it } from "vitest";
import { docUrlOf, ERRORS, type ErrorCode } from "./errors.js";
import type { components } from "./generated/openapi-types.js";
import { openapi } from "../test/openapi.js";

const page = readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf8");
const codes = Object.keys(ERRORS) as ErrorCode[];

interface DocumentedResponse {
  content?: Record<string, { examples?: Record<string, { value?: { error?: Record<string, unknown> } }> }>;
}

describe("error codes", () => {
  it("are the same in the table, the specification and the generated types", () => {
    const { ErrorCode } = openapi.components.schemas as { ErrorCode: { enum: string[] } };
    expect([...ErrorCode.enum].sort()).toEqual([...codes].sort());
    expectTypeOf<ErrorCode>().toEqualTypeOf<components["schemas"]["ErrorCode"]>();
  });

  it("each have a section in docs/errors.md, at the address that doc_url gives", () => {
    const sections = [...page.matchAll(/^## (\w+)$/gm)].map(([, code]) => code);
    expect(sections).toEqual(codes);
    for (const code of codes) expect(docUrlOf(code)).toMatch(new RegExp(`/docs/errors\\.md#${code}$`));
  });

  it("have the table's message, and its status, in every example of the specification", () => {
    const responses = Object.values(openapi.components.responses ?? {}) as DocumentedResponse[];
    const examples = responses.flatMap(({ content = {} }) =>
      Object.values(content).flatMap((media) => Object.values(media.examples ?? {})),
    );
    const errors = examples.flatMap(({ value }) => (value?.error === undefined ? [] : [value.error]));
    expect(errors.length).toBeGreaterThan(codes.length);
    for (const { code, message, doc_url } of errors) {
      const row = ERRORS[code as ErrorCode];
      expect({ code, message, doc_url }).toEqual({
        code,
        message: row.message,
        doc_url: docUrlOf(code as ErrorCode),
      });
    }
  });
});
