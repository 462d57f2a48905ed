import type { Event, Millis } from "../../domain/domain.js";
import { idBefore, idAfter, idRange } from "../id-range.js";
import { type Scope, visible } from "../scope.js";
import type { Listed, NewEvent, Page, TenantFilter, TimeRange } from "../store.js";
import type { Connection, Value } from "./connection.js";
import { readEnvironment } from "./environments.js";
import { erasedAt, readableBody } from "./erasures.js";
import { furthest, type IndexWalk, type IndexWalks, type Order, rowsInAll } from "./index-walk.js";
import { type IdRange, walk } from "./paging.js";
import { tenantCondition, tenantParams } from "./tenant-filter.js";

export interface NewEventRow extends Pick<NewEvent, "event" | "trace"> {
  seq: number;
}

export function insertEvents(db: Connection, rows: readonly NewEventRow[]): void {
  db.insert(
    "INSERT INTO events (seq, environment_id, id, type, tenant, idempotency_key, occurred_at, created_at, body, trace)",
    rows.flatMap((row): Value[][] => (row.event.ordering_key === null ? [valuesOf(row)] : [])),
  );
  // Others have no null behind their bodies.
  db.insert(
    `INSERT INTO events (seq, environment_id, id, type, tenant, idempotency_key, occurred_at, created_at, body, trace, ordering_key)`,
    rows.flatMap((row): Value[][] => {
      const { ordering_key } = row.event;
      return ordering_key === null ? [] : [[...valuesOf(row), ordering_key]];
    }),
  );
}

function valuesOf({ seq, event, trace }: NewEventRow): Value[] {
  return [
    seq,
    event.environment_id,
    event.id,
    event.type,
    event.tenant,
    event.idempotency_key,
    event.occurred_at,
    event.created_at,
    event.body,
    trace,
  ];
}

/** Apart from the insert of every event, which would write a null each time. */
export function markTest(db: Connection, seqs: { event: number; destination: number }): void {
  db.prepare<[number, number]>("UPDATE events SET test_destination_seq = ? WHERE seq = ?").run(
    seqs.destination,
    seqs.event,
  );
}

/** See `EventStore.testOf`. */
export function testOf(
  db: Connection,
  environmentId: number,
  id: string,
): { destinationId: string | null } | null {
  const row = db
    .query<[number, string], { destinationId: string | null }>(
      `SELECT t.id AS destinationId
       FROM events e LEFT JOIN destinations t ON t.seq = e.test_destination_seq AND t.deleted_at IS NULL
       WHERE e.environment_id = ? AND e.id = ? AND e.test_destination_seq IS NOT NULL`,
    )
    .get(environmentId, id);
  return row ?? null;
}

/** Those of these events that are test events. */
export function testsAmong(db: Connection, environmentId: number, ids: readonly string[]): Set<string> {
  const rows = db
    .query<[number, string], { id: string }>(
      `SELECT id FROM events
       WHERE environment_id = ? AND id IN (SELECT value FROM json_each(?)) AND test_destination_seq IS NOT NULL`,
    )
    .all(environmentId, JSON.stringify(ids));
  return new Set(rows.map(({ id }) => id));
}

const COLUMNS = `events.id, events.environment_id, events.type, events.tenant, ${readableBody("events")} AS body,
  events.idempotency_key, events.ordering_key, events.occurred_at, events.created_at, ${erasedAt("events")} AS erased_at`;

export function findEvent(db: Connection, environmentId: number, id: string): Event | null {
  const row = db
    .query<[number, string], Event>(`SELECT ${COLUMNS} FROM events WHERE environment_id = ? AND id = ?`)
    .get(environmentId, id);
  return row ?? null;
}

/** An event belongs to a scope if one of its deliveries does. */
const IS_OWNED = `EXISTS (
  SELECT 1 FROM deliveries d JOIN destinations t ON t.seq = d.destination_seq
  WHERE d.event_seq = events.seq AND t.tenant = @tenant
)`;

