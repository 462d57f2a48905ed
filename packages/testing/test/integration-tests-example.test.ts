import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const folder = fileURLToPath(new URL("../../../examples/integration-tests/", import.meta.url));
const vitest = fileURLToPath(new URL("../../../node_modules/vitest/vitest.mjs", import.meta.url));

/** As its users run it: on the built packages. */
test("examples/integration-tests pass", { timeout: 120_000 }, async () => {
  const env = { PATH: process.env.PATH, NO_COLOR: "1" };
  const { stdout } = await run(process.execPath, [vitest, "run"], { cwd: folder, env });
  expect(stdout).toMatch(/Tests {2}4 passed \(4\)/);
});
