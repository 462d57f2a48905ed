// `npm run test:node -- node-24 node-26`: the whole test suite on other versions of Node.js. better-sqlite3 is compiled for each.
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { spawn } from "node:child_process";
import { exitWith, printStep, runCommand } from "../command.mjs";
import { cacheDir, root } from "../workspace.mjs";
import { fetchRuntimes } from "./fetch.mjs";
import { runtimes } from "./runtimes.mjs";

const NEWEST = ["node-24", "node-26"];
const require = createRequire(join(root, "reference-server/package.json"));

/** The binary of better-sqlite3 for this runtime; compiled on the first use. */
async function compileSqlite({ name, version, path, packageDir }) {
  const source = dirname(require.resolve("better-sqlite3/package.json"));
  const folder = join(cacheDir, "node-tests", `${version}-${require("better-sqlite3/package.json").version}`);
  const binary = join(folder, "build/Release/better_sqlite3.node");
  if (existsSync(binary)) return binary;
  const startedAt = performance.now();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  cpSync(source, folder, { recursive: true, filter: (file) => file !== join(source, "build") });
  const nodeGyp = join(dirname(process.env.npm_execpath ?? ""), "../node_modules/node-gyp/bin/node-gyp.js");
  // In the environment: npm's own `nodedir` setting arrives there too, and node-gyp prefers it to an argument.
  const env = { JOBS: "max", npm_config_nodedir: packageDir };
  const { ok, output } = await runCommand(path, [nodeGyp, "rebuild", "--release"], { cwd: folder, env });
  printStep(ok ? "ok" : "failed", `compile better-sqlite3, ${name}`, startedAt);
  if (!ok) exitWith(output.slice(-4000));
  return binary;
}

async function runTests(runtime) {
  const env = {
    ...process.env,
    HARBOR_TEST_SQLITE_BINARY: await compileSqlite(runtime),
    NODE_OPTIONS: `--require ${join(import.meta.dirname, "use-sqlite.cjs")}`,
  };
  const child = spawn(runtime.path, ["node_modules/vitest/vitest.mjs", "run"], {
    cwd: root,
    env,
    stdio: "inherit",
  });
  return new Promise((resolve) => child.on("close", (code) => resolve(code === 0)));
}

const asked = process.argv.slice(2);
const missing = await fetchRuntimes();
for (const name of asked.length > 0 ? asked : NEWEST) {
  const runtime = runtimes.find((entry) => entry.name === name);
  if (runtime === undefined)
    exitWith(`${name} is not one of ${runtimes.map((entry) => entry.name).join(", ")}`);
  const startedAt = performance.now();
  const reason = missing.get(name);
  const passed = reason === undefined && (await runTests(runtime));
  printStep(reason !== undefined ? "skip" : passed ? "ok" : "failed", `tests on ${name}`, startedAt);
  if (reason !== undefined) console.log(reason);
  else if (!passed) process.exitCode = 1;
}
