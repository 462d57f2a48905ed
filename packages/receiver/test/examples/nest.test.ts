import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { exampleSuite } from "./example-suite.js";
import { exampleFolder, fetchCustomer, runExample } from "./run-example.js";

exampleSuite("nest", async (secret) => {
  await promisify(execFile)("npm", ["run", "build"], { cwd: exampleFolder("nest") });
  const folder = await mkdtemp(join(tmpdir(), "harbor-nest-"));
  const { url, stop } = await runExample("nest", "dist/main.js", {
    HARBOR_SIGNING_SECRET: secret,
    DATABASE_FILE: join(folder, "points.db"),
  });
  return {
    url,
    customer: (id) => fetchCustomer(url, id),
    stop: async () => {
      expect(await stop()).toBe(0);
      await rm(folder, { recursive: true });
    },
  };
});
