import type { Millis } from "../../domain/domain.js";
import type { StatsStore } from "../store.js";
import { type DueWork, dueWork } from "./backlog.js";
import { promised } from "./promised.js";
import type { Connection } from "./connection.js";
import { readEnvironment } from "./environments.js";
import { toBuckets, minuteRows } from "./stat-buckets.js";

export function statsStore(db: Connection): StatsStore {
  return {
    counts: promised((environmentId, { destination_id, ...range }) =>
      db.reading(() =>
        toBuckets(minuteRows(db, { environmentId, destinationId: destination_id ?? null, ...range }), range),
      ),
    ),
    backlog: promised((environmentId, { now, destination_id: destinationId = null }) =>
      db.reading(() => {
        const offset = readEnvironment(db, environmentId).clock_offset_ms;
        const { due, oldestDueAt } = dueWork(db, { environmentId, destinationId, now });
        return {
          dead: countDead(db, { environmentId, destinationId }),
          due,
          oldestDueAt: oldestDueAt === null ? null : oldestDueAt + offset,
        };
      }),
    ),
    totals: promised((now) =>
      db.reading(() => ({ ...stateTotals(db), ...dueTotals(dueWork(db, { now }), now) })),
    ),
  };
}

function dueTotals({ due, oldestDueAt }: DueWork, now: Millis): { due: number; oldestDueAgeMs: Millis } {
  return { due, oldestDueAgeMs: oldestDueAt === null ? 0 : now - oldestDueAt };
}

function countDead(db: Connection, params: { environmentId: number; destinationId: string | null }): number {
  return (
    db
      .query<[typeof params], { dead: number }>(
        `SELECT coalesce(sum(s.dead), 0) AS dead
         FROM destinations t JOIN destination_state s ON s.destination_seq = t.seq
         WHERE t.environment_id = @environmentId AND (@destinationId IS NULL OR t.id = @destinationId)`,
      )
      .get(params)?.dead ?? 0
  );
}

function stateTotals(db: Connection): { inFlight: number; dead: number; pausedByBreaker: number } {
  const row = db
    .query<[], { inFlight: number; dead: number; pausedByBreaker: number }>(
      `SELECT coalesce(sum(s.in_flight), 0) AS inFlight, coalesce(sum(s.dead), 0) AS dead,
         count(*) FILTER (WHERE t.paused_reason = 'circuit_breaker' AND t.deleted_at IS NULL) AS pausedByBreaker
       FROM destinations t JOIN destination_state s ON s.destination_seq = t.seq`,
    )
    .get();
  return row ?? { inFlight: 0, dead: 0, pausedByBreaker: 0 };
}
