import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";

/** What importing the `verify` entry costs a user: bundled with everything it needs, minified, gzip -9. */
async function sizeOfVerify(source: "node" | "portable", platform: "node" | "browser"): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../src/${source}/verify.ts`, import.meta.url))],
    platform,
    format: "esm",
    bundle: true,
    minify: true,
    write: false,
  });
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).byteLength;
}

test.each([
  ["node", "node", 4_000],
  ["portable", "browser", 9_000],
] as const)(
  "verify, %s build, bundled for a %s, stays within %i bytes",
  async (source, platform, maxBytes) => {
    const size = await sizeOfVerify(source, platform);
    expect(size).toBeGreaterThan(500);
    expect(size).toBeLessThanOrEqual(maxBytes);
  },
);
