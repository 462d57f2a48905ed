import pc from "picocolors";
import { expect, test } from "vitest";
import { type Column, tableLines } from "./table.js";

interface Row {
  id: string;
  name: string;
  note: string;
}

const columns: Column<Row>[] = [
  { title: "ID", text: ({ id }) => id },
  { title: "NAME", text: ({ name }) => name, shrinks: true },
  { title: "NOTE", text: ({ note }) => note, optional: true },
];
const colors = pc.createColors(false);
const lines = (rows: Row[], width?: number) => tableLines(rows, columns, { width, colors });
const row = { id: "dest_1", name: "A receiver with a long name", note: "5m" };

test("without a width every column is there, and whole", () => {
  expect(lines([{ ...row, note: "" }])).toEqual([
    "ID      NAME                         NOTE",
    "dest_1  A receiver with a long name",
  ]);
});

test("as wide as it needs to be, without empty columns", () => {
  expect(lines([row], 80)[1]).toBe("dest_1  A receiver with a long name  5m");
  expect(lines([{ ...row, note: "" }], 80)[0]).toBe("ID      NAME");
});

test("truncates columns that shrink, then leaves out optional ones", () => {
  expect(lines([row], 30)[1]).toBe("dest_1  A receiver with…  5m");
  expect(lines([row], 18)[1]).toBe("dest_1  A receive…");
  expect(lines([row], 10)[1]).toBe("dest_1  A recei…");
});

test("colours do not count as width", () => {
  const bold = {
    title: "ID",
    text: ({ id }: Row) => id,
    style: (text: string) => pc.createColors(true).red(text),
  };
  const [, line] = tableLines([row], [bold, ...columns.slice(1)], { width: 30, colors });
  expect(line).toContain("\u001b[31mdest_1\u001b[39m  A receiver");
});

test("wide characters count as two columns", () => {
  const [, line = ""] = lines([{ ...row, name: "日本語のとても長い名前です", note: "" }], 24);
  expect(line).toBe("dest_1  日本語のとても…");
  const [first = "", second = ""] = lines([
    { ...row, name: "日本" },
    { ...row, name: "abcd" },
  ]).slice(1);
  expect(first.indexOf("5m") + 2).toBe(second.indexOf("5m"));
});
