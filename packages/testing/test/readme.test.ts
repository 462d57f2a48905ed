import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const page = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const blocks = [...page.matchAll(/^<!-- (\S+) -->\n\n```\w+\n(.*?)^```$/gms)];

/** The examples are test files themselves, so that each runs wherever the tests do. */
test("every code block of README.md is the example named above it", () => {
  expect(blocks).toHaveLength([...page.matchAll(/^```\w+$/gm)].length);
  for (const [, path = "", code] of blocks) {
    expect(code).toBe(readFileSync(new URL(`../${path}`, import.meta.url), "utf8"));
  }
});

test("every example is in README.md", () => {
  const files = readdirSync(new URL("examples", import.meta.url)).map((name) => `test/examples/${name}`);
  expect(blocks.map(([, path]) => path).sort()).toEqual(files.sort());
});

test("the example for node:test passes", async () => {
  const example = fileURLToPath(new URL("examples/orders.node-test.mjs", import.meta.url));
  const args = ["--conditions=@harbor/source", "--import=tsx", "--test", "--test-reporter=tap", example];
  // Under vitest's own NODE_OPTIONS and NODE_TEST_CONTEXT it would report to vitest.
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { PATH: process.env.PATH } });
  expect(stdout).toMatch(/^# pass 1$/m);
  expect(stdout).toMatch(/^# fail 0$/m);
}, 60_000);
