import Table from "cli-table3";
import { printable } from "./printable.js";
import type { Colors } from "./style.js";

export interface Column<T> {
  title: string;
  text: (item: T) => string;
  style?: (text: string, item: T) => string;
  /** May be cut where the line would not fit. */
  shrinks?: boolean;
  /** Left out where the line would not fit even so. */
  optional?: boolean;
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
 * Rows in columns, without lines. `width` is the terminal's: columns in which nothing stands are left out, and the others made to
 * fit. Undefined where the output is no terminal: then every column is there, and whole.
 */
export function renderTable<T>(
  items: readonly T[],
  columns: readonly Column<T>[],
  { width, colors }: { width: number | undefined; colors: Colors },
): string {
  const all = columns.map((column) => measure(items, column));
  const shown =
    width === undefined
      ? all
      : fit(
          all.filter(({ cells }) => cells.some((cell) => cell !== "")),
          width,
        );
  const table = new Table({
    chars: NO_LINES,
    style: { "padding-left": 0, "padding-right": GAP, head: [], border: [] },
    head: shown.map(({ column }) => colors.dim(column.title)),
    colWidths: shown.map((each) => each.width + GAP),
  });
  items.forEach((item, row) => {
    table.push(shown.map(({ column: { style = (text) => text }, cells }) => style(cells[row] ?? "", item)));
  });
  return `${trimLines(table.toString())}\n`;
}

interface Measured<T> {
  column: Column<T>;
  cells: string[];
  width: number;
}

function measure<T>(items: readonly T[], column: Column<T>): Measured<T> {
  const cells = items.map((item) => printable(column.text(item)));
  return { column, cells, width: Math.max(...[column.title, ...cells].map((text) => text.length)) };
}

/** Leaves out what may be left out, the last first, then takes from the widest that may shrink. */
function fit<T>(columns: readonly Measured<T>[], width: number): Measured<T>[] {
  const kept = [...columns];
  const least = ({ column, width: natural }: Measured<T>) =>
    column.shrinks === true ? Math.min(natural, MIN_WIDTH) : natural;
  while (total(kept.map(least)) > width) {
    const at = kept.findLastIndex(({ column }) => column.optional === true);
    if (at === -1) break;
    kept.splice(at, 1);
  }
  const widths = kept.map((each) => each.width);
  while (total(widths) > width) {
    const candidates = widths.map((each, at) =>
      kept[at]?.column.shrinks === true && each > MIN_WIDTH ? each : 0,
    );
    const widest = Math.max(...candidates);
    if (widest === 0) break;
    widths[candidates.indexOf(widest)] = widest - 1;
  }
  return kept.map((each, at) => ({ ...each, width: widths[at] ?? each.width }));
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, each) => sum + each + GAP, -GAP);
}

function trimLines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
