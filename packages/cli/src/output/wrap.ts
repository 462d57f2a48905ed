import wrapAnsi from "wrap-ansi";

/**
 * Breaks text into lines of at most `width` columns, between words; a longer word stays whole unless `hard` is set. Lines that follow a broken one get
 * the indent of its first line, and `hanging` columns more.
 */
export function wrapText(text: string, width: number, { hanging = 0, hard = false } = {}): string[] {
  return text.split("\n").flatMap((line) => {
    const [indent = ""] = /^ */.exec(line) ?? [];
    const [first = "", ...rest] = wrapLine(line.slice(indent.length), width - indent.length, hard);
    if (rest.length === 0) return [indent + first];
    const narrower = wrapLine(rest.join(hard ? "" : " "), width - indent.length - hanging, hard);
    return [indent + first, ...narrower.map((part) => " ".repeat(indent.length + hanging) + part)];
  });
}

function wrapLine(text: string, width: number, hard: boolean): string[] {
  return width === Infinity
    ? [text]
    : wrapAnsi(text, Math.max(width, 1), hard ? { hard, wordWrap: false, trim: false } : {}).split("\n");
}
