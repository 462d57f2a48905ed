// `npm run pack:all`: packs every published package into packed/, to install them in a project
// outside this repository.
import { mkdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { exitWith, runNpm } from "../../tools/command.mjs";
import { readPackages, root } from "../../tools/workspace.mjs";

/**
 * Packs with npm, so that the tarballs are what would be published. Empties the folder first.
 *
 * @param {{ name: string }[]} packages
 * @param {string} folder
 * @returns {Promise<Map<string, string>>} the tarballs' paths by package name
 */
export async function packAll(packages, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const workspaces = packages.map(({ name }) => `--workspace=${name}`); // a folder also selects the workspaces below it
  const args = ["pack", "--json", "--ignore-scripts", `--pack-destination=${folder}`, ...workspaces];
  const { ok, output, stdout } = await runNpm(args);
  if (!ok) exitWith(`npm pack failed:\n\n${output}`);
  return new Map(JSON.parse(stdout).map(({ name, filename }) => [name, join(folder, filename)]));
}

async function main() {
  const folder = join(root, "packed");
  const tarballs = await packAll(readPackages(), folder);
  for (const [name, path] of tarballs) console.log(`${name}  ${relative(root, path)}`);
  console.log(`\nIn your project: npm install ${join(folder, "*.tgz")}`);
}

if (process.argv[1] === import.meta.filename) await main();
