// Figures of a run, how they are printed, and where they are kept.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";

/** The value below which `p` percent of the values lie; NaN of none. */
export function percentile(values, p) {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0
    ? NaN
    : sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))];
}

export const median = (values) => percentile(values, 50);

/** `0.42 (0.39 to 0.47)`: the median and the extremes. */
export function spread(values, digits = 2) {
  const sorted = Float64Array.from(values).sort();
  const [text, least, most] = [median(sorted), sorted[0], sorted.at(-1)].map((value) =>
    value.toFixed(digits),
  );
  return `${text} (${least} to ${most})`;
}

export const perSecond = (value) => `${Math.round(value)}/s`;
export const microseconds = (value) => `${value.toFixed(1)} us`;
export const milliseconds = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
export const bytes = (value) => `${Math.round(value)} B`;
export const megabytes = (bytes) => `${Math.round(bytes / 1024 ** 2)} MB`;

/**
 * Prints the results of a scenario. With BENCH_RESULTS, a folder, they are kept there as JSON, from which `page.mjs` writes
 * docs/performance.md.
 *
 * @param {string} scenario
 * @param {{ summary: string, columns: string[], rows: unknown[][], notes?: string[], rounds?: Record<string, number[]> }} results
 *   The first cell of each row is its name; `rounds` are single figures for the chart.
 */
export function publish(scenario, results) {
  const { summary, columns, rows, notes = [] } = results;
  console.log(summary);
  printTable(columns, rows);
  for (const note of notes) console.log(note);
  const folder = process.env.BENCH_RESULTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version };
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(
    join(folder, `${scenario}.json`),
    `${JSON.stringify({ date, machine, ...results }, null, 2)}\n`,
  );
}

function printTable(columns, rows) {
  const lines = [["", ...columns], ...rows];
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => String(line[i]).length)));
  for (const line of lines) {
    const cells = line.map((cell, i) =>
      i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i]),
    );
    console.log(cells.join("   "));
  }
}
