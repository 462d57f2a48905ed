import stringWidth from "string-width";
import { printable } from "./printable.js";
import type { Colors } from "./style.js";
import { truncate } from "./truncate.js";

export interface Column<T> {
  title: string;
  text: (item: T) => string;
  style?: (text: string, item: T) => string;
  /** May be truncated if the line does not fit: to 8 columns, or to `least`. */
  shrinks?: boolean;
  least?: number;
  /** Left out if the line does not fit otherwise. */
  optional?: boolean;
}

const GAP = 2;
const MIN_WIDTH = 8;

/**
 * Rows in columns, below a line of titles. `width` is the terminal's: empty columns are left out and the others made to fit.
 * Without a width every column is there, and whole.
 */
export function tableLines<T>(
  items: readonly T[],
  columns: readonly Column<T>[],
  { width, colors }: { width: number | undefined; colors: Colors },
): string[] {
  const all = columns.map((column) => measure(items, column));
  const filled = all.filter(({ cells }) => cells.some((cell) => cell !== ""));
  const shown = width === undefined ? all : fit(filled, width);
  const head = shown.map(({ column, width: most }) => pad(column.title, most, colors.dim));
  const rows = items.map((item, row) =>
    shown.map(({ column: { style = (text) => text }, cells, width: most }) =>
      pad(cells[row] ?? "", most, (text) => style(text, item)),
    ),
  );
  return [head, ...rows].map((cells) => cells.join(" ".repeat(GAP)).trimEnd());
}

/** Exactly `width` columns: truncated or filled up. The style does not count. */
function pad(text: string, width: number, style: (text: string) => string): string {
  const short = truncate(text, width);
  return style(short) + " ".repeat(Math.max(0, width - stringWidth(short)));
}

interface Measured<T> {
  column: Column<T>;
  cells: string[];
  width: number;
}

function measure<T>(items: readonly T[], column: Column<T>): Measured<T> {
  const cells = items.map((item) => printable(column.text(item)));
  return { column, cells, width: Math.max(...[column.title, ...cells].map((text) => stringWidth(text))) };
}

/** Drops optional columns, the last one first, then takes from the widest column that may shrink. */
function fit<T>(columns: readonly Measured<T>[], width: number): Measured<T>[] {
  const kept = [...columns];
  const least = ({ column, width: natural }: Measured<T>) =>
    column.shrinks === true ? Math.min(natural, column.least ?? MIN_WIDTH) : natural;
  while (total(kept.map(least)) > width) {
    const at = kept.findLastIndex(({ column }) => column.optional === true);
    if (at === -1) break;
    kept.splice(at, 1);
  }
  const widths = kept.map((each) => each.width);
  while (total(widths) > width) {
    const candidates = kept.map((measured, at) =>
      (widths[at] ?? 0) > least(measured) ? (widths[at] ?? 0) : 0,
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
