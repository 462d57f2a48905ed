import type { Event, Millis } from "../../domain/domain.js";
import { idBefore, idRange } from "../id-range.js";
import { type Scope, visible } from "../scope.js";
import type { Listed, NewEvent, Page, TenantFilter, TimeRange } from "../store.js";
import { bigints, byteas, ints, texts, uuids } from "./arrays.js";
import type { Reader, Transaction } from "./database.js";
import { readEnvironment } from "./environments.js";
import { erasedAt, readableBody } from "./erasures.js";
import { tenantCondition } from "./tenant-filter.js";
import { idOf, knownUuid, LOWEST_UUID, uuidBound, uuidOf } from "./ulid-uuid.js";

export function insertEvents(tx: Transaction, items: readonly Pick<NewEvent, "event" | "trace">[]): void {
  if (items.length === 0) return;
  const events = items.map(({ event }) => event);
  tx.soon(
    `INSERT INTO events (environment_id, id, type, idempotency_key, occurred_at, created_at, tenant, trace, ordering_key, body)
     SELECT * FROM unnest($1::int[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::text[],
       $10::bytea[])`,
    [
      ints(events.map(({ environment_id }) => environment_id)),
      uuids(events.map(({ id }) => id)),
      texts(events.map(({ type }) => type)),
      texts(events.map(({ idempotency_key }) => idempotency_key)),
      bigints(events.map(({ occurred_at }) => occurred_at)),
      bigints(events.map(({ created_at }) => created_at)),
      texts(events.map(({ tenant }) => tenant)),
      texts(items.map(({ trace }) => trace)),
      texts(events.map(({ ordering_key }) => ordering_key)),
      byteas(events.map(({ body }) => body)),
    ],
  );
}

/** Apart from the insert of every event, which would write a null each time. */
export function markTest(tx: Transaction, { environment_id, id }: Event, destinationSeq: number): void {
  tx.soon("UPDATE events SET test_destination_seq = $3 WHERE environment_id = $1 AND id = $2", [
    environment_id,
    knownUuid(id),
    destinationSeq,
  ]);
}

/** See `EventStore.testOf`. */
export async function testOf(
  db: Reader,
  environmentId: number,
  id: string,
): Promise<{ destinationId: string | null } | null> {
  const row = await db.one<{ destinationId: string | null }>(
    `SELECT t.id AS "destinationId"
     FROM events e LEFT JOIN destinations t ON t.seq = e.test_destination_seq AND t.deleted_at IS NULL
     WHERE e.environment_id = $1 AND e.id = $2 AND e.test_destination_seq IS NOT NULL`,
    [environmentId, knownUuid(id)],
  );
  return row ?? null;
}

/** Those of these events that are test events. */
export async function testsAmong(
  db: Reader,
  environmentIds: readonly number[],
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await db.all<{ id: string }>(
    `SELECT id FROM events
     WHERE environment_id = ANY ($1::int[]) AND id = ANY ($2::uuid[]) AND test_destination_seq IS NOT NULL`,
    [environmentIds, ids.map(knownUuid)],
  );
  return new Set(rows.map(({ id }) => idOf("evt", id)));
}

const EVENTS = `SELECT id, environment_id, type, tenant, ${readableBody("events")} AS body, idempotency_key, ordering_key, occurred_at, created_at,
    ${erasedAt("events")} AS erased_at
  FROM events`;

function eventFromRow(row: Event): Event {
  return { ...row, id: idOf("evt", row.id) };
}

export async function findEvent(db: Reader, environmentId: number, id: string): Promise<Event | null> {
  const uuid = uuidOf(id);
  if (uuid === null) return null;
  const row = await db.one<Event>(`${EVENTS} WHERE environment_id = $1 AND id = $2`, [environmentId, uuid]);
  return row === undefined ? null : eventFromRow(row);
}

/** The last event of a tenant that is not erased. Its id as stored. */
export async function lastEventOf(
  db: Reader,
  { environmentId, tenant, notBefore }: { environmentId: number; tenant: string; notBefore: Millis },
): Promise<{ id: string; created_at: Millis } | null> {
  const row = await db.one<{ id: string; created_at: Millis }>(
    `SELECT id, created_at FROM events
     WHERE environment_id = $1 AND tenant = $2 AND created_at >= $3 AND erased_at IS NULL
       AND id > coalesce(
         (SELECT last_event_id FROM erased_tenants WHERE environment_id = $1 AND tenant = $2),
         '${LOWEST_UUID}'
       )
     ORDER BY id DESC
     LIMIT 1`,
    [environmentId, tenant, notBefore],
  );
  return row ?? null;
}

/** See `EventStore.erasedOf`. */
export async function erasedOf(db: Reader, environmentId: number, ids: readonly string[]): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    `SELECT e.id FROM events e
     WHERE e.environment_id = $1 AND e.id = ANY ($2::uuid[]) AND ${erasedAt("e")} IS NOT NULL`,
    [environmentId, ids.flatMap((id) => uuidOf(id) ?? [])],
  );
  return rows.map(({ id }) => idOf("evt", id));
}

