import { existsSync } from "node:fs";
import type { Clock } from "../clock.js";
import type { Config } from "../config.js";
import { requireFolder } from "./database-file.js";
import { openSqlite } from "./sqlite/open.js";
import type { Store, StoreHealth } from "./store.js";

/**
 * The store that the settings name. `owner: false` is for a command beside a running server: it may read and change, and the
 * server sees its changes.
 */
export async function openStore(
  database: Config["database"],
  { owner = true, clock, ...health }: { owner?: boolean; clock?: Clock } & Partial<StoreHealth> = {},
): Promise<Store> {
  if (database.kind === "postgres") {
    // The client library adds to the start of every server that loads it.
    const { openPostgres } = await import("./postgres/open.js");
    return openPostgres({ url: database.url, ...(clock && { clock }), ...health });
  }
  if (database.file !== ":memory:") requireFolder(database.file);
  return openSqlite({ file: database.file, owner, thread: threadScript(), ...health });
}

/** A build has the worker thread's program beside it. Sources have not, and run the store in the main thread. */
function threadScript(): URL | undefined {
  const script = new URL("./store-thread.js", import.meta.url);
  return existsSync(script) ? script : undefined;
}
