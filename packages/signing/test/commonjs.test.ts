import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

/** As jest-environment-jsdom loads a package: the browser build, in a runtime that cannot `require` an ES module. */
const jestLike = ["--no-experimental-require-module", "--conditions=browser"];

test.each([
  ["@harbor/signing", "verifySignature"],
  ["@harbor/signing/verify", "verifySignature"],
  ["@harbor/signing/diagnose", "diagnose"],
  ["@harbor/signing/standard", "verifyStandardSignature"],
  ["@harbor/signing/ed25519", "ed25519"],
])("%s loads as CommonJS where require() takes no ES module", async (specifier, name) => {
  const program = `process.stdout.write(Object.keys(require(${JSON.stringify(specifier)})).join())`;
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  const { stdout } = await run(process.execPath, [...jestLike, "--eval", program], { cwd });
  expect(stdout.split(",")).toContain(name);
});
