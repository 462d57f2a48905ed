import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// vitest keeps a NODE_ENV=production that it inherits; libraries behave differently under it.
process.env.NODE_ENV = "test";

export default defineConfig({
  test: {
    projects: ["packages/*", "reference-server", "reference-server/dashboard", "tools", "docs/site"],
    // Tests wait for sockets and processes more than they compute: vitest's own default would leave one core idle.
    maxWorkers: availableParallelism(),
    reporters: ["default", "./tools/closing-line.mjs"],
    allowOnly: false,
  },
});
