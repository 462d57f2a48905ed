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
import { furthest, type IndexWalk, type IndexWalks, rowsInAll } from "./index-walk.js";
import { type IdRange, type Stretch, WALK_ROWS, walk } from "./paging.js";

const DESTINATION = "(SELECT seq FROM destinations WHERE id = @destination_id)";

function ofDeliveries(index: string, where: (l: string) => string): IndexWalk {
  return { table: "deliveries", index, id: "id", seq: "seq", where };
}

function ofStatus(
  table: "queue" | "dead" | "attempts",
  index: string,
  where: (l: string) => string,
): IndexWalk {
  return { table, index, id: "delivery_id", seq: "delivery_seq", where };
}

const BY_EVENT = ofDeliveries(
  "deliveries_by_event",
  (l) => `${l}.event_seq = (SELECT seq FROM events WHERE environment_id = @environmentId AND id = @event_id)`,
);
const BY_DESTINATION = ofDeliveries(
  "deliveries_by_destination",
  (l) => `${l}.destination_seq = ${DESTINATION}`,
);
const BY_TYPE = ofDeliveries(
  "deliveries_by_type",
  (l) => `${l}.environment_id = @environmentId AND ${l}.event_type = @event_type`,
);
const OF_TENANT = ofDeliveries(
  "deliveries_of_tenant",
  (l) => `${l}.environment_id = @environmentId AND ${l}.tenant = @tenant`,
);
const BY_ID = ofDeliveries("deliveries_by_id", (l) => `${l}.environment_id = @environmentId`);

type StatusIndexes = Record<"waiting" | "dead" | "succeeded", IndexWalk>;

const OF_DESTINATION: StatusIndexes = {
  waiting: ofStatus(
    "queue",
    "queue_of_destination",
    (l) => `${l}.destination_seq = ${DESTINATION} AND ${l}.status = @status`,
  ),
  dead: ofStatus("dead", "dead_of_destination", (l) => `${l}.destination_seq = ${DESTINATION}`),
  succeeded: ofStatus(
    "attempts",
    "attempts_succeeded_of_destination",
    (l) => `${l}.destination_seq = ${DESTINATION} AND ${l}.outcome = 'succeeded'`,
  ),
};
const OF_ENVIRONMENT: StatusIndexes = {
  waiting: ofStatus(
    "queue",
    "queue_of_environment",
    (l) => `${l}.environment_id = @environmentId AND ${l}.status = @status`,
  ),
  dead: ofStatus("dead", "dead_of_environment", (l) => `${l}.environment_id = @environmentId`),
  succeeded: ofStatus(
    "attempts",
    "attempts_succeeded_of_environment",
    (l) => `${l}.environment_id = @environmentId AND ${l}.outcome = 'succeeded'`,
  ),
};
const BY_TENANT: Omit<StatusIndexes, "succeeded"> = {
  waiting: ofStatus(
    "queue",
    "queue_of_tenant",
    (l) => `${l}.environment_id = @environmentId AND ${l}.tenant = @tenant AND ${l}.status = @status`,
  ),
  dead: ofStatus(
    "dead",
    "dead_of_tenant",
    (l) => `${l}.environment_id = @environmentId AND ${l}.tenant = @tenant`,
  ),
};

/** An index for each part of the filter, two for none that one index has together. Waiting ones are completed by those in flight. */
function walksFor({ event_id, destination_id, status, event_type, tenant }: DeliveryFilter): IndexWalks {
  if (event_id !== undefined) return [BY_EVENT];
  const walks: IndexWalk[] = [];
  const kind = status === "pending" || status === "retrying" ? "waiting" : status;
  const ofTenant = typeof tenant === "string";
  if (destination_id !== undefined) {
    walks.push(kind === undefined ? BY_DESTINATION : OF_DESTINATION[kind]);
  } else if (ofTenant) {
    const found =
      kind === undefined
        ? [OF_TENANT]
        : kind === "succeeded"
          ? [OF_TENANT, OF_ENVIRONMENT.succeeded]
          : [BY_TENANT[kind]];
    walks.push(...found);
  } else if (kind !== undefined) walks.push(OF_ENVIRONMENT[kind]);
  if (event_type !== undefined) walks.push(BY_TYPE);
  const [first = BY_ID, ...others] = walks;
  return [first, ...others];
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
  const walks = walksFor(filter);
  const inFlight =
    filter.event_id === undefined && (filter.status === "pending" || filter.status === "retrying");
  return walk(params, page, (range, limit) =>
    engine.db.reading(() => stretch(engine, { walks, inFlight }, { ...params, ...range, limit })),
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
  { walks, inFlight }: { walks: IndexWalks; inFlight: boolean },
  params: Params,
): Stretch<Delivery> {
  const { reached, ...best } = furthest(engine.db, walks, { order: "DESC", params });
  const range = { ...params, from: reached ?? params.from };
  const rows = matching(engine, best.walks, range).slice(0, params.limit);
  if (!inFlight) return { rows, reached };
  const all = [...rows, ...matchingInFlight(engine, range)].sort((a, b) => (a.id < b.id ? 1 : -1));
  return { rows: all.slice(0, params.limit), reached };
}

/** An event has few deliveries, so that those of one status are picked from all of them; SQL does not know what is in flight. */
function matching(engine: Engine, walks: IndexWalks, params: Params): Delivery[] {
  const { from, where } = rowsInAll(walks);
  const { id, seq } = walks[0];
  return engine.db
    .query<[Params], JoinedRow>(
      `SELECT ${DELIVERY_COLUMNS}
       FROM ${from} CROSS JOIN deliveries d ON d.seq = l.${seq} ${DELIVERY_JOINS}
       WHERE ${where} AND d.environment_id = @environmentId
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
       ORDER BY l.${id} DESC
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
