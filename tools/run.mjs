// `npm test`, `npm run test:runtimes`, `npm start`, `npm run quickstart` and `npm run bench`: install and build what is
// missing, then run.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { exitWith } from "./command.mjs";
import { ensureBuilt } from "./ensure-built.mjs";
import { ensureInstalled } from "./ensure-installed.mjs";
import { root } from "./workspace.mjs";

const commands = new Map([
  ["quickstart", ["tools/quickstart.mjs"]],
  ["test", ["tools/test.mjs"]],
  ["test:postgres", ["tools/test-postgres.mjs"]],
  ["test:runtimes", ["tools/runtimes/run.mjs"]],
  ["test:node", ["tools/runtimes/test-node.mjs"]],
  ["test:clients", ["tools/clients/check.mjs"]],
  ["test:specification", ["tools/schemathesis/run.mjs"]],
  ["start", ["tools/start.mjs"]],
  ["torture", ["tools/torture.mjs"]],
  ["bench", ["reference-server/bench/run.mjs"]],
]);

const [name, ...rest] = process.argv.slice(2);
const command = commands.get(name);
if (command === undefined) exitWith(`Usage: node tools/run.mjs ${[...commands.keys()].join("|")}`);

process.chdir(root);
await ensureInstalled();
await ensureBuilt();

// In this process rather than a child of it: standard streams, signals and the exit code are the command's own.
const [script, ...args] = command;
process.argv = [process.execPath, join(root, script), ...args, ...rest];
await import(pathToFileURL(join(root, script)).href);
