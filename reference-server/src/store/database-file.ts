import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { ConfigError } from "../config.js";
import { DEFAULT_DATABASE_FILE } from "../settings.js";

/** Where nothing but its owner may read or write. */
const OWNER_ONLY_FOLDER = 0o700;
const OTHERS = 0o077;

/**
 * Makes sure that the folder of a database exists. Only the default's is created: any other that is missing is more likely a typing
 * mistake or a volume that was not mounted, and a new empty database there would hide it.
 */
export function requireFolder(file: string): void {
  const folder = dirname(file);
  if (existsSync(folder)) return;
  if (file !== DEFAULT_DATABASE_FILE) {
    throw new ConfigError([
      `HARBOR_DATABASE_URL: the folder ${folder} does not exist. Create it, mount it, or correct the path.`,
    ]);
  }
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
}

/** The files of a database, and its key, that users other than their owner may read or write, with their mode (`0644`). */
export function exposedFiles(file: string): { file: string; mode: string }[] {
  if (file === ":memory:" || process.platform === "win32") return [];
  return [file, `${file}-wal`, `${file}-shm`, `${file}-lock`, `${file}.key`].flatMap((each) => {
    const mode = statSync(each, { throwIfNoEntry: false })?.mode ?? 0;
    return (mode & OTHERS) === 0 ? [] : [{ file: each, mode: `0${(mode & 0o777).toString(8)}` }];
  });
}
