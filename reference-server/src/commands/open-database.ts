import { readConfig } from "../config.js";
import { loadEncryptionKeys } from "../encryption-key.js";
import { openStore } from "../store/open-store.js";
import type { Store } from "../store/store.js";

/**
 * The configured database, for a command. A missing database is created together with its sealing key, as a start does: a later
 * start refuses a database without a key.
 */
export async function openDatabase(options?: { owner: boolean }): Promise<Store> {
  const config = readConfig(process.env);
  loadEncryptionKeys(config);
  return await openStore(config.database, options);
}
