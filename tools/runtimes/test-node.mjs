// `npm run test:node -- node-24 node-26`: the whole test suite on other versions of Node.js. Each has a copy of the workspace, in which
// better-sqlite3 is compiled for it: the tests start programs of their own, and all of them have to find that binary.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join, relative } from "node:path";
import { spawn } from "node:child_process";
import { exitWith, printStep, runCommand } from "../command.mjs";
import { cacheDir, root } from "../workspace.mjs";
import { fetchRuntimes } from "./fetch.mjs";
import { runtimes } from "./runtimes.mjs";

const NEWEST = ["node-24", "node-26"];
const require = createRequire(join(root, "reference-server/package.json"));
const sqlite = dirname(require.resolve("better-sqlite3/package.json"));

/** The `build` folder of better-sqlite3 for this runtime; compiled on the first use. */
async function compileSqlite({ name, version, path, packageDir }) {
  const { version: sqliteVersion } = require("better-sqlite3/package.json");
  const folder = join(cacheDir, "node-tests", `better-sqlite3-${sqliteVersion}-node-${version}`);
  const build = join(folder, "build");
  if (existsSync(join(build, "Release/better_sqlite3.node"))) return build;
  const startedAt = performance.now();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  cpSync(sqlite, folder, { recursive: true, filter: (file) => file !== join(sqlite, "build") });
  const nodeGyp = join(dirname(process.env.npm_execpath ?? ""), "../node_modules/node-gyp/bin/node-gyp.js");
  // In the environment: npm's own `nodedir` setting arrives there too, and node-gyp prefers it to an argument.
  const env = { JOBS: "max", npm_config_nodedir: packageDir };
  const { ok, output } = await runCommand(path, [nodeGyp, "rebuild", "--release"], { cwd: folder, env });
  printStep(ok ? "ok" : "failed", `compile better-sqlite3, ${name}`, startedAt);
  if (!ok) exitWith(output.slice(-4000));
  return build;
}

/** The folder of the copy. */
function copyWorkspace({ name }, sqliteBuild) {
  const folder = join(cacheDir, "node-tests", name);
  const left = new Set([join(root, ".git"), cacheDir, join(sqlite, "build")]);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const options = { recursive: true, verbatimSymlinks: true, filter: (file) => !left.has(file) };
  // Entry by entry: a folder cannot be copied into one of its own.
  for (const entry of readdirSync(root)) {
    if (!left.has(join(root, entry))) cpSync(join(root, entry), join(folder, entry), options);
  }
  cpSync(sqliteBuild, join(folder, relative(root, sqlite), "build"), { recursive: true });
  return folder;
}

async function runTests(runtime) {
  const folder = copyWorkspace(runtime, await compileSqlite(runtime));
  const PATH = [dirname(runtime.path), process.env.PATH].join(delimiter);
  const child = spawn(runtime.path, ["node_modules/vitest/vitest.mjs", "run"], {
    cwd: folder,
    env: { ...process.env, PATH },
    stdio: "inherit",
  });
  const passed = await new Promise((resolve) => child.on("close", (code) => resolve(code === 0)));
  rmSync(folder, { recursive: true, force: true });
  return passed;
}

const asked = process.argv.slice(2);
const wanted = (asked.length > 0 ? asked : NEWEST).map(
  (name) =>
    runtimes.find((runtime) => runtime.name === name) ??
    exitWith(`${name} is not one of ${runtimes.map((runtime) => runtime.name).join(", ")}`),
);
const missing = await fetchRuntimes(wanted);
for (const runtime of wanted) {
  const startedAt = performance.now();
  const reason = missing.get(runtime.name);
  const passed = reason === undefined && (await runTests(runtime));
  printStep(reason !== undefined ? "skip" : passed ? "ok" : "failed", `tests on ${runtime.name}`, startedAt);
  if (reason !== undefined) console.log(reason);
  else if (!passed) process.exitCode = 1;
}
