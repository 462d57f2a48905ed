import { defineConfig } from "tsup";

/** The build of every published package: ESM, CJS and types, from the same entries. */
export function library(entry: string[] | Record<string, string>) {
  return defineConfig({
    entry,
    format: ["esm", "cjs"],
    dts: true,
    clean: true,
    sourcemap: true,
    target: "node20",
    splitting: true,
    treeshake: true,
    silent: true,
  });
}
