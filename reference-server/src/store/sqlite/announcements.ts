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
import { deathsByMinute, type DeathsOfMinute } from "../deaths-by-minute.js";
import type { Announcement } from "../store.js";
import type { Connection } from "./connection.js";
import {
  destinationBySeq,
  destinationFromRow,
  type DestinationRow,
  findDestination,
} from "./destinations.js";
import { environmentNow } from "./environments.js";
import { testsAmong } from "./events.js";

/** Writes operational events in the transaction of what they are about, where a subscription asks for them. */
export function announce(db: Connection, events: readonly OperationalEvent[]): void {
  const wanted = events.filter(({ environment_id }) => isListening(db, environment_id));
  if (wanted.length === 0) return;
  db.insert(
    "INSERT INTO announcements (environment_id, tenant, type, body, occurred_at)",
    wanted.map((event) => [event.environment_id, event.tenant, event.type, event.body, event.occurred_at]),
  );
  db.noteAnnouncement();
}

function isListening(db: Connection, environmentId: number): boolean {
  return (
    db
      .query<[number], { found: 1 }>(
        `SELECT 1 AS found FROM subscriptions INDEXED BY subscriptions_to_harbor
         WHERE environment_id = ? AND status = 'active' AND substr(event_type, 1, 7) = 'harbor.' LIMIT 1`,
      )
      .get(environmentId) !== undefined
  );
}

export function nextAnnouncements(
  db: Connection,
  { after, limit }: { after: number; limit: number },
): Announcement[] {
  return db
    .query<[number, number], Announcement>(
      "SELECT seq, environment_id, tenant, type, body, occurred_at FROM announcements WHERE seq > ? ORDER BY seq LIMIT ?",
    )
    .all(after, limit);
}

/** False when it is not there any more. */
export function takeAnnouncement(db: Connection, seq: number): boolean {
  return db.prepare<[number]>("DELETE FROM announcements WHERE seq = ?").run(seq).changes === 1;
}

export function deleteAnnouncementsOf(db: Connection, environmentId: number, tenant: string): void {
  db.prepare<[number, string]>("DELETE FROM announcements WHERE environment_id = ? AND tenant = ?").run(
    environmentId,
    tenant,
  );
}

/** In the transaction in which they die. Beyond the limit of a minute they are only counted. */
export function announceDeaths(db: Connection, died: readonly Delivery[]): void {
  for (const group of deathsByMinute(died)) {
    if (isListening(db, group.environmentId)) announceDeathsOf(db, group);
  }
}

function announceDeathsOf(
  db: Connection,
  { environmentId, destinationId, minute, dead }: DeathsOfMinute,
): void {
  const row = findDestination(db, environmentId, destinationId);
  if (row === null) return;
  const eventIds = dead.map(({ event_id }) => event_id);
  const tests = testsAmong(db, environmentId, eventIds);
  const reported = dead.filter(({ event_id }) => !tests.has(event_id));
  if (reported.length === 0) return;
  const total = addDeaths(db, { seq: row.seq, minute, added: reported.length });
  const destination = destinationFromRow(row);
  const single = reported.slice(0, singleDeaths({ added: reported.length, total }));
  announce(
    db,
    single.map((delivery) => deathEvent(destination, delivery)),
  );
}

/** Returns how many there are in the minute. */
function addDeaths(db: Connection, params: { seq: number; minute: number; added: number }): number {
  const row = db
    .query<[typeof params], { total: number }>(
      `INSERT INTO death_minutes (destination_seq, minute, total) VALUES (@seq, @minute, @added)
       ON CONFLICT (destination_seq, minute) DO UPDATE SET total = total + excluded.total
       RETURNING total`,
    )
    .get(params);
  return row?.total ?? 0;
}

/** Of the minutes that are over: announces the deaths that were only counted. */
export function endDeathMinutes(db: Connection, now: Millis): void {
  const over = db
    .query<[number], { destination_seq: number; minute: number; total: number }>(
      `DELETE FROM death_minutes WHERE (minute + 1) * ${MINUTE_MS} <= ? + (
         SELECT c.clock_offset_ms FROM destinations t JOIN environments c ON c.id = t.environment_id
         WHERE t.seq = destination_seq
       )
       RETURNING destination_seq, minute, total`,
    )
    .all(now);
  for (const { destination_seq, minute, total } of over) {
    if (total <= DEATHS_PER_MINUTE) continue;
    const row = destinationBySeq(db, destination_seq);
    if (row.deleted_at !== null) continue;
    announce(db, [furtherDeathsEvent(destinationFromRow(row), { total, at: (minute + 1) * MINUTE_MS })]);
  }
}

/** Each end of an old key once. */
export function announceExpiries(db: Connection, now: Millis): void {
  const due = db
    .query<[{ now: Millis }], DestinationRow>(
      `UPDATE destinations AS t INDEXED BY destinations_rotated SET announced_expiry = old_key_expires_at
       FROM environments c
       WHERE c.id = t.environment_id AND t.old_key_expires_at > @now + c.clock_offset_ms
         AND t.old_key_expires_at <= @now + c.clock_offset_ms + ${EXPIRY_NOTICE_MS}
         AND t.announced_expiry IS NOT t.old_key_expires_at
       RETURNING *`,
    )
    .all({ now });
  announce(
    db,
    due.map((row) => expiryEvent(destinationFromRow(row), environmentNow(db, row.environment_id, now))),
  );
}

/** Environment time at which `sweep` has something to announce; null for never, as of now. */
export function nextAnnouncementAt(db: Connection, environmentId: number, now: Millis): Millis | null {
  const params = { environmentId, now };
  const row = db
    .query<[typeof params], { at: Millis | null }>(
      `SELECT min(at) AS at FROM (
         SELECT old_key_expires_at - ${EXPIRY_NOTICE_MS} AS at FROM destinations INDEXED BY destinations_rotated
         WHERE old_key_expires_at > @now AND environment_id = @environmentId
           AND announced_expiry IS NOT old_key_expires_at
         UNION ALL
         SELECT (m.minute + 1) * ${MINUTE_MS} FROM death_minutes m JOIN destinations t ON t.seq = m.destination_seq
         WHERE t.environment_id = @environmentId AND m.total > ${DEATHS_PER_MINUTE}
       )`,
    )
    .get(params);
  return row?.at ?? null;
}
