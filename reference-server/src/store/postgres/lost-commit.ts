import { StoreUnavailableError } from "../failures.js";

interface Reader {
  one<Row>(sql: string, values: readonly unknown[]): Promise<Row | undefined>;
}

/**
 * A transaction whose connection broke before the reply to its COMMIT: it may be committed. One that is not durable and was lost in a crash
 * of the database can seem to be committed too, because a later one then has its id.
 */
export class LostCommit {
  #committed: boolean | null = null;

  constructor(
    readonly db: Reader,
    /** As of `pg_current_xact_id`. */
    readonly id: string,
    readonly onCommitted: () => void,
  ) {}

  /** Null before `isCommitted` has found out. */
  get committed(): boolean | null {
    return this.#committed;
  }

  /** Rejects while the database is away, or has not ended the transaction. */
  async isCommitted(): Promise<boolean> {
    if (this.#committed !== null) return this.#committed;
    const row = await this.db.one<{ status: string | null }>(
      `SELECT CASE WHEN $1::xid8 < pg_snapshot_xmax(pg_current_snapshot()) THEN pg_xact_status($1::xid8)
         ELSE 'in progress' END AS status`,
      [this.id],
    );
    if (row?.status === "in progress") throw new StoreUnavailableError("unreachable");
    this.#committed = row?.status === "committed";
    if (this.#committed) this.onCommitted();
    return this.#committed;
  }
}
