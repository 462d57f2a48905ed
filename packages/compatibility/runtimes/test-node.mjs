// `npm run test:node -- node-24 node-26`: the whole test suite on other versions of Node.js. Each has a copy of the workspace with
// the better-sqlite3 that the server uses there: the tests start programs of their own, and all of them have to find it.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { spawn } from "node:child_process";
import { exitWith, printStep, runNpm } from "../../../tools/command.mjs";
import { cacheDir, readJson, root } from "../../../tools/workspace.mjs";
import { fetchRuntimes } from "./fetch.mjs";
import { runtimes } from "./runtimes.mjs";

const NEWEST = ["node-24", "node-26"];
const DRIVER = "better-sqlite3-13";

/** The folder of the driver for these versions, which npm does not install for the Node.js that runs this. */
async function fetchDriver() {
  const { optionalDependencies } = readJson(join(root, "reference-server/package.json"));
  const specifier = optionalDependencies[DRIVER];
  const folder = join(cacheDir, "node-tests", specifier.replace(/^npm:/, ""));
  const driver = join(folder, "node_modules", DRIVER);
  if (existsSync(driver)) return driver;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const args = ["install", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund"];
  const { ok, output } = await runNpm([...args, `${DRIVER}@${specifier}`], { cwd: folder });
  if (!ok) exitWith(output);
  return driver;
}

/** The folder of the copy. */
function copyWorkspace({ name }, driver) {
  const folder = join(cacheDir, "node-tests", name);
  const left = new Set([".git", ".cache"].map((entry) => join(root, entry)));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Entry by entry: a folder cannot be copied into one of its own.
  for (const entry of readdirSync(root)) {
    if (!left.has(join(root, entry)))
      cpSync(join(root, entry), join(folder, entry), { recursive: true, verbatimSymlinks: true });
  }
  // For the tests that open a database themselves; the server finds the same one, because a process must not have two SQLites.
  const installed = join(folder, "node_modules/better-sqlite3");
  rmSync(installed, { recursive: true });
  cpSync(driver, installed, { recursive: true });
  symlinkSync("better-sqlite3", join(folder, "node_modules", DRIVER));
  return folder;
}

async function runTests(runtime, driver) {
  const folder = copyWorkspace(runtime, driver);
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
const driver = await fetchDriver();
for (const runtime of wanted) {
  const startedAt = performance.now();
  const reason = missing.get(runtime.name);
  const passed = reason === undefined && (await runTests(runtime, driver));
  printStep(reason !== undefined ? "skip" : passed ? "ok" : "failed", `tests on ${runtime.name}`, startedAt);
  if (reason !== undefined) console.log(reason);
  else if (!passed) process.exitCode = 1;
}