export function findVisibleEvent(db: Connection, scope: Scope, id: string): Event | null {
  const { environmentId, owner } = visible(scope);
  if (owner === null) return findEvent(db, environmentId, id);
  const params = { environmentId, id, tenant: owner };
  const row = db
    .query<[typeof params], Event>(
      `SELECT ${COLUMNS} FROM events WHERE environment_id = @environmentId AND id = @id AND ${IS_OWNED}`,
    )
    .get(params);
  return row ?? null;
}

/** An event without its body. */
export interface EventRow {
  seq: number;
  id: string;
  erased_at: Millis | null;
}

export function findEventRow(db: Connection, environmentId: number, id: string): EventRow | null {
  const row = db
    .query<[number, string], EventRow>(
      `SELECT seq, id, ${erasedAt("events")} AS erased_at FROM events WHERE environment_id = ? AND id = ?`,
    )
    .get(environmentId, id);
  return row ?? null;
}

/** As above, of an event that exists. */
export function eventRow(db: Connection, environmentId: number, id: string): EventRow {
  const row = findEventRow(db, environmentId, id);
  if (row === null) throw new Error(`Event ${id} is missing from environment ${environmentId}.`);
  return row;
}

/** The last event of a tenant that is not erased. */
export function lastEventOf(
  db: Connection,
  params: { environmentId: number; tenant: string; notBefore: Millis },
): { id: string; created_at: Millis } | null {
  const row = db
    .query<[typeof params], { id: string; created_at: Millis }>(
      `SELECT id, created_at FROM events INDEXED BY events_of_tenant
       WHERE environment_id = @environmentId AND tenant = @tenant AND created_at >= @notBefore
         AND id > coalesce(
           (SELECT last_event_id FROM erased_tenants WHERE environment_id = @environmentId AND tenant = @tenant),
           ''
         )
         AND ${erasedAt("events")} IS NULL
       ORDER BY id DESC
       LIMIT 1`,
    )
    .get(params);
  return row ?? null;
}

/** See `EventStore.erasedOf`. */
export function erasedOf(db: Connection, environmentId: number, ids: readonly string[]): string[] {
  const params = { environmentId, ids: JSON.stringify(ids) };
  return db
    .query<[typeof params], { id: string }>(
      `SELECT e.id
       FROM json_each(@ids) AS given CROSS JOIN events e ON e.environment_id = @environmentId AND e.id = given.value
       WHERE ${erasedAt("e")} IS NOT NULL`,
    )
    .all(params)
    .map(({ id }) => id);
}

interface EventQuery extends TimeRange, TenantFilter {
  environmentId: number;
  owned: boolean;
  type?: string | null;
  idempotency_key?: string | null;
  withoutTests?: true;
  oldestFirst?: boolean;
}

interface Params extends IdRange {
  environmentId: number;
  type: string | null;
  key: string | null;
  tenant: string | null;
  since: Millis;
  until: Millis;
  limit: number;
}

function ofEvents(index: string, where: (l: string) => string): IndexWalk {
  return { table: "events", index, id: "id", seq: "seq", where };
}

const BY_ID = ofEvents("events_by_id", (l) => `${l}.environment_id = @environmentId`);
const BY_TYPE = ofEvents(
  "events_by_type",
  (l) => `${l}.environment_id = @environmentId AND ${l}.type = @type`,
);
const OF_TENANT = ofEvents(
  "events_of_tenant",
  (l) => `${l}.environment_id = @environmentId AND ${l}.tenant = @tenant`,
);
/** The table of keys has the last event of each; its rows stay for the retention of their events. */
const BY_KEY = ofEvents(
  "events_by_id",
  (l) => `${l}.environment_id = @environmentId
    AND ${l}.id = (SELECT event_id FROM event_keys WHERE environment_id = @environmentId AND key = @key)`,
);

