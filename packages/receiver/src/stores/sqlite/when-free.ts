/** The part of a better-sqlite3 handle that the store uses. */
export interface SqliteDatabase {
  readonly inTransaction: boolean;
  prepare(text: string): { all(...parameters: unknown[]): unknown[] };
  exec(text: string): unknown;
}

const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 50;

/**
 * Runs `work` as soon as no other transaction is open, and rejects when that takes longer than `timeoutMs`.
 *
 * SQLite's own busy handler blocks the event loop: it would wait for a transaction that can only be finished by this very
 * process. A transaction left open on the same handle (Kysely, Drizzle or Prisma between two awaits) must be waited for
 * too, or the record would be written, and perhaps rolled back, with it.
 */
export async function whenFree<T>(database: SqliteDatabase, work: () => T, timeoutMs: number): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const attempt = database.inTransaction ? { busy: openTransaction() } : attemptWork(work);
    if ("result" in attempt) return attempt.result;
    if (performance.now() + pauseMs > deadline) throw attempt.busy;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function attemptWork<T>(work: () => T): { result: T } | { busy: unknown } {
  try {
    return { result: work() };
  } catch (error) {
    if (isBusy(error)) return { busy: error };
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
}

function openTransaction(): Error {
  return new Error(
    "A transaction stayed open on the idempotency store's SQLite handle. Give the store a handle of its own.",
  );
}
