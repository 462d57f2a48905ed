// Prints docs/settings.md with a table of the settings in settings.ts. npm run generate writes or checks the file.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { ALL_SETTINGS } from "../src/config.js";

const BEGIN = "<!-- settings:begin -->";
const END = "<!-- settings:end -->";

/** Units that a large number is easier to read in, largest first. */
const LARGER_UNITS: Record<string, [size: number, name: string][]> = {
  s: [
    [86_400, "d"],
    [3600, "h"],
    [60, "min"],
  ],
  bytes: [
    [1024 * 1024, "MB"],
    [1024, "KB"],
  ],
};

function settingsTable(): string {
  const rows = ALL_SETTINGS.map(({ variable, shown, unit, about }) =>
    row([`\`${variable}\``, withLargerUnit(shown, unit), unit, about]),
  );
  return [row(["Variable", "Default", "Unit", "Meaning"]), row(["---", "---", "---", "---"]), ...rows].join(
    "\n",
  );
}

/** `3600` in seconds is `3600 (1 h)`. */
function withLargerUnit(shown: string, unit: string): string {
  const larger = (LARGER_UNITS[unit] ?? []).find(([size]) => Number(shown) % size === 0);
  return larger === undefined ? shown : `${shown} (${Number(shown) / larger[0]} ${larger[1]})`;
}

function row(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** `page` with the text between the markers replaced. */
function withTable(page: string, table: string): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`docs/settings.md lacks the markers ${BEGIN} and ${END}`);
  }
  return `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;
}

const file = fileURLToPath(new URL("../../docs/settings.md", import.meta.url));
const page = withTable(readFileSync(file, "utf8"), settingsTable());
process.stdout.write(await format(page, { ...(await resolveConfig(file)), filepath: file }));
