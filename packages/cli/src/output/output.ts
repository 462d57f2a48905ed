import { printable } from "./printable.js";
import { createColors, type Colors } from "./style.js";
import { type Column, renderTable } from "./table.js";
import { wrapText } from "./wrap.js";

export type Field = [label: string, value: string];

/**
 * Where a command's result goes: stdout, for people or (`--json`) as JSON Lines, one object a line. Everything else that there is
 * to say goes to stderr, so that stdout can be piped.
 */
export class Output {
  readonly json: boolean;
  readonly colors: Colors;

  constructor({ json }: { json: boolean }) {
    this.json = json;
    this.colors = createColors(process.stdout);
  }

  /** Many of a kind. */
  list<T extends object>(items: readonly T[], columns: readonly Column<T>[], empty: string): void {
    if (this.json) for (const item of items) this.line(item);
    else if (items.length === 0) this.note(empty);
    else {
      const width = process.stdout.isTTY ? process.stdout.columns : undefined;
      process.stdout.write(renderTable(items, columns, { width, colors: this.colors }));
    }
  }

  /** One of a kind. Text of fields is the server's and is made printable. */
  record(value: object | string, fields: readonly Field[]): void {
    if (this.json) {
      this.line(value);
      return;
    }
    const width = Math.max(...fields.map(([label]) => label.length));
    for (const [label, text] of fields) {
      process.stdout.write(`${this.colors.dim(label.padEnd(width))}  ${text}\n`);
    }
  }

  /** One line of JSON; text is JSON already and keeps its bytes. */
  line(value: object | string): void {
    process.stdout.write(`${typeof value === "string" ? value : JSON.stringify(value)}\n`);
  }

  /** For people only. */
  text(text: string): void {
    if (!this.json) process.stdout.write(`${text}\n`);
  }

  /** A sentence for people behind a label, over as many lines as the terminal makes of it. */
  paragraph(label: string, text: string, { style = (part: string) => part } = {}): void {
    const width = process.stdout.isTTY ? process.stdout.columns - label.length - 1 : Infinity;
    const [first = "", ...rest] = wrapText(text, width);
    const indent = " ".repeat(label.length + 1);
    this.text([`${style(label)} ${first}`, ...rest.map((line) => indent + line)].join("\n"));
  }

  /** What a command that changes something has done, with the changed thing for scripts. */
  done(text: string, value: object): void {
    if (this.json) this.line(value);
    else process.stdout.write(`${this.colors.green("✓")} ${printable(text)}\n`);
  }

  /** Beside the result. */
  note(text: string): void {
    if (!this.json) process.stderr.write(`${text}\n`);
  }
}
