import type { Event, Millis } from "../../domain/domain.js";
import { idBefore, idRange } from "../id-range.js";
import type { Listed, Page, TimeRange } from "../store.js";
import type { Connection } from "./connection.js";
import { type IdRange, WALK_ROWS, walk } from "./paging.js";
import { readEnvironment } from "./environments.js";

interface Params extends IdRange {
  environmentId: number;
  type: string | null;
  since: Millis;
  until: Millis;
  limit: number;
}

export async function listEvents(
  db: Connection,
  { environmentId, type = null, ...times }: TimeRange & { environmentId: number; type?: string | null },
  page: Page,
): Promise<Listed<Event>> {
  const { since = 0, until = Infinity, notBefore } = times;
  const from = Math.max(since, notBefore);
  const { clock_offset_ms: clockOffsetMs } = readEnvironment(db, environmentId);
  const ids = idRange("evt", { since: from, until, clockOffsetMs });
  const range = { from: ids.from, before: idBefore(page.after, ids.before) };
  return walk(range, page, ({ before }, limit) =>
    db.reading(() => {
      const params = { ...range, before, environmentId, type, since: from, until, limit };
      const reached = stretchEnd(db, params);
      return { rows: matching(db, { ...params, from: reached ?? range.from }), reached };
    }),
  );
}

/** The id of the last row of a stretch, if there are that many. */
function stretchEnd(db: Connection, params: Params): string | null {
  const row = db
    .query<[Params & { offset: number }], { id: string }>(
      `SELECT id FROM events INDEXED BY events_by_id
       WHERE environment_id = @environmentId AND id >= @from AND id < @before
       ORDER BY id DESC
       LIMIT 1 OFFSET @offset`,
    )
    .get({ ...params, offset: WALK_ROWS - 1 });
  return row?.id ?? null;
}

/** The type is part of the index, so that events of other types are skipped without reading them. */
function matching(db: Connection, params: Params): Event[] {
  return db
    .query<[Params], Event>(
      `SELECT id, environment_id, type, body, idempotency_key, occurred_at, created_at
       FROM events INDEXED BY events_by_id
       WHERE environment_id = @environmentId AND id >= @from AND id < @before
         AND (@type IS NULL OR type = @type)
         AND created_at >= @since AND created_at < @until
       ORDER BY id DESC
       LIMIT @limit`,
    )
    .all(params);
}
