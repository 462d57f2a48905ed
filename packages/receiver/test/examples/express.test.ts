import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { exampleSuite } from "./example-suite.js";
import { fetchCustomer, runExample } from "./run-example.js";

exampleSuite("express", async (secret) => {
  const folder = await mkdtemp(join(tmpdir(), "harbor-express-"));
  const { url, stop } = await runExample("express", "server.ts", {
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
