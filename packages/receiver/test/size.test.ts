import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type BuildOptions } from "esbuild";
import { expect, it } from "vitest";

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Bundled as for that runtime; for a browser a Node built-in would be an error. */
async function bundle(signingBuild: "node" | "portable", source: BuildOptions): Promise<Uint8Array> {
  const signing = (entry: string): string => pathOf(`../../signing/src/${signingBuild}/${entry}.ts`);
  const { outputFiles } = await build({
    ...source,
    alias: {
      "@harbor/signing/verify": signing("verify"),
      "@harbor/signing/diagnose": signing("diagnose"),
      "@harbor/signing/standard": signing("standard"),
      "@harbor/signing/ed25519": signing("ed25519"),
      "@harbor/signing": signing("index"),
    },
    platform: signingBuild === "node" ? "node" : "browser",
    format: "esm",
    bundle: true,
    minify: true,
    write: false,
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

it.each([
  ["node", 4_000],
  ["portable", 9_000],
] as const)(
  "the verify entry on the %s build is at most %i bytes, minified and gzipped",
  async (signingBuild, limit) => {
    const bytes = await bundle(signingBuild, { entryPoints: [pathOf("../src/verify.ts")] });
    const size = gzipSync(bytes, { level: 9 }).byteLength;
    expect(size).toBeGreaterThan(500);
    expect(size).toBeLessThanOrEqual(limit);
  },
);

it("createReceiver and the web adapter need nothing of Node", async () => {
  const contents =
    'export * from "./index.js"; export * from "./adapters/web.js"; export * from "./sign-test-request.js";';
  const bytes = await bundle("portable", { stdin: { contents, resolveDir: pathOf("../src"), loader: "ts" } });
  const text = new TextDecoder().decode(bytes);
  expect(text).toContain("createReceiver");
  // The curve of Ed25519 is for those who import @harbor/receiver/ed25519.
  expect(text).not.toContain("zip215");
});
