import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** What `import … from "@harbor/receiver/verify"` adds to a bundle: minified, gzip -9, in bytes. */
async function sizeOf(signingBuild: "node" | "portable"): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [pathOf("../src/verify.ts")],
    alias: { "@harbor/signing/verify": pathOf(`../../signing/src/${signingBuild}/verify.ts`) },
    platform: signingBuild === "node" ? "node" : "browser",
    format: "esm",
    bundle: true,
    minify: true,
    write: false,
  });
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).byteLength;
}

it.each([
  ["node", 4_000],
  ["portable", 9_000],
] as const)("the verify entry on the %s build is at most %i bytes", async (signingBuild, limit) => {
  const size = await sizeOf(signingBuild);
  expect(size).toBeGreaterThan(500);
  expect(size).toBeLessThanOrEqual(limit);
});
