import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePattern } from "./linear-pattern.js";
import { PatternRoom } from "./pattern-room.js";
import { SchemaRun } from "./schema-run.js";

function matches(source: string, text: string): boolean {
  return compilePattern(source, new PatternRoom())(text, new SchemaRun({ maxSteps: Infinity, maxFaults: 1 }));
}

describe("a pattern matches as the engine's own", () => {
  const atoms = fc.constantFrom(
    "a",
    "b",
    ".",
    "\\d",
    "\\w",
    "\\s",
    "[ab]",
    "[^a]",
    "\\p{L}",
    "\\u{1f600}",
    "\\ud83d\\ude00",
    "\\x61",
    "\\.",
    "é",
    "😀",
    "^",
    "$",
    "\\b",
  );
  const quantifiers = fc.constantFrom("", "*", "+", "?", "{2}", "{1,}", "{0,2}", "*?", "{1,2}?");
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4 },
      fc
        .tuple(atoms, quantifiers)
        .map(([atom, quantifier]) => (/^(?:\^|\$|\\b|\\B)$/.test(atom) ? atom : atom + quantifier)),
      fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => a + b),
      fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `${a}|${b}`),
      fc
        .tuple(tie("pattern"), fc.constantFrom("(", "(?:", "(?<n>"), quantifiers)
        .map(([inner, open, quantifier]) => `${open}${open === "(?<n>" ? "a" : inner})${quantifier}`),
    ),
  }));
  const texts = fc.string({
    unit: fc.constantFrom("a", "b", "1", " ", "é", "😀", "\ud83d", "_", "\n"),
    maxLength: 8,
  });

  it("on any pattern and text", () => {
    fc.assert(
      fc.property(pattern, texts, (source, text) => {
        let native: RegExp;
        try {
          native = new RegExp(source, "u");
        } catch {
          return;
        }
        expect({ source, text, found: matches(source, text) }).toEqual({
          source,
          text,
          found: native.test(text),
        });
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    "^[\\w.+-]+@[\\w-]+\\.[a-z]{2,}$",
    "^\\d{4}-\\d{2}-\\d{2}$",
    "^[\\]\\\\/]$",
    "^(?:)$",
    "^[^]$",
    "[]",
    "^\\cJ$",
    "^\\0$",
    "^[\\b]$",
    "^\\/a\\/$",
  ])("%s", (source) => {
    for (const text of ["", "a@b.de", "2026-01-02", "]", "\\", "\n", "\0", "\b", "/a/", "x"]) {
      expect([text, matches(source, text)]).toEqual([text, new RegExp(source, "u").test(text)]);
    }
  });
});
