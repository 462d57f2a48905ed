import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { mountSmall } from "../small-file-system.js";
import { sleep, type TortureStore } from "./torture-store.js";

/** A file of one process, on a small disk where one can be mounted. */
export function openSqliteFile(random: () => number): Promise<TortureStore> {
  const folder = mkdtempSync(join(tmpdir(), "harbor-torture-"));
  const data = join(folder, "data");
  const disk = mountSmall(data, "2g");
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

  async function fill(): Promise<void> {
    const filler = join(data, "filler");
    // The server takes space too: then less is left than was read.
    while (!takeAllSpace(filler)) await sleep(1);
    await sleep(700);
    rmSync(filler, { force: true });
  }

  function takeAllSpace(filler: string): boolean {
    const { bavail, bsize } = statfsSync(data);
    return bavail === 0 || spawnSync("fallocate", ["-l", String(bavail * bsize), filler]).status === 0;
  }

  return Promise.resolve({
    processes: 1,
    env: { HARBOR_DATABASE_URL: `sqlite:${file}` },
    faults: [["lock_database", lock], ...(disk === null ? [] : [["fill_disk", fill] as const])],
    async release() {
      disk?.unmount();
      rmSync(folder, { recursive: true, force: true });
      await Promise.resolve();
    },
  });
}
