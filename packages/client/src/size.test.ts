import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";

const LIMIT_BYTES = 10_000;

/** Bundled with its dependencies, minified, gzip -9. */
async function sizeOf(source: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length;
}

test("the whole client is at most 10 kB", async () => {
  expect(await sizeOf('export * from "./index.js"')).toBeLessThanOrEqual(LIMIT_BYTES);
});

test("what is not used is left out", async () => {
  expect(await sizeOf('export { HarborError } from "./index.js"')).toBeLessThan(600);
});
