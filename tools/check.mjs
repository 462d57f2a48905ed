// `npm run check`: every `check:*` script of package.json, side by side; what failed is shown at the end.
import { delimiter, join } from "node:path";
import { exitWith, printStep, runCommand } from "./command.mjs";
import { ensureInstalled } from "./ensure-installed.mjs";
import { createPool } from "./pool.mjs";
import { readJson, root } from "./workspace.mjs";

const env = { PATH: [join(root, "node_modules/.bin"), process.env.PATH].join(delimiter) };

async function runStep([name, script]) {
  const startedAt = performance.now();
  const { ok, output } = await runCommand(script, [], { shell: true, env });
  printStep(ok ? "ok" : "failed", name, startedAt);
  return { name, ok, output };
}

const startedAt = performance.now();
await ensureInstalled();

const { scripts } = readJson(join(root, "package.json"));
const steps = Object.entries(scripts).filter(([name]) => name.startsWith("check:"));
const pool = createPool();
const results = await Promise.all(steps.map((step) => pool(() => runStep(step))));

const failures = results.filter(({ ok }) => !ok);
printStep(failures.length === 0 ? "ok" : "failed", "check", startedAt);
if (failures.length > 0) {
  exitWith(failures.map(({ name, output }) => `--- npm run ${name}\n${output.trimEnd()}\n`).join("\n"));
}
