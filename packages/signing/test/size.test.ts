import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";

type Build = "node" | "portable";

/** An entry with everything it needs, as a user's bundler minifies it. */
async function bundle(source: Build, entry: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../src/${source}/${entry}.ts`, import.meta.url))],
    platform: source === "node" ? "node" : "browser",
    format: "esm",
    bundle: true,
    minify: true,
    write: false,
  });
  return outputFiles[0]!.contents;
}

test.each([
  ["verify", "node", 4_000],
  ["verify", "portable", 9_000],
  ["standard", "node", 6_000],
  ["standard", "portable", 9_000],
  ["ed25519", "node", 2_500],
  ["ed25519", "portable", 16_000],
] as const)("%s, %s build, stays within %i bytes, gzip -9", async (entry, source, maxBytes) => {
  const size = gzipSync(await bundle(source, entry), { level: 9 }).byteLength;
  expect(size).toBeGreaterThan(500);
  expect(size).toBeLessThanOrEqual(maxBytes);
});

test("only the ed25519 entry has the curve", async () => {
  const hasCurve = async (entry: string): Promise<boolean> =>
    new TextDecoder().decode(await bundle("portable", entry)).includes("zip215");
  expect(await hasCurve("ed25519")).toBe(true);
  for (const entry of ["index", "verify", "diagnose", "standard"]) expect(await hasCurve(entry)).toBe(false);
});
