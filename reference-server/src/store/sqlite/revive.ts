import { Counter } from "../counter.js";
import type { Connection } from "./connection.js";
import { insertCounts } from "./counts.js";
import { deleteDead } from "./dead.js";
import { joinAll, type Joining } from "./ordered.js";
import { type DeliveryKeys, insertQueued } from "./queue.js";

/** Moves dead deliveries back to the queue, ordered ones behind those of their keys. */
export function reviveDead(db: Connection, dead: readonly Joining[]): void {
  takeOutOfDead(
    db,
    dead.map(({ row }) => row),
  );
  insertQueued(db, joinAll(db, dead));
}

/** For a transaction that queues them. */
export function takeOutOfDead(db: Connection, rows: readonly DeliveryKeys[]): void {
  const counter = new Counter();
  for (const { destination_seq } of rows) counter.deadLetters(destination_seq, -1);
  deleteDead(
    db,
    rows.map(({ seq }) => seq),
  );
  insertCounts(db, counter);
}
