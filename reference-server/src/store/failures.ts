/** Given to a store by the process that owns it. */
export interface StoreHealth {
  /** Durable writes can no longer be trusted (fsync failed): the process must end. The store refuses every call from now on. */
  onFatal(error: Error): void;
}

/** The store cannot serve the call now, changed nothing, and may serve the same call later. */
export class StoreUnavailableError extends Error {
  override readonly name = "StoreUnavailableError";

  /** `busy`: another program holds the database. `full`: no room on its disk. */
  constructor(
    readonly reason: "busy" | "full",
    options?: ErrorOptions,
  ) {
    super(
      reason === "busy"
        ? "Another program holds the database. Retry, or end that program."
        : "The disk of the database is full. Free some space.",
      options,
    );
  }
}

/** A newer program has migrated the database; this one does not touch it. */
export class StoreTooNewError extends Error {
  override readonly name = "StoreTooNewError";
}
