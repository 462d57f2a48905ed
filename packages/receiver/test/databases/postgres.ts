import { startOwnPostgres } from "./own-postgres.js";

export interface RunningPostgres {
  url: string;
  stop(): Promise<void>;
}

/** The PostgreSQL that HARBOR_TEST_POSTGRES_URL names, or one of the test's own. */
export async function startPostgres(): Promise<RunningPostgres> {
  const given = process.env.HARBOR_TEST_POSTGRES_URL;
  if (given !== undefined && given !== "") return { url: given, stop: async () => undefined };
  return await startOwnPostgres({ flags: ["-c", "fsync=off"] });
}
