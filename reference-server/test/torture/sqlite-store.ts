import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { mountSmall } from "../small-file-system.js";
import { DISK, fillDisk, NO_SMALL_DISK, sleep, type TortureStore } from "./torture-store.js";

/** A file of one process, on a small disk where one can be mounted. */
export function openSqliteFile(random: () => number): Promise<TortureStore> {
  const folder = mkdtempSync(join(tmpdir(), "harbor-torture-"));
  const data = join(folder, "data");
  const disk = mountSmall(data, DISK);
  if (disk === null) mkdirSync(data, { recursive: true });
  const file = join(data, "harbor.db");

  /** Another program writes, for less and for more than the store waits. */
  async function lock(): Promise<void> {
    const other = new Database(file, { timeout: 200 });
    try {
      other.exec("BEGIN IMMEDIATE");
      await sleep(random() < 0.8 ? 500 : 6500);
      other.exec("ROLLBACK");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "SQLITE_BUSY")) throw error;
    } finally {
      other.close();
    }
  }

  return Promise.resolve({
    processes: 1,
    env: { HARBOR_DATABASE_URL: `sqlite:${file}` },
    leftOut: disk === null ? NO_SMALL_DISK : null,
    faults: [["lock_database", lock], ...(disk === null ? [] : [fillDisk(disk)])],
    async release() {
      disk?.unmount();
      rmSync(folder, { recursive: true, force: true });
      await Promise.resolve();
    },
  });
}
