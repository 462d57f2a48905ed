import type { Delivery, Millis } from "../../domain/domain.js";
import { idBefore, idRange } from "../id-range.js";
import type { Within } from "../scope.js";
import type { DeliveryFilter, Listed, Page } from "../store.js";
import type { Connection } from "./connection.js";
import {
  DELIVERY_COLUMNS,
  DELIVERY_JOINS,
  deliveryFromRow,
  foundBySeq,
  type JoinedRow,
} from "./deliveries.js";
import type { Engine } from "./engine.js";
import { readEnvironment } from "./environments.js";
import type { Held } from "./leases.js";
import { type IdRange, type Stretch, WALK_ROWS, walk } from "./paging.js";

/** An index to walk along, newest first, and the condition that keeps the walk in its part of it. */
interface IndexWalk {
  /** The table that has the index, with the alias `l`. */
  from: string;
  /** The delivery's id in it. */
  id: string;
  where: string;
  /** Joins `deliveries d`, if the table is another one. */
  join: string;
}

const DESTINATION = "(SELECT seq FROM destinations WHERE id = @destination_id)";

const BY_EVENT: IndexWalk = {
  from: "deliveries d INDEXED BY deliveries_by_event",
  id: "d.id",
  where: "d.event_seq = (SELECT seq FROM events WHERE environment_id = @environmentId AND id = @event_id)",
  join: "",
};
const BY_DESTINATION: IndexWalk = {
  from: "deliveries d INDEXED BY deliveries_by_destination",
  id: "d.id",
  where: `d.destination_seq = ${DESTINATION}`,
  join: "",
};
const BY_TYPE: IndexWalk = {
  from: "deliveries d INDEXED BY deliveries_by_type",
  id: "d.id",
  where: "d.environment_id = @environmentId AND d.event_type = @event_type",
  join: "",
};
const OF_TENANT: IndexWalk = {
  from: "deliveries d INDEXED BY deliveries_of_tenant",
  id: "d.id",
  where: "d.environment_id = @environmentId AND d.tenant = @tenant",
  join: "",
};
const BY_ID: IndexWalk = {
  from: "deliveries d INDEXED BY deliveries_by_id",
  id: "d.id",
  where: "d.environment_id = @environmentId",
  join: "",
};

function smallTable(
  table: "queue" | "dead" | "attempts",
  { index, where }: { index: string; where: string },
): IndexWalk {
  return {
    from: `${table} l INDEXED BY ${index}`,
    id: "l.delivery_id",
    where,
    join: "CROSS JOIN deliveries d ON d.seq = l.delivery_seq",
  };
}

const SUCCEEDED = "l.outcome = 'succeeded'";
const OF_DESTINATION = {
  waiting: smallTable("queue", {
    index: "queue_of_destination",
    where: `l.destination_seq = ${DESTINATION} AND l.status = @status`,
  }),
  dead: smallTable("dead", { index: "dead_of_destination", where: `l.destination_seq = ${DESTINATION}` }),
  succeeded: smallTable("attempts", {
    index: "attempts_succeeded_of_destination",
    where: `l.destination_seq = ${DESTINATION} AND ${SUCCEEDED}`,
  }),
};
const OF_ENVIRONMENT = {
  waiting: smallTable("queue", {
    index: "queue_of_environment",
    where: "l.environment_id = @environmentId AND l.status = @status",
  }),
  dead: smallTable("dead", { index: "dead_of_environment", where: "l.environment_id = @environmentId" }),
  succeeded: smallTable("attempts", {
    index: "attempts_succeeded_of_environment",
    where: `l.environment_id = @environmentId AND ${SUCCEEDED}`,
  }),
};
const BY_TENANT = {
  waiting: smallTable("queue", {
    index: "queue_of_tenant",
    where: "l.environment_id = @environmentId AND l.tenant = @tenant AND l.status = @status",
  }),
  dead: smallTable("dead", {
    index: "dead_of_tenant",
    where: "l.environment_id = @environmentId AND l.tenant = @tenant",
  }),
  succeeded: OF_TENANT,
};

/** Every filter has an index that leads to little else than what it asks for. Waiting ones are completed by those in flight. */
function indexFor({ event_id, destination_id, status, event_type, tenant }: DeliveryFilter): IndexWalk {
  if (event_id !== undefined) return BY_EVENT;
  const ofTenant = typeof tenant === "string";
  if (status === undefined) {
    if (destination_id !== undefined) return BY_DESTINATION;
    if (ofTenant) return OF_TENANT;
    return event_type === undefined ? BY_ID : BY_TYPE;
  }
  const indexes = destination_id !== undefined ? OF_DESTINATION : ofTenant ? BY_TENANT : OF_ENVIRONMENT;
  return indexes[status === "pending" || status === "retrying" ? "waiting" : status];
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
  tenant: string | null;
  /** Only what has no tenant. */
  untenanted: 0 | 1;
  /** Only what goes to destinations of `tenant`. */
  owned: 0 | 1;
  limit: number;
}

