import { expect, test } from "vitest";
import { runCommand } from "../../../tools/command.mjs";
import { JSR_PACKAGES, stageForJsr } from "../jsr.mjs";
import { fetchRuntimes } from "./fetch.mjs";
import { runtimePath } from "./runtimes.mjs";

/** `deno publish` refuses files that are missing and warns of exports whose types it would have to infer. */
test.for(JSR_PACKAGES)("%s can be published on JSR, with a type for each export", async (name, context) => {
  const reason = (await fetchRuntimes()).get("deno");
  if (reason !== undefined && process.env.HARBOR_TEST_RUNTIMES !== "all") context.skip(reason);
  // Its types are compiled by other tests; those of the frameworks it has adapters for want Node.js.
  const args = ["publish", "--dry-run", "--allow-dirty", "--no-check"];
  const { ok, output } = await runCommand(runtimePath("deno"), args, {
    cwd: stageForJsr(name),
    env: { NO_COLOR: "1" },
  });
  expect(output).toContain("Checking for slow types");
  expect(output).not.toMatch(/warning|error/i);
  expect(ok).toBe(true);
});
