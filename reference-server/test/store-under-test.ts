import type { TestDatabase, TestPostgres } from "./postgres.js";

/** Set by `npm run test:postgres`: the servers of tests then run on PostgreSQL. */
export const ON_POSTGRES = process.env.HARBOR_TEST_STORE === "postgres";

/** Embedded servers serve metrics without it. */
export const METRICS_TOKEN = "metrics-of-the-tests";

/** The defaults of a server on a laptop, which PostgreSQL does not turn on. */
export const EMBEDDED = {
  HARBOR_ENCRYPTION_KEY: `test:${Buffer.alloc(32, 7).toString("base64")}`,
  HARBOR_METRICS_TOKEN: METRICS_TOKEN,
  HARBOR_TEST_CLOCK: "on",
  HARBOR_RATE_LIMITS: "off",
  HARBOR_TEST_NETWORKS: "127.0.0.0/8,::1/128",
  HARBOR_PORTAL_TEST_NETWORKS: "on",
  HARBOR_DASHBOARD: "on",
};

let postgres: Promise<TestPostgres> | undefined;

export interface TestStore {
  env: Record<string, string>;
  /** Once the server is closed. */
  release(): Promise<void>;
}

/** Settings of a server with a store of its own. */
export async function createTestStore(): Promise<TestStore> {
  if (!ON_POSTGRES)
    return { env: { HARBOR_DATABASE_URL: "sqlite::memory:" }, release: async () => undefined };
  return await createPostgresStore();
}

export async function createPostgresStore(): Promise<TestStore> {
  const { startTestPostgres } = await import("./postgres.js");
  postgres ??= startTestPostgres();
  const database: TestDatabase = await (await postgres).create();
  return { env: { ...EMBEDDED, HARBOR_DATABASE_URL: database.url }, release: () => database.release() };
}

/** Ends the PostgreSQL that the tests of this file have used. */
export async function stopTestStores(): Promise<void> {
  const started = postgres;
  postgres = undefined;
  await (await started)?.stop();
}
