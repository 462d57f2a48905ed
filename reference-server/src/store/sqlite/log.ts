import { type Connection } from "./connection.js";
import type { WalSync } from "./wal-sync.js";

/** Transactions that survive a power cut. */
export interface Log {
  /** One transaction, synced to the disk before the promise resolves. */
  durably<T>(run: () => T): Promise<T>;
  /** Resolves once everything that is committed by now is on the disk. */
  synced(): Promise<void>;
}

export function createLog(db: Connection, walSync: WalSync): Log {
  return {
    async durably(run) {
      const result = db.writing(run);
      await walSync.synced();
      return result;
    },
    synced: () => walSync.synced(),
  };
}
