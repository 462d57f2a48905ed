import { defineConfig } from "tsup";

/** A command and no library: ESM alone, without types. */
export default defineConfig({
  entry: ["src/main.ts"],
  format: ["esm"],
  clean: true,
  sourcemap: true,
  target: "node20",
  treeshake: true,
  silent: true,
});
