import { ConfigError, type Config } from "../config.js";
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
    throw new ConfigError(["HARBOR_DATABASE_URL: this version stores in SQLite only; use sqlite:<file>"]);
  }
  return openSqlite({ file: database.file, owner, ...health });
}
