import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { defaultExternalConditions } from "vite";
import { defineProject } from "vitest/config";

/**
 * One vitest project per package; `@harbor/source` resolves sibling packages to their sources, so no build is needed. The
 * rest is what Node itself resolves: Vite's own `module` would load bundlers' builds that Node cannot run (the AWS SDK's).
 */
export function project(configUrl: string) {
  const root = dirname(fileURLToPath(configUrl));
  const conditions = ["@harbor/source", ...defaultExternalConditions];
  return defineProject({
    root,
    ssr: { resolve: { conditions, externalConditions: conditions } },
    test: {
      name: basename(root),
      include: ["src/**/*.test.ts", "test/**/*.test.ts"],
      // Against tests that hang. A test that asserts speed measures it: machines differ, and so does their load.
      testTimeout: 60_000,
      hookTimeout: 60_000,
      // vitest's own second is too short for a page of a real browser on a busy machine.
      expect: { poll: { timeout: 15_000 } },
    },
  });
}
