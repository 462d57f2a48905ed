import type { Delivery, Millis } from "../../domain/domain.js";
import { idBefore, idRange } from "../id-range.js";
import type { DeliveryFilter, Listed, Page } from "../store.js";
import type { Connection } from "./connection.js";
import { DELIVERY_COLUMNS, DELIVERY_JOINS } from "./delivery-reads.js";
import { type IdRange, type Stretch, WALK_ROWS, walk } from "./paging.js";
import { readEnvironment } from "./environments.js";

/** An index to walk along, newest first, and what holds the walk to its part of it. */
interface Way {
  index: string;
  where: string;
}

const OF_EVENT: Way = {
  index: "deliveries_by_event",
  where: "d.event_seq = (SELECT seq FROM events WHERE environment_id = @environmentId AND id = @event_id)",
};
const OF_DESTINATION: Way = {
  index: "deliveries_by_destination",
  where: "d.destination_seq = (SELECT seq FROM destinations WHERE id = @destination_id)",
};
const DEAD_OF_DESTINATION: Way = {
  index: "deliveries_dead",
  where:
    "d.status = 'dead' AND d.destination_seq = (SELECT seq FROM destinations WHERE id = @destination_id)",
};
const DEAD: Way = {
  index: "deliveries_open",
  where: "d.environment_id = @environmentId AND d.status = 'dead'",
};
const WAITING: Way = {
  index: "deliveries_open",
  where: "d.environment_id = @environmentId AND d.status = @status AND d.lane IS NOT NULL",
};
const IN_FLIGHT: Way = { index: "deliveries_leased", where: "d.lease_expires_at IS NOT NULL" };
/** The event type is part of this index, so that deliveries of other types are skipped without reading them. */
const OF_ENVIRONMENT: Way = { index: "deliveries_by_id", where: "d.environment_id = @environmentId" };

/** Each way has some of the deliveries; none has any of another's. */
function waysFor({ event_id, destination_id, status }: DeliveryFilter): Way[] {
  if (event_id !== undefined) return [OF_EVENT];
  if (destination_id !== undefined) return [status === "dead" ? DEAD_OF_DESTINATION : OF_DESTINATION];
  if (status === undefined || status === "succeeded") return [OF_ENVIRONMENT];
  return status === "dead" ? [DEAD] : [WAITING, IN_FLIGHT];
}

interface Params extends IdRange {
  environmentId: number;
  since: Millis;
  until: Millis;
  notBefore: Millis;
  event_id: string | null;
  destination_id: string | null;
  status: string | null;
  event_type: string | null;
  limit: number;
}

export async function listDeliveries(
  db: Connection,
  filter: DeliveryFilter & { environmentId: number },
  page: Page,
): Promise<Listed<Delivery>> {
  const params = toParams(db, filter, page);
  const ways = waysFor(filter);
  return walk(params, page, (range, limit) =>
    db.reading(() => stretch(db, ways, { ...params, ...range, limit })),
  );
}

function toParams(
  db: Connection,
  filter: DeliveryFilter & { environmentId: number },
  { after, limit }: Page,
): Params {
  const { environmentId, since = 0, until = Infinity, notBefore } = filter;
  const { clock_offset_ms: clockOffsetMs } = readEnvironment(db, environmentId);
  const ids = idRange("del", { since: Math.max(since, notBefore), until, clockOffsetMs });
  return {
    environmentId,
    from: ids.from,
    before: idBefore(after, ids.before),
    since,
    until,
    notBefore,
    event_id: filter.event_id ?? null,
    destination_id: filter.destination_id ?? null,
    status: filter.status ?? null,
    event_type: filter.event_type ?? null,
    limit,
  };
}

function stretch(db: Connection, ways: Way[], params: Params): Stretch<Delivery> {
  const ends = ways.flatMap((way) => stretchEnd(db, way, params) ?? []);
  const reached = ends.length === 0 ? null : ends.reduce((a, b) => (a > b ? a : b));
  const range = { ...params, from: reached ?? params.from };
  const rows = ways.flatMap((way) => matching(db, way, range));
  if (ways.length > 1) rows.sort((a, b) => (a.id < b.id ? 1 : -1));
  return { rows: rows.slice(0, params.limit), reached };
}

/** The id of the last row of a stretch, if the way goes on that far. */
function stretchEnd(db: Connection, { index, where }: Way, params: Params): string | null {
  const row = db
    .query<[Params & { offset: number }], { id: string }>(
      `SELECT d.id FROM deliveries d INDEXED BY ${index}
       WHERE ${where} AND d.id >= @from AND d.id < @before
       ORDER BY d.id DESC
       LIMIT 1 OFFSET @offset`,
    )
    .get({ ...params, offset: WALK_ROWS - 1 });
  return row?.id ?? null;
}

function matching(db: Connection, { index, where }: Way, params: Params): Delivery[] {
  return db
    .query<[Params], Delivery>(
      `SELECT ${DELIVERY_COLUMNS}
       FROM deliveries d INDEXED BY ${index} ${DELIVERY_JOINS}
       WHERE ${where} AND d.environment_id = @environmentId AND d.id >= @from AND d.id < @before
         AND (@event_id IS NULL OR e.id = @event_id)
         AND (@destination_id IS NULL OR t.id = @destination_id)
         AND (@status IS NULL OR d.status = @status)
         AND (@event_type IS NULL OR d.event_type = @event_type)
         AND d.created_at >= @since AND d.created_at < @until
         AND e.created_at >= @notBefore
       ORDER BY d.id DESC
       LIMIT @limit`,
    )
    .all(params);
}
