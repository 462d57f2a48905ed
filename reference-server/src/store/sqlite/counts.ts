import { Counter, type CountKey, type Counts, type Increments } from "../counter.js";
import type { Connection } from "./connection.js";

/** Increments that one fold adds at most; a transaction inserts one. */
const FOLD_ROWS = 2000;

/** Inserts what a transaction has counted as one row, which `foldCounts` adds to the totals later. */
export function insertCounts(db: Connection, counter: Counter): void {
  const increments = counter.increments();
  if (increments === null) return;
  db.prepare<[string]>("INSERT INTO count_increments (increments) VALUES (?)").run(
    JSON.stringify(increments),
  );
}

/** Inside a transaction: adds what transactions have counted to the totals. Reads of totals call it first. */
export function foldCounts(db: Connection): void {
  for (;;) {
    const rows = db
      .query<[number], { seq: number; increments: string }>(
        "SELECT seq, increments FROM count_increments ORDER BY seq LIMIT ?",
      )
      .all(FOLD_ROWS);
    const last = rows.at(-1);
    if (last === undefined) return;
    const total = new Counter();
    for (const { increments } of rows) total.add(JSON.parse(increments) as Increments);
    addToTotals(db, total);
    db.prepare<[number]>("DELETE FROM count_increments WHERE seq <= ?").run(last.seq);
    if (rows.length < FOLD_ROWS) return;
  }
}

function addToTotals(db: Connection, total: Counter): void {
  const { stats, dead } = total.increments() ?? { stats: [], dead: [] };
  for (const [environmentId, destinationSeq, minute, counts] of stats) {
    addToStats(db, [environmentId, destinationSeq, minute], counts);
  }
  for (const [destinationSeq, change] of dead) {
    db.prepare<[number, number]>(
      "UPDATE destination_state SET dead = dead + ? WHERE destination_seq = ?",
    ).run(change, destinationSeq);
  }
}

function addToStats(db: Connection, key: CountKey, counts: Counts): void {
  const { ingested, succeeded, failed, rejected, dead, latency } = counts;
  db.prepare<number[]>(
    `INSERT INTO stats (
       environment_id, destination_seq, minute, ingested, succeeded, failed, rejected, dead,
       le_10, le_25, le_50, le_100, le_250, le_500, le_1000, le_2500, le_5000, le_10000, le_30000, le_more
     ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET
       ingested = ingested + excluded.ingested,
       succeeded = succeeded + excluded.succeeded,
       failed = failed + excluded.failed,
       rejected = rejected + excluded.rejected,
       dead = dead + excluded.dead,
       le_10 = le_10 + excluded.le_10,
       le_25 = le_25 + excluded.le_25,
       le_50 = le_50 + excluded.le_50,
       le_100 = le_100 + excluded.le_100,
       le_250 = le_250 + excluded.le_250,
       le_500 = le_500 + excluded.le_500,
       le_1000 = le_1000 + excluded.le_1000,
       le_2500 = le_2500 + excluded.le_2500,
       le_5000 = le_5000 + excluded.le_5000,
       le_10000 = le_10000 + excluded.le_10000,
       le_30000 = le_30000 + excluded.le_30000,
       le_more = le_more + excluded.le_more`,
  ).run(...key, ingested, succeeded, failed, rejected, dead, ...latency);
}

export function deleteOldStats(
  db: Connection,
  params: { environmentId: number; minute: number; limit: number },
): void {
  db.prepare<[typeof params]>(
    `DELETE FROM stats WHERE (environment_id, destination_seq, minute) IN (
       SELECT environment_id, destination_seq, minute FROM stats INDEXED BY stats_by_minute
       WHERE environment_id = @environmentId AND minute < @minute
       LIMIT @limit
     )`,
  ).run(params);
}
