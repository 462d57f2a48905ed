import type { Delivery } from "../../domain/domain.js";
import { idBefore, idRange } from "../id-range.js";
import type { Within } from "../scope.js";
import type { DeliveryFilter, Listed, Page } from "../store.js";
import type { Reader } from "./database.js";
import { DELIVERY_COLUMNS, DELIVERY_JOINS, deliveryFromRow, type JoinedRow } from "./deliveries.js";
import { readEnvironment } from "./environments.js";
import { finite } from "./events.js";
import { HANDED_OVER } from "./lease-groups.js";
import { deliveryOf, exists } from "./lookups.js";
import { toListed } from "./paging.js";
import { tenantCondition } from "./tenant-filter.js";
import { uuidBound, uuidOf } from "./ulid-uuid.js";

/** No row has it: nothing is found for an id that cannot exist. */
const NO_ID = "00000000-0000-0000-0000-000000000000";

const IS_DEAD = exists("dead x WHERE x.delivery_id = d.id");

const STATES = {
  dead: IS_DEAD,
  succeeded: `${exists("attempts a WHERE a.delivery_id = d.id AND a.outcome = 'succeeded'")} AND NOT ${IS_DEAD}`,
  pending: `(${exists("queue q WHERE q.delivery_id = d.id AND q.status = 'pending'")}
    OR NOT ${exists("queue q WHERE q.delivery_id = d.id")}
      AND NOT ${exists("attempts a WHERE a.delivery_id = d.id")}
      AND NOT ${IS_DEAD})`,
  retrying: exists("queue q WHERE q.delivery_id = d.id AND q.status = 'retrying'"),
};

/** Values of the statements below; a filter uses some of them. */
interface Params {
  environmentId: number;
  from: string;
  before: string;
  since: number;
  until: number;
  notBefore: number;
  limit: number;
  destinationId: string | null;
  eventType: string | null;
  eventId: string | null;
  tenant: string | null;
}

const PARAMS: readonly (keyof Params)[] = [
  "environmentId",
  "from",
  "before",
  "since",
  "until",
  "notBefore",
  "limit",
  "destinationId",
  "eventType",
  "eventId",
  "tenant",
];
const TYPES: Partial<Record<keyof Params, string>> = {
  environmentId: "int",
  from: "uuid",
  before: "uuid",
  since: "bigint",
  until: "bigint",
  notBefore: "bigint",
  limit: "int",
  destinationId: "text",
  eventType: "text",
  eventId: "uuid",
};

/** `:name` in a text, as a numbered parameter of its type. */
function bind(sql: string): string {
  return PARAMS.reduce(
    (text, name, index) => text.replaceAll(`:${name}`, `$${index + 1}::${TYPES[name] ?? "text"}`),
    sql,
  );
}

const EVERY_PARAM = `(:environmentId, :from, :before, :since, :until, :notBefore, :limit, :destinationId, :eventType, :eventId, :tenant) IS NOT NULL`;
const DESTINATION = "(SELECT seq FROM destinations WHERE id = :destinationId)";

const IS_OWNED =
  "d.destination_seq = ANY (ARRAY(SELECT seq FROM destinations WHERE environment_id = :environmentId AND tenant = :tenant))";

/** The event is there, and within the retention. */
const IS_KEPT = exists(
  "events e WHERE e.environment_id = d.environment_id AND e.id = d.event_id AND e.created_at >= :notBefore",
);

/** On deliveries `d`, for every list. */
function conditionsOf({ destination_id, event_type, tenant, owned }: Within<DeliveryFilter>): string[] {
  return [
    "d.id >= :from AND d.id < :before",
    "d.created_at >= :since AND d.created_at < :until",
    IS_KEPT,
    ...(destination_id === undefined ? [] : [`d.destination_seq = ${DESTINATION}`]),
    ...(event_type === undefined ? [] : ["d.event_type = :eventType"]),
    ...(tenant === undefined ? [] : [tenantCondition("d.tenant", ":tenant", tenant)]),
    ...(owned ? [IS_OWNED] : []),
  ];
}

