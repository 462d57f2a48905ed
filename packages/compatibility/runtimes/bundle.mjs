import { join } from "node:path";
import { build } from "esbuild";

/** A program of ./programs with the packages it imports, resolved by the conditions of its runtime. */
export async function bundle(program, conditions) {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "programs", program)],
    conditions,
    // Neither Node's built-ins nor its conditions.
    platform: "neutral",
    mainFields: ["module", "main"],
    format: "esm",
    bundle: true,
    // The builds share chunks, and esbuild warns of each that a bundle does not need.
    logOverride: { "ignored-bare-import": "silent" },
    write: false,
  });
  return outputFiles[0].text;
}
