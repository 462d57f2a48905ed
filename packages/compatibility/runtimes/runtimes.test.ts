import { startHarbor, type TestHarbor } from "@harbor/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findChromium, runInChromium } from "./chromium.mjs";
import { fetchRuntimes } from "./fetch.mjs";
import { startPostgres } from "./postgres.mjs";
import { runProcess } from "./process.mjs";
import { runtimePath } from "./runtimes.mjs";
import { runInWorkerd } from "./workerd.mjs";

interface Servers {
  readonly url: string;
  readonly apiKey: string;
  readonly databaseUrl: string;
}
interface Checks {
  readonly passed: number;
  readonly failures: readonly string[];
}

const chromium = findChromium();
const ownVersion = process.versions.node.split(".")[0] ?? "";

/** How the programs are started in each runtime. */
const targets: [name: string, run: (servers: Servers) => Promise<Checks>][] = [
  [`node-${ownVersion}`, (servers) => runProcess([process.execPath, "node.mjs"], servers)],
  ...["node-22", "node-24", "node-26"].map((name): [string, (servers: Servers) => Promise<Checks>] => [
    name,
    (servers) => runProcess([runtimePath(name), "node.mjs"], servers),
  ]),
  ["bun", (servers) => runProcess([runtimePath("bun"), "bun.mjs"], servers)],
  ["deno", (servers) => runProcess([runtimePath("deno"), "run", "--allow-all", "deno.mjs"], servers)],
  ["workerd", (servers) => runInWorkerd(servers)],
  ["chromium", (servers) => runInChromium(chromium, servers)],
];

let missing: Map<string, string>;
let harbor: TestHarbor;
let postgres: { url: string; stop(): Promise<void> };

beforeAll(async () => {
  missing = await fetchRuntimes();
  const playwright = missing.get("playwright");
  if (chromium === undefined) missing.set("chromium", "there is no chromium on the PATH");
  else if (playwright !== undefined) missing.set("chromium", playwright);
  [harbor, postgres] = await Promise.all([startHarbor(), startPostgres()]);
}, 600_000);
afterAll(() => Promise.all([harbor.stop(), postgres.stop()]));

test.for(targets)("%s", { timeout: 180_000 }, async ([name, run], context) => {
  const reason = missing.get(name);
  if (reason !== undefined && process.env.HARBOR_TEST_RUNTIMES !== "all") context.skip(reason);
  expect(reason).toBeUndefined();
  // A project of its own: what one runtime leaves behind, no other sees.
  const apiKey = await harbor.createApiKey({ project: name });
  const { passed, failures } = await run({ url: harbor.url, apiKey, databaseUrl: postgres.url });
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(0);
});
