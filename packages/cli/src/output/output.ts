import { printable, printableJson, printableStyled } from "./printable.js";
import { createColors, type Colors } from "./style.js";
import { type Column, tableLines } from "./table.js";
import { wrapText } from "./wrap.js";

/** A line of a record. Control characters are replaced; a style is applied after that. */
export type Field = [label: string, text: string, style?: (text: string) => string];

/**
 * A command's result: on stdout, for people or (`--json`) as JSON Lines, one object per line. Everything else goes to stderr, so
 * that stdout can be piped. In a terminal, text for people is wrapped between words.
 */
export class Output {
  readonly json: boolean;
  readonly colors: Colors;

  constructor({ json }: { json: boolean }) {
    this.json = json;
    this.colors = createColors(process.stdout);
  }

  list<T extends object>(items: readonly T[], columns: readonly Column<T>[], empty: string): void {
    if (this.json) for (const item of items) this.line(item);
    else if (items.length === 0) this.note(empty);
    else {
      const lines = tableLines(items, columns, { width: widthOf(process.stdout), colors: this.colors });
      process.stdout.write(`${lines.join("\n")}\n`);
    }
  }

  record(value: object | string, fields: readonly Field[]): void {
    if (this.json) {
      this.line(value);
      return;
    }
    const labelWidth = Math.max(...fields.map(([label]) => label.length)) + 2;
    const width = (widthOf(process.stdout) ?? Infinity) - labelWidth;
    for (const [label, text, style = (part: string) => part] of fields) {
      const lines = wrapText(printable(text), width).map(style);
      const indent = `\n${" ".repeat(labelWidth)}`;
      process.stdout.write(`${this.colors.dim(label.padEnd(labelWidth))}${lines.join(indent)}\n`);
    }
  }

  /** One line of JSON; a string is JSON already and keeps the spelling of its numbers. */
  line(value: object | string): void {
    process.stdout.write(`${printableJson(typeof value === "string" ? value : JSON.stringify(value))}\n`);
  }

  /** For people only. Text from outside must be printable already. */
  text(text: string): void {
    if (!this.json) write(process.stdout, text);
  }

  /** Lines to copy, for people: indented, and never wrapped. */
  code(lines: readonly string[]): void {
    if (!this.json) for (const line of lines) process.stdout.write(`  ${printableStyled(line)}\n`);
  }

  /** A label, and a sentence that is wrapped beside it. */
  paragraph(label: string, text: string, { style = (part: string) => part } = {}): void {
    const width = (widthOf(process.stdout) ?? Infinity) - label.length - 1;
    const indent = `\n${" ".repeat(label.length + 1)}`;
    const lines = wrapText(text, width);
    if (!this.json) process.stdout.write(printableStyled(`${style(label)} ${lines.join(indent)}\n`));
  }

  /** The result of a command that changes something; scripts get the changed object. */
  done(text: string, value: object): void {
    if (this.json) this.line(value);
    else write(process.stdout, `${this.colors.green("✓")} ${printable(text)}`);
  }

  /** For people, on stderr. */
  note(text: string): void {
    if (!this.json) write(process.stderr, text);
  }
}

/** The columns of a terminal; undefined for a file or a pipe, where lines stay whole. */
function widthOf(stream: NodeJS.WriteStream): number | undefined {
  return stream.isTTY ? stream.columns : undefined;
}

function write(stream: NodeJS.WriteStream, text: string): void {
  stream.write(`${wrapText(printableStyled(text), widthOf(stream) ?? Infinity).join("\n")}\n`);
}
