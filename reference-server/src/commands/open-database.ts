import { readConfig } from "../config.js";
import { loadEncryptionKeys } from "../encryption-key.js";
import { openStore } from "../store/open-store.js";
import type { Store } from "../store/store.js";

/**
 * The database of the settings, for a command. Where there is none yet it is made together with its sealing key, as a start
 * would: a database without its key is one that has lost it.
 */
export function openDatabase(options?: { owner: boolean }): Store {
  const config = readConfig(process.env);
  loadEncryptionKeys(config);
  return openStore(config.database, options);
}
