import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: ["packages/*", "reference-server", "reference-server/dashboard", "tools"],
    // Tests wait for sockets and processes more than they compute: vitest's own default would leave one core idle.
    maxWorkers: availableParallelism(),
  },
});
