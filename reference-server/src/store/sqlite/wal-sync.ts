import { closeSync, fdatasync, fsyncSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { StoreFailedError } from "../store.js";

/** Makes what is in the write-ahead log durable without stopping the process while the disk works. */
export interface WalSync {
  /**
   * Resolves once everything written before the call is on the disk. Calls during a sync share the next one. After a sync
   * has failed every call rejects.
   */
  synced(): Promise<void>;
  /** After the syncs that were requested. */
  close(): Promise<void>;
}

export type SyncFile = (fd: number, done: (error: Error | null) => void) => void;

export interface WalSyncOptions {
  /** Called once, with the first failure: the kernel may have dropped what it could not write, so no later success proves anything. */
  onFailure?: (error: StoreFailedError) => void;
  syncFile?: SyncFile;
}

/**
 * A commit with `synchronous=NORMAL` writes its frames to the log without an fsync; this adds it, on a thread of libuv's.
 * Together they are what `synchronous=FULL` does, except that the process serves others in the meantime. The log is one file for
 * as long as the database is open: SQLite rewinds it or cuts it. It holds no locks, so a second descriptor on it is safe (one on the
 * database file would not be: closing it would drop SQLite's locks).
 */
export function createWalSync(
  databaseFile: string,
  { onFailure = () => undefined, syncFile = fdatasync }: WalSyncOptions = {},
): WalSync {
  if (databaseFile === ":memory:") return { synced: () => Promise.resolve(), close: () => Promise.resolve() };
  let fd: number | null = null;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  let failure: StoreFailedError | null = null;

  function fail(error: Error): Error {
    if (failure === null) {
      const message = `The database cannot be synced to its disk: ${error.message}`;
      failure = new StoreFailedError(message, { cause: error });
      onFailure(failure);
    }
    return failure;
  }

  function sync(): Promise<void> {
    const done = new Promise<void>((resolve, reject) => {
      if (failure !== null) throw failure;
      fd ??= openLog(databaseFile);
      syncFile(fd, (error) => {
        if (error === null) resolve();
        else reject(fail(error));
      });
    });
    running = done;
    void done.catch(() => undefined).then(() => (running = null));
    return done;
  }

  return {
    synced() {
      if (running === null) return sync();
      // The running sync may have begun before the caller's frames were written.
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = null;
          return sync();
        });
      return next;
    },
    async close() {
      await (next ?? running)?.catch(() => undefined);
      if (fd !== null) closeSync(fd);
      fd = null;
    },
  };
}

/** SQLite creates the log at the first write; its name in the folder has to survive a power cut as well as its content. */
function openLog(databaseFile: string): number {
  const log = openSync(`${databaseFile}-wal`, "r+");
  // Windows cannot open a folder, and does not need to.
  if (process.platform !== "win32") {
    const folder = openSync(dirname(databaseFile), "r");
    fsyncSync(folder);
    closeSync(folder);
  }
  return log;
}
