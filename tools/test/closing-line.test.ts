import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { runNode } from "../command.mjs";
import { cacheDir, root } from "../workspace.mjs";

vi.setConfig({ testTimeout: 60_000 }); // each test starts a whole vitest of its own
mkdirSync(cacheDir, { recursive: true });
const suites: string[] = [];
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const reporters = ["default", join(root, "tools/closing-line.mjs")];
const config = `export default { test: { reporters: ${JSON.stringify(reporters)}, allowOnly: false } };`;

/** Runs vitest over these test files in a folder of their own. */
async function run(files: Record<string, string>) {
  const dir = mkdtempSync(join(cacheDir, "test-run-"));
  suites.push(dir);
  writeFileSync(join(dir, "vitest.config.mjs"), config);
  for (const [name, source] of Object.entries(files)) {
    writeFileSync(join(dir, name), `import { beforeAll, describe, it } from "vitest";\n${source}`);
  }
  const { ok, stdout } = await runNode([vitest, "run", "--root", dir]);
  return { ok, closing: stdout.trimEnd().split("\n").at(-1), stdout };
}

afterAll(() => {
  for (const dir of suites) rmSync(dir, { recursive: true, force: true });
});

const passing = `it("passes", () => {});`;

it("closes with the counts and succeeds when every test passes", async () => {
  expect(await run({ "a.test.mjs": passing, "b.test.mjs": passing })).toMatchObject({
    ok: true,
    closing: "2 passed, 0 failed",
  });
});

it("counts every way to fail: none of them is lost because it belongs to no test", async () => {
  const files = {
    "fails.test.mjs": `it("fails", () => { throw new Error("no"); });`,
    "does-not-load.test.mjs": `import "./nowhere.mjs"; it("never runs", () => {});`,
    "has-no-test.test.mjs": `export {};`,
    "rejects-unhandled.test.mjs": `void Promise.reject(new Error("late"));\n${passing}`,
    "forgotten-only.test.mjs": `it.only("alone", () => {});`,
    "hook-throws.test.mjs": `describe("group", () => { beforeAll(() => { throw new Error("no"); }); ${passing} });`,
  };
  expect(await run(files)).toMatchObject({ ok: false, closing: "1 passed, 6 failed, 1 skipped" });
});

it("says which test was skipped and why", async () => {
  const skipping = `it("needs a thing", (context) => context.skip("the thing is missing"));`;
  const { ok, closing, stdout } = await run({ "a.test.mjs": passing, "b.test.mjs": skipping });
  expect({ ok, closing }).toEqual({ ok: true, closing: "1 passed, 0 failed, 1 skipped" });
  expect(stdout).toMatch(/^skipped in .*b\.test\.mjs \(the thing is missing\): needs a thing$/m);
});

it("fails when there is no test at all", async () => {
  expect(await run({})).toMatchObject({ ok: false, closing: "0 passed, 0 failed" });
});
