import { Counter } from "../counter.js";
import { insertCounts } from "./counts.js";
import type { Transaction } from "./database.js";
import { deleteDead } from "./dead.js";
import { insertQueued, type Queued } from "./queue.js";

/** Moves dead deliveries back to the queue. */
export function reviveDead(tx: Transaction, rows: readonly Queued[]): void {
  const counter = new Counter();
  for (const [{ destination_seq }] of rows) counter.deadLetters(destination_seq, -1);
  deleteDead(
    tx,
    rows.map(([{ id }]) => id),
  );
  insertQueued(tx, rows);
  insertCounts(tx, counter);
}
