import { Counter } from "../counter.js";
import type { Connection } from "./connection.js";
import { insertCounts } from "./counts.js";
import { deleteDead } from "./dead.js";
import { insertQueued, type Queued } from "./queue.js";

/** Moves dead deliveries back to the queue. */
export function reviveDead(db: Connection, rows: readonly Queued[]): void {
  const counter = new Counter();
  for (const [{ destination_seq }] of rows) counter.deadLetters(destination_seq, -1);
  deleteDead(
    db,
    rows.map(([{ seq }]) => seq),
  );
  insertQueued(db, rows);
  insertCounts(db, counter);
}
