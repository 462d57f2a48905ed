// `npm run test:runtimes`: the built packages on every runtime they are published for, one line each.
// With --all a runtime that is not available is a failure; names pick some: `npm run test:runtimes -- bun workerd`.
import { startHarbor } from "@harbor/testing";
import { fetchRuntimes } from "./fetch.mjs";
import { findChromium, runInChromium } from "./chromium.mjs";
import { startPostgres } from "./postgres.mjs";
import { runProcess } from "./process.mjs";
import { runtimePath } from "./runtimes.mjs";
import { runInWorkerd } from "./workerd.mjs";

const missing = await fetchRuntimes();
const chromium = findChromium();
if (chromium === undefined) missing.set("chromium", "there is no chromium on the PATH");
if (missing.has("playwright")) missing.set("chromium", missing.get("playwright"));

/** How each is started; all of them resolve with `{ passed, failures }`. */
const targets = {
  [`node-${process.versions.node.split(".")[0]}`]: (server) =>
    runProcess([process.execPath, "node.mjs"], server),
  "node-22": (server) => runProcess([runtimePath("node-22"), "node.mjs"], server),
  "node-24": (server) => runProcess([runtimePath("node-24"), "node.mjs"], server),
  "node-26": (server) => runProcess([runtimePath("node-26"), "node.mjs"], server),
  bun: (server) => runProcess([runtimePath("bun"), "bun.mjs"], server),
  deno: (server) => runProcess([runtimePath("deno"), "run", "--allow-all", "deno.mjs"], server),
  workerd: (server) => runInWorkerd(server),
  chromium: (server) => runInChromium(chromium, server),
};

async function runTarget(name, { harbor, postgres }) {
  const startedAt = performance.now();
  // A project of its own: what one runtime leaves behind, no other sees.
  const apiKey = await harbor.createApiKey({ project: name });
  const servers = { url: harbor.url, apiKey, databaseUrl: postgres.url };
  const { passed, failures } = await targets[name](servers).catch((error) => ({
    passed: 0,
    failures: [error.stack],
  }));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${name.padEnd(10)} ${passed} passed, ${failures.length} failed (${seconds} s)`);
  for (const failure of failures) console.log(`  ${failure.replaceAll("\n", "\n  ")}`);
  return passed > 0 && failures.length === 0;
}

const requireAll = process.argv.includes("--all");
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const names = wanted.length > 0 ? wanted : Object.keys(targets);
const [harbor, postgres] = await Promise.all([startHarbor(), startPostgres()]);
try {
  for (const name of names) {
    const reason = missing.get(name);
    if (reason !== undefined)
      console.log(`${name.padEnd(10)} ${requireAll ? "failed" : "skipped"}: ${reason}`);
    const good = reason === undefined ? await runTarget(name, { harbor, postgres }) : !requireAll;
    if (!good) process.exitCode = 1;
  }
} finally {
  await Promise.all([harbor.stop(), postgres.stop()]);
}
