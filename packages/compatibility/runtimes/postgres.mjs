import { tsImport } from "tsx/esm/api";

/**
 * The PostgreSQL of the receiver's own tests: npm's, or the one that HARBOR_TEST_POSTGRES_URL names.
 *
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startPostgres() {
  const module = "../../receiver/test/databases/postgres.ts";
  const { startPostgres: start } = await tsImport(module, import.meta.url);
  return start();
}