function walksFor({ type, key, tenant }: Pick<Params, "type" | "key" | "tenant">): IndexWalks {
  if (key !== null) return [BY_KEY];
  if (type === null) return [tenant === null ? BY_ID : OF_TENANT];
  return tenant === null ? [BY_TYPE] : [OF_TENANT, BY_TYPE];
}

export async function listEvents(
  db: Connection,
  {
    environmentId,
    type = null,
    idempotency_key: key = null,
    tenant,
    owned,
    withoutTests,
    oldestFirst = false,
    ...times
  }: EventQuery,
  page: Page,
): Promise<Listed<Event>> {
  const { since = 0, until = Infinity, notBefore } = times;
  const from = Math.max(since, notBefore);
  const { clock_offset_ms: clockOffsetMs } = readEnvironment(db, environmentId);
  const ids = idRange("evt", { since: from, until, clockOffsetMs });
  const range = oldestFirst
    ? { from: idAfter(page.after, ids.from), before: ids.before }
    : { from: ids.from, before: idBefore(page.after, ids.before) };
  const order: Order = oldestFirst ? "ASC" : "DESC";
  const query = { environmentId, type, key, ...tenantParams(tenant), since: from, until };
  const walks = walksFor(query);
  const ofTenant = owned
    ? `events.tenant = @tenant AND ${IS_OWNED}`
    : tenantCondition("events.tenant", tenant);
  const filter = withoutTests === true ? `${ofTenant} AND events.test_destination_seq IS NULL` : ofTenant;
  let bytesLeft = page.maxBytes ?? Infinity;
  return walk(range, { ...page, oldestFirst }, (left, limit) =>
    db.reading(() => {
      const params = { ...left, ...query, limit };
      const { reached, ...best } = furthest(db, walks, { order, params });
      const stretch = reached === null ? {} : oldestFirst ? { before: idAfter(reached) } : { from: reached };
      const found = matching(db, { ...best, order, filter }, { ...params, ...stretch });
      const { rows, full } = withinBytes(found, bytesLeft);
      bytesLeft -= rows.reduce((sum, { body }) => sum + (body?.length ?? 0), 0);
      return { rows, reached, full };
    }),
  );
}

/** Reads no further than the first event that does not fit. The first one always fits. */
function withinBytes(events: Iterable<Event>, maxBytes: number): { rows: Event[]; full: boolean } {
  const rows: Event[] = [];
  let bytes = 0;
  for (const event of events) {
    bytes += event.body?.length ?? 0;
    if (rows.length > 0 && bytes > maxBytes) return { rows, full: true };
    rows.push(event);
  }
  return { rows, full: false };
}

function matching(
  db: Connection,
  { walks, order, filter }: { walks: IndexWalks; order: Order; filter: string },
  params: Params,
): Iterable<Event> {
  const { from, where } = rowsInAll(walks);
  return db
    .query<[Params], Event>(
      `SELECT ${COLUMNS}
       FROM ${from} CROSS JOIN events ON events.seq = l.seq
       WHERE ${where} AND (@type IS NULL OR events.type = @type) AND ${filter}
         AND events.created_at >= @since AND events.created_at < @until
       ORDER BY l.id ${order}
       LIMIT @limit`,
    )
    .iterate(params);
}

/** From the oldest on, behind the event `after`. */
export function oldestEvents(
  db: Connection,
  params: { environmentId: number; after: string; limit: number },
): { seq: number; id: string; created_at: Millis }[] {
  return db
    .query<[typeof params], { seq: number; id: string; created_at: Millis }>(
      `SELECT seq, id, created_at FROM events INDEXED BY events_by_id
       WHERE environment_id = @environmentId AND id > @after
       ORDER BY id
       LIMIT @limit`,
    )
    .all(params);
}

export function deleteEvents(db: Connection, seqs: readonly number[]): void {
  db.prepare<[string]>("DELETE FROM events WHERE seq IN (SELECT value FROM json_each(?))").run(
    JSON.stringify(seqs),
  );
}
