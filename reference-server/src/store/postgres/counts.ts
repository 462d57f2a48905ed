import type { Millis } from "../../domain/domain.js";
import { Counter, type Increments } from "../counter.js";
import { COUNTED, LATENCY_COLUMNS } from "../stats-buckets.js";
import type { Transaction } from "./database.js";
import { lockMaintenance } from "./locks.js";

/** Increments that one fold adds at most; a transaction inserts one. */
const FOLD_ROWS = 2000;

/** Inserts what a transaction has counted as one row, which `foldCounts` adds to the totals later. */
export function insertCounts(tx: Transaction, counter: Counter): void {
  const increments = counter.increments();
  if (increments === null) return;
  tx.soon("INSERT INTO count_increments (increments) VALUES ($1)", [JSON.stringify(increments)]);
}

/** Adds what transactions have counted to the totals. Reads of totals call it first, in their own transaction. */
export async function foldCounts(tx: Transaction): Promise<void> {
  lockMaintenance(tx, "counts");
  for (;;) {
    const rows = await tx.all<{ increments: Increments }>(
      `DELETE FROM count_increments WHERE seq IN (SELECT seq FROM count_increments ORDER BY seq LIMIT $1)
       RETURNING increments`,
      [FOLD_ROWS],
    );
    const total = new Counter();
    for (const { increments } of rows) total.add(increments);
    addToTotals(tx, total);
    if (rows.length < FOLD_ROWS) return;
  }
}

const COLUMNS = [...COUNTED, ...LATENCY_COLUMNS];

const ADD_TO_STATS = `INSERT INTO stats AS s (environment_id, destination_seq, minute, ${COLUMNS.join(", ")})
  SELECT * FROM unnest($1::int[], $2::int[], ${[0, ...COLUMNS].map((_, index) => `$${index + 3}::bigint[]`).join(", ")})
  ON CONFLICT (environment_id, destination_seq, minute) DO UPDATE SET
    ${COLUMNS.map((column) => `${column} = s.${column} + excluded.${column}`).join(", ")}`;

function addToTotals(tx: Transaction, total: Counter): void {
  const { stats, dead } = total.increments() ?? { stats: [], dead: [] };
  if (stats.length > 0) {
    tx.soon(ADD_TO_STATS, [
      stats.map(([environmentId]) => environmentId),
      stats.map(([, destinationSeq]) => destinationSeq),
      stats.map(([, , minute]) => minute),
      ...COUNTED.map((counted) => stats.map(([, , , counts]) => counts[counted])),
      ...LATENCY_COLUMNS.map((_, index) => stats.map(([, , , counts]) => counts.latency[index] ?? 0)),
    ]);
  }
  if (dead.length > 0) {
    tx.soon(
      `UPDATE destination_state s SET dead = s.dead + given.change
       FROM unnest($1::int[], $2::bigint[]) AS given (destination_seq, change)
       WHERE s.destination_seq = given.destination_seq`,
      [dead.map(([destinationSeq]) => destinationSeq), dead.map(([, change]) => change)],
    );
  }
}

export function deleteOldStats(
  tx: Transaction,
  { environmentId, minute, limit }: { environmentId: number; minute: number; limit: Millis },
): void {
  tx.soon(
    `DELETE FROM stats WHERE (environment_id, destination_seq, minute) IN (
       SELECT environment_id, destination_seq, minute FROM stats
       WHERE environment_id = $1 AND minute < $2
       LIMIT $3
     )`,
    [environmentId, minute, limit],
  );
}
