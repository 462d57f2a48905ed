import { closeSync, fdatasync, fsyncSync, openSync } from "node:fs";
import { dirname } from "node:path";

/** Makes what is in the write-ahead log durable without stopping the process while the disk works. */
export interface WalSync {
  /** Resolves once all that was written before the call is on the disk. Calls made while one sync runs share the next. */
  synced(): Promise<void>;
  /** After the syncs that were asked for. */
  close(): Promise<void>;
}

/**
 * A commit with `synchronous=NORMAL` writes its frames to the log and leaves the fsync out; this does it, in a thread of libuv's.
 * Together they are what `synchronous=FULL` does, except that the process serves others in the meantime. The log is one file for
 * as long as the database is open: SQLite only rewinds it. It holds no locks, so a second descriptor on it is safe (one on the
 * database file would not be: closing it would drop SQLite's locks).
 */
export function createWalSync(databaseFile: string): WalSync {
  if (databaseFile === ":memory:") return { synced: () => Promise.resolve(), close: () => Promise.resolve() };
  let fd: number | null = null;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function sync(): Promise<void> {
    const done = new Promise<void>((resolve, reject) => {
      fd ??= openLog(databaseFile);
      fdatasync(fd, (error) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
    running = done;
    void done.catch(() => undefined).then(() => (running = null));
    return done;
  }

  return {
    synced() {
      if (running === null) return sync();
      // What the running one began with may not have held the caller's frames.
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

/** SQLite makes the log at the first write; its name in the folder has to survive a power cut as well as what is in it. */
function openLog(databaseFile: string): number {
  const log = openSync(`${databaseFile}-wal`, "r+");
  // Windows keeps no folder open, and needs no such thing.
  if (process.platform !== "win32") {
    const folder = openSync(dirname(databaseFile), "r");
    fsyncSync(folder);
    closeSync(folder);
  }
  return log;
}