export async function listDeliveries(
  engine: Engine,
  filter: Within<DeliveryFilter>,
  page: Page,
): Promise<Listed<Delivery>> {
  const params = toParams(engine.db, filter, page);
  const index = indexFor(filter);
  const inFlight =
    filter.event_id === undefined && (filter.status === "pending" || filter.status === "retrying");
  return walk(params, page, (range, limit) =>
    engine.db.reading(() => stretch(engine, { index, inFlight }, { ...params, ...range, limit })),
  );
}

function toParams(db: Connection, filter: Within<DeliveryFilter>, { after, limit }: Page): Params {
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
    tenant: filter.tenant ?? null,
    untenanted: filter.tenant === null ? 1 : 0,
    owned: filter.owned ? 1 : 0,
    limit,
  };
}

function stretch(
  engine: Engine,
  { index, inFlight }: { index: IndexWalk; inFlight: boolean },
  params: Params,
): Stretch<Delivery> {
  const reached = stretchEnd(engine.db, index, params);
  const range = { ...params, from: reached ?? params.from };
  const rows = matching(engine, index, range).slice(0, params.limit);
  if (!inFlight) return { rows, reached };
  const all = [...rows, ...matchingInFlight(engine, range)].sort((a, b) => (a.id < b.id ? 1 : -1));
  return { rows: all.slice(0, params.limit), reached };
}

/** The id of the last row of a stretch, if the walk gets that far. */
function stretchEnd(db: Connection, { from, id, where }: IndexWalk, params: Params): string | null {
  const row = db
    .query<[Params & { offset: number }], { id: string }>(
      `SELECT ${id} AS id FROM ${from}
       WHERE ${where} AND ${id} >= @from AND ${id} < @before
       ORDER BY ${id} DESC
       LIMIT 1 OFFSET @offset`,
    )
    .get({ ...params, offset: WALK_ROWS - 1 });
  return row?.id ?? null;
}

/** An event has few deliveries, so that those of one status are picked from all of them; SQL does not know what is in flight. */
function matching(engine: Engine, { from, id, where, join }: IndexWalk, params: Params): Delivery[] {
  return engine.db
    .query<[Params], JoinedRow>(
      `SELECT ${DELIVERY_COLUMNS}
       FROM ${from} ${join} ${DELIVERY_JOINS}
       WHERE ${where} AND d.environment_id = @environmentId AND ${id} >= @from AND ${id} < @before
         AND (@event_id IS NULL OR e.id = @event_id)
         AND (@destination_id IS NULL OR t.id = @destination_id)
         AND (@event_type IS NULL OR d.event_type = @event_type)
         AND (@tenant IS NULL OR d.tenant = @tenant) AND (@untenanted = 0 OR d.tenant IS NULL)
         AND (@owned = 0 OR t.tenant = @tenant)
         AND CASE @status
           WHEN 'dead' THEN x.dead_reason IS NOT NULL
           WHEN 'succeeded' THEN x.dead_reason IS NULL AND a.outcome = 'succeeded'
           ELSE TRUE
         END
         AND d.created_at >= @since AND d.created_at < @until
         AND e.created_at >= @notBefore
       ORDER BY ${id} DESC
       LIMIT @limit`,
    )
    .all({ ...params, limit: params.event_id === null ? params.limit : WALK_ROWS })
    .map((row) => deliveryFromRow(row, engine.leases).delivery)
    .filter(({ status }) => params.status === null || status === params.status);
}

function matchingInFlight(engine: Engine, params: Params): Delivery[] {
  const matches = ({ identity, queued, dead }: Held) =>
    dead === null &&
    queued.status === params.status &&
    identity.environment_id === params.environmentId &&
    identity.id >= params.from &&
    identity.id < params.before &&
    (params.destination_id === null || identity.destination_id === params.destination_id) &&
    (params.event_type === null || identity.event_type === params.event_type) &&
    (params.tenant === null || identity.tenant === params.tenant) &&
    (params.untenanted === 0 || identity.tenant === null) &&
    identity.created_at >= params.since &&
    identity.created_at < params.until;
  return [...engine.leases.all()]
    .filter(matches)
    .sort((a, b) => (a.identity.id < b.identity.id ? 1 : -1))
    .slice(0, params.owned === 1 ? undefined : params.limit)
    .map(({ seq }) => foundBySeq(engine, seq))
    .filter(({ eventCreatedAt }) => eventCreatedAt >= params.notBefore)
    .filter(({ owner }) => params.owned === 0 || owner === params.tenant)
    .map(({ delivery }) => delivery);
}
