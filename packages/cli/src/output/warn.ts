import { printable } from "./printable.js";
import { createColors } from "./style.js";

const shown = new Set<string>();

/** A warning on stderr, once for each text. */
export function warn(text: string | null): void {
  if (text === null || shown.has(text)) return;
  shown.add(text);
  process.stderr.write(`${createColors(process.stderr).yellow("warning:")} ${printable(text)}\n`);
}
