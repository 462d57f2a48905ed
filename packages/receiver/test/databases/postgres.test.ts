import { Client } from "pg";
import { afterEach, expect, test, vi } from "vitest";
import { startPostgres } from "./postgres.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("the test database starts under a locale that is not installed", { timeout: 60_000 }, async () => {
  vi.stubEnv("LC_ALL", "xx_XX.UTF-8");
  vi.stubEnv("HARBOR_TEST_POSTGRES_URL", "");
  const postgres = await startPostgres();
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  const { rows } = await client.query<{ server_encoding: string }>("SHOW server_encoding");
  expect(rows).toEqual([{ server_encoding: "UTF8" }]);
  await client.end();
  await postgres.stop();
});
