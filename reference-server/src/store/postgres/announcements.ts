import type { Delivery, Millis } from "../../domain/domain.js";
import {
  deathEvent,
  DEATHS_PER_MINUTE,
  expiryEvent,
  EXPIRY_NOTICE_MS,
  furtherDeathsEvent,
  type OperationalEvent,
  singleDeaths,
} from "../../domain/operational-events.js";
import { MINUTE_MS } from "../counter.js";
import { deathsByMinute } from "../deaths-by-minute.js";
import type { Announcement } from "../store.js";
import type { Reader, Transaction } from "./database.js";
import { destinationFromRow, destinationsByIds, destinationsBySeqs } from "./destinations.js";
import { environmentNow } from "./environments.js";
import { testsAmong } from "./events.js";

/** Writes operational events in the transaction of what they are about, where a subscription asks for them. */
export async function announce(tx: Transaction, events: readonly OperationalEvent[]): Promise<void> {
  if (events.length === 0) return;
  const listening = await listeningAmong(
    tx,
    events.map(({ environment_id }) => environment_id),
  );
  insert(
    tx,
    events.filter(({ environment_id }) => listening.has(environment_id)),
  );
}

function insert(tx: Transaction, events: readonly OperationalEvent[]): void {
  if (events.length === 0) return;
  tx.soon(
    `INSERT INTO announcements (environment_id, tenant, type, body, occurred_at)
     SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::bigint[])`,
    [
      events.map(({ environment_id }) => environment_id),
      events.map(({ tenant }) => tenant),
      events.map(({ type }) => type),
      events.map(({ body }) => body),
      events.map(({ occurred_at }) => occurred_at),
    ],
  );
  tx.noteAnnouncement();
}

async function listeningAmong(db: Reader, environmentIds: readonly number[]): Promise<Set<number>> {
  const rows = await db.all<{ id: number }>(
    `SELECT given.id FROM unnest($1::int[]) AS given (id)
     WHERE EXISTS (
       SELECT FROM subscriptions s
       WHERE s.environment_id = given.id AND s.status = 'active' AND substr(s.event_type, 1, 7) = 'harbor.'
     )`,
    [[...new Set(environmentIds)]],
  );
  return new Set(rows.map(({ id }) => id));
}

export function nextAnnouncements(
  db: Reader,
  { after, limit }: { after: number; limit: number },
): Promise<Announcement[]> {
  return db.all<Announcement>(
    "SELECT seq, environment_id, tenant, type, body, occurred_at FROM announcements WHERE seq > $1 ORDER BY seq LIMIT $2",
    [after, limit],
  );
}

/** Returns those that are there and that no other transaction is taking: it does not wait for one. */
export async function takeAnnouncements(tx: Transaction, seqs: readonly number[]): Promise<Set<number>> {
  const rows = await tx.all<{ seq: number }>(
    `DELETE FROM announcements WHERE seq IN (
       SELECT seq FROM announcements WHERE seq = ANY ($1::bigint[]) FOR UPDATE SKIP LOCKED
     )
     RETURNING seq`,
    [seqs],
  );
  return new Set(rows.map(({ seq }) => seq));
}

export function deleteAnnouncementsOf(tx: Transaction, environmentId: number, tenant: string): void {
  tx.soon("DELETE FROM announcements WHERE environment_id = $1 AND tenant = $2", [environmentId, tenant]);
}

