import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the repository. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** State of the tools that may be thrown away at any time; not under version control. */
export const cacheDir = join(root, ".cache");

/**
 * The published packages, with their folders.
 *
 * @returns {{ name: string, dir: string }[]}
 */
export function readPackages() {
  const dirs = [
    ...readdirSync(join(root, "packages")).map((name) => join("packages", name)),
    "reference-server",
  ];
  const manifests = dirs.map((dir) => ({ dir, ...readJson(join(root, dir, "package.json")) }));
  return manifests.filter((manifest) => manifest.private !== true).map(({ name, dir }) => ({ name, dir }));
}

/** The path of a tool's command-line script, to run it with this Node.js and without a shell. */
export function binPath(packageName, binName = packageName) {
  const packageDir = join(root, "node_modules", packageName);
  const { bin } = readJson(join(packageDir, "package.json"));
  return join(packageDir, typeof bin === "string" ? bin : bin[binName]);
}

export function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}
