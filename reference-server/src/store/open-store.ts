import { ConfigError, type Config } from "../config.js";
import { requireFolder } from "./database-file.js";
import { openSqlite } from "./sqlite/open.js";
import type { Store, StoreHealth } from "./store.js";

/**
 * The store that the settings name. `owner: false` is for a command beside a running server: it may read and change, and the
 * server sees its changes.
 */
export function openStore(
  database: Config["database"],
  { owner = true, ...health }: { owner?: boolean } & Partial<StoreHealth> = {},
): Store {
  if (database.kind === "postgres") {
    throw new ConfigError([
      "HARBOR_DATABASE_URL: PostgreSQL is not supported in this version; use sqlite:<file>",
    ]);
  }
  if (database.file !== ":memory:") requireFolder(database.file);
  return openSqlite({ file: database.file, owner, ...health });
}
