import { expect, test } from "vitest";
import { printable, printableJson, printableStyled } from "./printable.js";

const hostile = "\u001b[31mred\u009b0m\u202eevil\u2028\u0007";

test("control, format and bidirectional characters show as dots", () => {
  expect(printable(hostile)).toBe("·[31mred·0m·evil··");
  expect(printable("Zoë 日本 🚢")).toBe("Zoë 日本 🚢");
});

test("in styled text colours and line breaks stay", () => {
  expect(printableStyled("\u001b[31mred\u001b[39m\n\u001b[2Jx\u009b0m\u202e")).toBe(
    "\u001b[31mred\u001b[39m\n·[2Jx·0m·",
  );
});

test("JSON keeps its value on one line of printable characters", () => {
  const json = JSON.stringify({ text: hostile, emoji: "👩‍💻", tag: "\u{e0041}" }, null, 2);
  const line = printableJson(json);
  expect(JSON.parse(line)).toEqual(JSON.parse(json));
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(printableJson('{\n"n":\t1.0}')).toBe('{ "n": 1.0}');
});
