import pc from "picocolors";
import { expect, test } from "vitest";
import { type Column, renderTable } from "./table.js";

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
const lines = (rows: Row[], width?: number) =>
  renderTable(rows, columns, { width, colors }).split("\n").slice(0, -1);
const row = { id: "dest_1", name: "A receiver with a long name", note: "5m" };

test("whole where nobody says how wide it may be, with every column", () => {
  expect(lines([{ ...row, note: "" }])).toEqual([
    "ID      NAME                         NOTE",
    "dest_1  A receiver with a long name",
  ]);
});

test("as wide as it needs to be where there is room, without empty columns", () => {
  expect(lines([row], 80)[1]).toBe("dest_1  A receiver with a long name  5m");
  expect(lines([{ ...row, note: "" }], 80)[0]).toBe("ID      NAME");
});

test("cut where it may be cut, then without what may be left out", () => {
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
  const table = renderTable([row], [bold, ...columns.slice(1)], { width: 30, colors });
  expect(table).toContain("\u001b[31mdest_1\u001b[39m  A receiver");
});