/** In the transaction in which they die. Beyond the limit of a minute they are only counted. */
export async function announceDeaths(tx: Transaction, died: readonly Delivery[]): Promise<void> {
  const groups = deathsByMinute(died);
  if (groups.length === 0) return;
  const listening = await listeningAmong(
    tx,
    groups.map(({ environmentId }) => environmentId),
  );
  const heard = groups.filter(({ environmentId }) => listening.has(environmentId));
  if (heard.length === 0) return;
  const eventIds = heard.flatMap(({ dead }) => dead.map(({ event_id }) => event_id));
  const [rows, tests] = await Promise.all([
    destinationsByIds(
      tx,
      heard.map(({ destinationId }) => destinationId),
    ),
    testsAmong(tx, [...listening], eventIds),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const counted = heard.flatMap(({ destinationId, minute, dead }) => {
    const row = byId.get(destinationId);
    const reported = dead.filter(({ event_id }) => !tests.has(event_id));
    return row === undefined || reported.length === 0 ? [] : [{ row, minute, reported }];
  });
  const totals = await addDeaths(
    tx,
    counted.map(({ row, minute, reported }) => ({ seq: row.seq, minute, added: reported.length })),
  );
  insert(
    tx,
    counted.flatMap(({ row, minute, reported }) => {
      const total = totals.get(`${row.seq} ${minute}`) ?? 0;
      const single = reported.slice(0, singleDeaths({ added: reported.length, total }));
      return single.map((delivery) => deathEvent(destinationFromRow(row), delivery));
    }),
  );
}

/** Returns how many there are in each minute, by destination and minute. */
async function addDeaths(
  tx: Transaction,
  deaths: readonly { seq: number; minute: number; added: number }[],
): Promise<Map<string, number>> {
  if (deaths.length === 0) return new Map();
  // In one order, so that transactions that change several rows wait for each other and not for themselves.
  const rows = await tx.all<{ destination_seq: number; minute: number; total: number }>(
    `INSERT INTO death_minutes AS m (destination_seq, minute, total)
     SELECT * FROM unnest($1::int[], $2::int[], $3::int[]) ORDER BY 1, 2
     ON CONFLICT (destination_seq, minute) DO UPDATE SET total = m.total + excluded.total
     RETURNING destination_seq, minute, total`,
    [deaths.map(({ seq }) => seq), deaths.map(({ minute }) => minute), deaths.map(({ added }) => added)],
  );
  return new Map(rows.map(({ destination_seq, minute, total }) => [`${destination_seq} ${minute}`, total]));
}

/** Of the minutes that are over: announces the deaths that were only counted. */
export async function endDeathMinutes(tx: Transaction, now: Millis): Promise<void> {
  const over = await tx.all<{ destination_seq: number; minute: number; total: number }>(
    `DELETE FROM death_minutes m USING destinations t, environments c
     WHERE t.seq = m.destination_seq AND c.id = t.environment_id
       AND (m.minute::bigint + 1) * ${MINUTE_MS} <= $1::bigint + c.clock_offset_ms
     RETURNING m.destination_seq, m.minute, m.total`,
    [now],
  );
  const further = over.filter(({ total }) => total > DEATHS_PER_MINUTE);
  if (further.length === 0) return;
  const rows = await destinationsBySeqs(
    tx,
    further.map(({ destination_seq }) => destination_seq),
  );
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  const events = further.flatMap(({ destination_seq, minute, total }) => {
    const row = bySeq.get(destination_seq);
    if (row === undefined) return [];
    return [furtherDeathsEvent(destinationFromRow(row), { total, at: (minute + 1) * MINUTE_MS })];
  });
  await announce(tx, events);
}

/** Each end of an old key once. */
export async function announceExpiries(tx: Transaction, now: Millis): Promise<void> {
  const due = await tx.all<{ seq: number }>(
    `UPDATE destinations t SET announced_expiry = t.old_key_expires_at
     FROM environments c
     WHERE c.id = t.environment_id AND t.old_key_expires_at > $1::bigint + c.clock_offset_ms
       AND t.old_key_expires_at <= $1::bigint + c.clock_offset_ms + ${EXPIRY_NOTICE_MS}
       AND t.announced_expiry IS DISTINCT FROM t.old_key_expires_at
     RETURNING t.seq`,
    [now],
  );
  if (due.length === 0) return;
  const rows = await destinationsBySeqs(
    tx,
    due.map(({ seq }) => seq),
  );
  const events = rows.map(async (row) =>
    expiryEvent(destinationFromRow(row), await environmentNow(tx, row.environment_id, now)),
  );
  await announce(tx, await Promise.all(events));
}

/** Environment time at which `sweep` has something to announce; null for never, as of now. */
export async function nextAnnouncementAt(
  db: Reader,
  environmentId: number,
  now: Millis,
): Promise<Millis | null> {
  const row = await db.one<{ at: Millis | null }>(
    `SELECT min(at) AS at FROM (
       SELECT old_key_expires_at - ${EXPIRY_NOTICE_MS} AS at FROM destinations
       WHERE old_key_expires_at > $2::float8 AND environment_id = $1
         AND announced_expiry IS DISTINCT FROM old_key_expires_at
       UNION ALL
       SELECT (m.minute::bigint + 1) * ${MINUTE_MS} FROM death_minutes m JOIN destinations t ON t.seq = m.destination_seq
       WHERE t.environment_id = $1 AND m.total > ${DEATHS_PER_MINUTE}
     ) AS times`,
    [environmentId, now],
  );
  return row?.at ?? null;
}
