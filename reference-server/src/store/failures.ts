/** Given to a store by the process that owns it. */
export interface StoreHealth {
  /** Called once, when the store can serve nothing any more: the process must end. Every later call fails with the same error. */
  onFatal(error: StoreFailedError | StoreTooNewError): void;
  /** Called with each fault of the program in work that no caller waits for. `failure` says in words which work has failed. */
  onFault(error: unknown, failure: string): void;
}

/** The default of both: an owner that does not handle it ends as by any uncaught error. */
export function throwLater(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}

/** The store has failed for good, until a restart: a sync failed, so that no write can be trusted, or its thread ended. */
export class StoreFailedError extends Error {
  override readonly name = "StoreFailedError";
}

/** The store cannot serve the call now, changed nothing, and may serve the same call later. */
export class StoreUnavailableError extends Error {
  override readonly name = "StoreUnavailableError";

  constructor(
    readonly reason: Unavailable,
    options?: ErrorOptions,
  ) {
    super(UNAVAILABLE[reason], options);
  }
}

/** `busy`: another program holds the database. `full`: no room on its disk. `unreachable`: no connection to it. */
type Unavailable = "busy" | "full" | "unreachable";

const UNAVAILABLE: Record<Unavailable, string> = {
  busy: "Another program holds the database. Retry, or end that program.",
  full: "The disk of the database is full. Free some space.",
  unreachable: "The database does not respond or takes no writes. Harbor reconnects by itself once it does.",
};

/** A newer program has migrated the database; this one does not touch it. */
export class StoreTooNewError extends Error {
  override readonly name = "StoreTooNewError";
}

/** Whether work failed by a fault of the program, and not because the store is unavailable or has failed, which it says by itself. */
export function isFault(error: unknown): boolean {
  return !(
    error instanceof StoreUnavailableError ||
    error instanceof StoreFailedError ||
    error instanceof StoreTooNewError
  );
}
