import type { ChangeFeed } from "./change-feed.js";

/** A process that has not been seen for as long, by the database's clock, is gone. */
export const GONE_AFTER_MS = 10_000;

/** Rows of which the presence is shown. */
export interface Kind {
  /** Of advisory locks. */
  namespace: number;
  /** The int4 of a row's id, as SQL. */
  key: (id: string) => string;
}

/**
 * An advisory lock shows the others that a process lives: it ends with the connection that listens. The process's row, with `seen_at` and
 * `connected`, says whether there is such a lock.
 */
export class Presence {
  #isHeld = () => false;

  constructor(
    readonly feed: ChangeFeed,
    readonly kind: Kind,
  ) {}

  get connected(): boolean {
    return this.#isHeld();
  }

  /** Shared, because a connection of this process from before may still hold it, and keys of different processes may be equal. */
  async show(id: string | number): Promise<void> {
    const { namespace, key } = this.kind;
    const sql = `SELECT pg_advisory_lock_shared($1, ${key("$2")})`;
    this.#isHeld = await this.feed.holdLock(sql, [namespace, id]);
  }
}

/** The condition for rows of this alias whose process is gone. */
export function isGone(row: string, { namespace, key }: Kind): string {
  return `(
    ${row}.seen_at < clock_timestamp() - ${GONE_AFTER_MS} * interval '1 ms'
    OR ${row}.connected AND NOT EXISTS (
      SELECT FROM pg_locks l
      WHERE l.locktype = 'advisory' AND l.classid = ${namespace} AND l.objid = ${key(`${row}.id`)}::oid AND l.objsubid = 2
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )
  )`;
}