/**
 * Along an index, newest first. Dead and waiting deliveries have small tables of their own, with indexes by environment and by
 * destination. Most others have succeeded, so they are found along all deliveries.
 */
function walkOf(filter: Within<DeliveryFilter>): string {
  const { from, where, id } = sourceOf(filter);
  const conditions = [where, ...conditionsOf(filter)].join(" AND ");
  return `(SELECT d.* FROM ${from} WHERE ${conditions} ORDER BY ${id} DESC LIMIT :limit)`;
}

interface Source {
  from: string;
  where: string;
  /** The column of the index in whose order it is read. */
  id: string;
}

function sourceOf(filter: DeliveryFilter): Source {
  const { event_id, destination_id, status, event_type, tenant } = filter;
  if (event_id !== undefined || status === undefined || status === "succeeded") return deliveriesOf(filter);
  const table = status === "dead" ? "dead" : "queue";
  const where = [
    destination_id !== undefined
      ? `l.destination_seq = ${DESTINATION}`
      : `l.environment_id = :environmentId${typeof tenant === "string" ? " AND l.tenant = :tenant" : ""}`,
    "d.environment_id = :environmentId AND l.delivery_id >= :from AND l.delivery_id < :before",
    ...(event_type === undefined || table === "queue" ? [] : ["l.event_type = :eventType"]),
    ...(table === "queue" ? [`l.status = '${status}'`] : []),
  ];
  return {
    from: `${table} l ${deliveryOf("l.environment_id", "l.delivery_id")}`,
    where: where.join(" AND "),
    id: "l.delivery_id",
  };
}

function deliveriesOf({ event_id, status }: DeliveryFilter): Source {
  const where = [
    "d.environment_id = :environmentId",
    ...(event_id === undefined ? [] : ["d.event_id = :eventId"]),
    ...(status === undefined ? [] : [STATES[status]]),
  ];
  return { from: "deliveries d", where: where.join(" AND "), id: "d.id" };
}

/** First attempts that are in flight since their event was committed are in no table but `lease_groups`. */
function handedOver(filter: Within<DeliveryFilter>): string {
  const conditions = ["d.environment_id = :environmentId", ...conditionsOf(filter)].join(" AND ");
  return `(SELECT d.* FROM ${HANDED_OVER} AND ${conditions} ORDER BY d.id DESC LIMIT :limit)`;
}

function listSql(filter: Within<DeliveryFilter>): string {
  const walks = [walkOf(filter)];
  if (filter.status === "pending" && filter.event_id === undefined) walks.push(handedOver(filter));
  return bind(`WITH page AS MATERIALIZED (${walks.join(" UNION ")})
    SELECT ${DELIVERY_COLUMNS} FROM page d ${DELIVERY_JOINS}
    WHERE ${EVERY_PARAM} OR true
    ORDER BY d.id DESC
    LIMIT :limit`);
}

export async function listDeliveries(
  db: Reader,
  filter: Within<DeliveryFilter>,
  page: Page,
): Promise<Listed<Delivery>> {
  const { environmentId, since = 0, until = Infinity, notBefore } = filter;
  const { clock_offset_ms: clockOffsetMs } = await readEnvironment(db, environmentId);
  const ids = idRange("del", { since: Math.max(since, notBefore), until, clockOffsetMs });
  const params: Params = {
    environmentId,
    from: uuidBound(ids.from),
    before: uuidBound(idBefore(page.after, ids.before)),
    since,
    until: finite(until),
    notBefore,
    limit: page.limit + 1,
    destinationId: filter.destination_id ?? null,
    eventType: filter.event_type ?? null,
    eventId: filter.event_id === undefined ? null : (uuidOf(filter.event_id) ?? NO_ID),
    tenant: filter.tenant ?? null,
  };
  const rows = await db.page<JoinedRow>(
    listSql(filter),
    PARAMS.map((name) => params[name]),
  );
  return toListed(
    rows.map((row) => deliveryFromRow(row).delivery),
    page,
  );
}
