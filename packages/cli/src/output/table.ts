import Table from "cli-table3";
import { printable } from "./printable.js";
import type { Colors } from "./style.js";

export interface Column<T> {
  title: string;
  text: (item: T) => string;
  style?: (text: string, item: T) => string;
  /** May be cut where the line would not fit. */
  shrinks?: boolean;
}

const GAP = 2;
/** What a column that is cut keeps at least. */
const MIN_WIDTH = 8;

const NO_LINES = Object.fromEntries(
  ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
    .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"])
    .map((part) => [part, ""]),
);

/**
 * Rows in columns, without lines. `width` is the terminal's: columns that may shrink are cut to fit it. Undefined where the output
 * is no terminal, then nothing is cut.
 */
export function renderTable<T>(
  items: readonly T[],
  columns: readonly Column<T>[],
  { width, colors }: { width: number | undefined; colors: Colors },
): string {
  const cells = items.map((item) => columns.map(({ text }) => printable(text(item))));
  const natural = columns.map(({ title }, at) =>
    Math.max(title.length, ...cells.map((row) => (row[at] ?? "").length)),
  );
  const widths = width === undefined ? natural : fit(natural, columns, width);
  const table = new Table({
    chars: NO_LINES,
    style: { "padding-left": 0, "padding-right": GAP, head: [], border: [] },
    head: columns.map(({ title }) => colors.dim(title)),
    colWidths: widths.map((columnWidth) => columnWidth + GAP),
  });
  items.forEach((item, row) => {
    table.push(columns.map(({ style = (text) => text }, at) => style(cells[row]?.[at] ?? "", item)));
  });
  return `${trimLines(table.toString())}\n`;
}

/** Takes what is too much from the widest of the columns that may shrink, one character at a time. */
function fit<T>(natural: readonly number[], columns: readonly Column<T>[], width: number): number[] {
  const widths = [...natural];
  const total = () => widths.reduce((sum, each) => sum + each + GAP, -GAP);
  while (total() > width) {
    const candidates = widths.map((each, at) =>
      columns[at]?.shrinks === true && each > MIN_WIDTH ? each : 0,
    );
    const widest = Math.max(...candidates);
    if (widest === 0) break;
    widths[candidates.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function trimLines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