/** An event belongs to a scope if one of its deliveries does. */
const isOwned = (tenant: string) => `EXISTS (
  SELECT FROM deliveries d JOIN destinations t ON t.seq = d.destination_seq
  WHERE d.environment_id = events.environment_id AND d.event_id = events.id AND t.tenant = ${tenant}
)`;

export async function findVisibleEvent(db: Reader, scope: Scope, id: string): Promise<Event | null> {
  const { environmentId, owner } = visible(scope);
  if (owner === null) return await findEvent(db, environmentId, id);
  const uuid = uuidOf(id);
  if (uuid === null) return null;
  const row = await db.one<Event>(`${EVENTS} WHERE environment_id = $1 AND id = $2 AND ${isOwned("$3")}`, [
    environmentId,
    uuid,
    owner,
  ]);
  return row === undefined ? null : eventFromRow(row);
}

/** Bytes of bodies that are read at once: a page may have a hundred bodies of 256 KB. */
const READ_BYTES = 8 * 1024 * 1024;

interface EventQuery extends TimeRange, TenantFilter {
  environmentId: number;
  owned: boolean;
  type?: string | null;
  idempotency_key?: string | null;
  withoutTests?: true;
  oldestFirst?: boolean;
}

/** The table of keys has the last event of each; its rows stay for the retention of their events. */
const WITH_KEY =
  "id = (SELECT event_id FROM idempotency_keys WHERE environment_id = $1 AND owner = '' AND key = $8)";

interface Found {
  id: string;
  bytes: number;
}

export async function listEvents(
  db: Reader,
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
  const { clock_offset_ms: clockOffsetMs } = await readEnvironment(db, environmentId);
  const ids = idRange("evt", { since: from, until, clockOffsetMs });
  const order = oldestFirst ? "ASC" : "DESC";
  const found = await db.page<Found>(
    `SELECT id, octet_length(body) AS bytes FROM events
     WHERE environment_id = $1 ${type === null ? "AND $2::text IS NULL" : "AND type = $2"} AND id ${oldestFirst ? ">" : ">="} $3 AND id < $4
       AND created_at >= $5 AND created_at < $6 AND ${key === null ? "$8::text IS NULL" : WITH_KEY}
       AND ${tenantCondition("tenant", "$9", tenant)} ${owned ? `AND ${isOwned("$9::text")}` : ""}
       ${withoutTests === true ? "AND test_destination_seq IS NULL" : ""}
     ORDER BY id ${order}
     LIMIT $7`,
    [
      environmentId,
      type,
      uuidBound(oldestFirst && page.after !== null && page.after > ids.from ? page.after : ids.from),
      uuidBound(oldestFirst ? ids.before : idBefore(page.after, ids.before)),
      from,
      finite(until),
      page.limit + 1,
      key,
      tenant ?? null,
    ],
  );
  const fitting = withinBytes(found.slice(0, page.limit), page.maxBytes ?? Infinity);
  const items: Event[] = [];
  for (const part of inParts(fitting)) {
    const rows = await db.all<Event>(
      `${EVENTS} WHERE environment_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id ${order}`,
      [environmentId, part.map(({ id }) => id)],
    );
    items.push(...rows.map(eventFromRow));
  }
  return { items, more: found.length > fitting.length };
}

/** `bigint` has no infinity. */
export function finite(at: Millis): Millis {
  return Math.min(at, Number.MAX_SAFE_INTEGER);
}

/** Reads no further than the first event that does not fit. The first one always fits. */
function withinBytes(found: readonly Found[], maxBytes: number): Found[] {
  let bytes = 0;
  const end = found.findIndex((each, index) => {
    bytes += each.bytes;
    return index > 0 && bytes > maxBytes;
  });
  return end === -1 ? [...found] : found.slice(0, end);
}

function inParts(found: readonly Found[]): Found[][] {
  const parts: Found[][] = [];
  let bytes = Infinity;
  for (const each of found) {
    if (bytes + each.bytes > READ_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(each);
    bytes += each.bytes;
  }
  return parts;
}

/** From the oldest on, behind the event `after`. Ids as stored. */
export function oldestEvents(
  db: Reader,
  { environmentId, after, limit }: { environmentId: number; after: string; limit: number },
): Promise<{ id: string; created_at: Millis }[]> {
  return db.all<{ id: string; created_at: Millis }>(
    "SELECT id, created_at FROM events WHERE environment_id = $1 AND id > $2 ORDER BY id LIMIT $3",
    [environmentId, after, limit],
  );
}

export function deleteEvents(tx: Transaction, environmentId: number, uuids: readonly string[]): void {
  if (uuids.length === 0) return;
  tx.soon("DELETE FROM events WHERE environment_id = $1 AND id = ANY ($2::uuid[])", [environmentId, uuids]);
}
