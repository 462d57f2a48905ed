import type { Deps } from "../deps.js";
import type { Millis } from "../domain/domain.js";
import type { Listed, Page, TenantFilter, TimeRange } from "../store/store.js";
import { type ApiResponse, type Caller, environmentNow, laneOf } from "./api.js";
import { createPacer } from "../pacer.js";
import { createCursors } from "./cursor.js";
import { createKeyedLimit } from "./keyed-limit.js";
import { parseTime } from "./time.js";

interface ListQuery {
  cursor?: string;
  limit?: number;
  [filter: string]: unknown;
}

export interface List<T> {
  /** The operation's id: a cursor is valid for one list only. */
  name: string;
  query: ListQuery;
  caller: Caller;
  /** Null if nothing can match, so that the store is not queried. */
  fetch: ((page: Page) => Promise<Listed<T>>) | null;
  json: (item: T) => string;
}

export type RespondWithPage = <T extends { id: string }>(list: List<T>) => Promise<ApiResponse>;

/** The specification's default for `limit`, which validation fills in. */
const DEFAULT_LIMIT = 25;
/** A page of large events has fewer items than asked for. One item always fits. */
const MAX_PAGE_BYTES = 1_048_576;
/** Pages that one environment has loaded and not yet handed to its responses, whose bytes are counted (response-room.ts). */
const MAX_LOADING = 4;
/** Characters of pages, about 1 ms to load and write, that leave in one turn of the event loop. A larger page takes a turn by itself. */
const CHARS_PER_TURN = 262_144;

/** Responds with a page of a list: `{ data, next_cursor }`, newest first. Throws `ApiError` `invalid_cursor`. */
export function createRespondWithPage({ sealer }: Pick<Deps, "sealer">): RespondWithPage {
  const cursors = createCursors(sealer);
  const loading = createKeyedLimit(MAX_LOADING);
  const sending = createPacer(CHARS_PER_TURN);
  return async ({ name, query, caller, fetch, json }) => {
    const { cursor, limit = DEFAULT_LIMIT, ...filters } = query;
    const binding = { list: name, scope: caller.scope, filters };
    const after = cursor === undefined ? null : cursors.open(cursor, binding);
    return await loading.run(laneOf(caller), async () => {
      const page = { after, limit, maxBytes: MAX_PAGE_BYTES };
      const { items, more } = (await fetch?.(page)) ?? { items: [], more: false };
      const last = items.at(-1);
      const next = more && last !== undefined ? JSON.stringify(cursors.seal(last.id, binding)) : "null";
      // The store reads at once, so that without a wait here every page that is asked for would be loaded and written in one turn.
      return await sending.run(caller.environment.id, () => {
        const content = `{"data":[${items.map(json).join(",")}],"next_cursor":${next}}`;
        return { result: { status: 200, content }, cost: content.length };
      });
    });
  };
}

/** `tenant` of a query: empty means those without one. */
export function tenantFilter({ tenant }: { tenant?: string }): TenantFilter {
  return tenant === undefined ? {} : { tenant: tenant === "" ? null : tenant };
}

/** `since` and `until` of a query, and the retention that hides what is older. */
export function timeRange(
  { since, until }: { since?: string; until?: string },
  call: { now: Millis; caller: Caller },
  retentionMs: Millis,
): TimeRange {
  return {
    ...(since !== undefined && { since: parseTime(since) }),
    ...(until !== undefined && { until: parseTime(until) }),
    notBefore: environmentNow(call) - retentionMs,
  };
}
