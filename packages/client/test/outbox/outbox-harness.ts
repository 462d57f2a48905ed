import type { Outbox, SqliteDatabase } from "../../src/outbox.js";
import type { EventToSend } from "../../src/index.js";

/** A database with an outbox in it, with the interface that the cases of outbox-cases.ts need. */
export interface OutboxHarness {
  kind: "sqlite" | "postgres";
  /** File or connection URL, for another process. */
  location: string;
  table: string;
  relay: Outbox<EventToSend, never, unknown>["relay"];
  /** Runs `work` in a transaction, rolled back when it throws. */
  transact(work: (enqueue: (event: EventToSend) => unknown) => unknown): Promise<void>;
  /** Runs one statement without parameters. */
  query(text: string): Promise<Record<string, unknown>[]>;
}

export function sqliteQuery(database: SqliteDatabase, text: string): Promise<Record<string, unknown>[]> {
  if (/^(SELECT|.*RETURNING)/is.test(text)) {
    return Promise.resolve(database.prepare(text).all() as Record<string, unknown>[]);
  }
  database.exec(text);
  return Promise.resolve([]);
}
