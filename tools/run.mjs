// `npm test`, `npm run check`, `npm start` and the other commands of package.json that work in a fresh clone: they install what is
// missing, build what is not current, then run. wireit builds and checks, and skips what it has already done for the same files.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { exitWith, runNpm } from "./command.mjs";
import { ensureInstalled } from "./ensure-installed.mjs";
import { root } from "./workspace.mjs";

const vitest = "node_modules/vitest/vitest.mjs";

/** The program of a command, with its arguments; `build` and `check` have none of their own. */
const commands = {
  build: [],
  check: [],
  quickstart: ["examples/quickstart/quickstart.mjs"],
  test: [vitest, "run"],
  "test:postgres": ["reference-server/scripts/test-postgres.mjs"],
  "test:runtimes": [vitest, "run", "--root", "packages/compatibility/runtimes"],
  "test:node": ["packages/compatibility/runtimes/test-node.mjs"],
  "test:clients": ["packages/compatibility/clients/check.mjs"],
  "test:specification": ["packages/compatibility/schemathesis/run.mjs"],
  start: ["reference-server/scripts/start.mjs"],
  torture: [vitest, "run", "--project", "reference-server", "test/torture/torture.test.ts"],
  bench: ["reference-server/bench/run.mjs"],
};

const [name, ...rest] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) exitWith(`Usage: node tools/run.mjs ${Object.keys(commands).join("|")}`);

process.chdir(root);
await ensureInstalled();
await wireit(name === "check" ? "check:all" : "build:all");
const [script, ...args] = command;
if (script !== undefined) await run(script, [...args, ...rest]);

/** Runs a script of package.json with all that it depends on. Every check runs, also after one that failed. */
async function wireit(target) {
  const env = { WIREIT_FAILURES: name === "check" ? "continue" : "no-new" };
  const { ok } = await runNpm(["run", "--silent", target], { env, show: true });
  if (!ok) process.exit(1);
}

/** In this process rather than a child of it: standard streams, signals and the exit code are the command's own. */
async function run(program, all) {
  if (name === "torture") process.env.HARBOR_TORTURE = "long";
  // Not an option of vitest: a runtime that is not available fails its test.
  const own = name === "test:runtimes" ? all.filter((arg) => arg !== "--all") : all;
  if (own.length < all.length) process.env.HARBOR_TEST_RUNTIMES = "all";
  process.argv = [process.execPath, join(root, program), ...own];
  await import(pathToFileURL(join(root, program)).href);
}
