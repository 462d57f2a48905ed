// `npm run fetch:runtimes`: fetches the runtimes that are not in .cache/runtimes yet, and says which could not be had.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exitWith, printStep, runNpm } from "../../../tools/command.mjs";
import { readJson } from "../../../tools/workspace.mjs";
import { platform, runtimes } from "./runtimes.mjs";

/**
 * Fetches the runtimes that are missing.
 *
 * @param {typeof runtimes} wanted all by default
 * @returns {Promise<Map<string, string>>} by name, why a runtime cannot be used; empty if all are there
 */
export async function fetchRuntimes(wanted = runtimes) {
  const here = `${process.platform}-${process.arch}`;
  if (here !== platform) {
    const reason = `fetched for ${platform} only, and this is ${here}`;
    return new Map(wanted.map(({ name }) => [name, reason]));
  }
  const reasons = await Promise.all(wanted.map(async (runtime) => [runtime.name, await fetchOne(runtime)]));
  return new Map(reasons.filter(([, reason]) => reason !== undefined));
}

/** Each has a folder of its own, so that one that cannot be fetched takes no other along. */
async function fetchOne({ package: packageName, version, folder, packageDir }) {
  const manifest = join(packageDir, "package.json");
  if (existsSync(manifest) && readJson(manifest).version === version) return undefined;
  const startedAt = performance.now();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const args = ["install", "--ignore-scripts", "--no-bin-links", "--no-save", "--no-audit", "--no-fund"];
  const { ok, output } = await runNpm([...args, `${packageName}@${version}`], { cwd: folder });
  printStep(ok ? "ok" : "failed", `fetch ${packageName}@${version}`, startedAt);
  return ok ? undefined : `${packageName}@${version} could not be fetched: ${firstLine(output)}`;
}

const firstLine = (output) => output.split("\n").find((line) => line.includes("error")) ?? output.trim();

if (process.argv[1] === import.meta.filename) {
  const missing = await fetchRuntimes();
  if (missing.size > 0) exitWith([...missing].map(([name, reason]) => `${name}: ${reason}`).join("\n"));
}
