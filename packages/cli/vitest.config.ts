import { mergeConfig } from "vitest/config";
import { project } from "../../tools/vitest.js";

export default mergeConfig(project(import.meta.url), {
  // Every step of these tests is a process that starts.
  test: { globalSetup: ["./test/build-cli.ts"], testTimeout: 60_000 },
});
