import { expect } from "vitest";
import { startPostgres } from "../databases/postgres.js";
import { exampleSuite } from "./example-suite.js";
import { fetchCustomer, runExample } from "./run-example.js";

exampleSuite("fastify", async (secret) => {
  const postgres = await startPostgres();
  const { url, stop } = await runExample("fastify", "server.ts", {
    HARBOR_SIGNING_SECRET: secret,
    DATABASE_URL: postgres.url,
  });
  return {
    url,
    customer: (id) => fetchCustomer(url, id),
    stop: async () => {
      expect(await stop()).toBe(0);
      await postgres.stop();
    },
  };
});
