import { Counter } from "../counter.js";
import { insertCounts } from "./counts.js";
import type { Transaction } from "./database.js";
import { deleteDead } from "./dead.js";
import { joinAll, type Joining } from "./ordered.js";
import { type DeliveryKeys, insertQueued, type Queued } from "./queue.js";

/** Moves dead deliveries back to the queue, ordered ones behind those of their keys. */
export async function reviveDead(tx: Transaction, dead: readonly Joining[]): Promise<Queued[]> {
  takeOutOfDead(
    tx,
    dead.map(({ row }) => row),
  );
  const joined = await joinAll(tx, dead);
  insertQueued(tx, joined);
  return joined;
}

/** For a transaction that queues them. */
export function takeOutOfDead(tx: Transaction, rows: readonly DeliveryKeys[]): void {
  const counter = new Counter();
  for (const { destination_seq } of rows) counter.deadLetters(destination_seq, -1);
  deleteDead(
    tx,
    rows.map(({ id }) => id),
  );
  insertCounts(tx, counter);
}
