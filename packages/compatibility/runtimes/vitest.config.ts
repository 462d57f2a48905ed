import { defineConfig } from "vitest/config";

// Not one of the projects of `npm test`: this uses the builds, as they are published, and programs that have to be fetched.
export default defineConfig({
  test: {
    name: "runtimes",
    root: import.meta.dirname,
    include: ["*.test.ts"],
    // Two files that fetch the same runtime would write to the same folder.
    fileParallelism: false,
    reporters: ["verbose", "../../../tools/closing-line.mjs"],
    allowOnly: false,
    testTimeout: 180_000,
    hookTimeout: 600_000,
  },
});
