import type { Delivery, Millis } from "../../domain.js";
import { idBefore, idRange } from "../id-range.js";
import type { DeliveryFilter, Page } from "../store.js";
import type { Connection } from "./connection.js";
import { DELIVERY_COLUMNS, DELIVERY_JOINS } from "./delivery-reads.js";
import { readScope } from "./scopes.js";

/** The index to walk along, newest first, and what holds it to its part. Each filter that may stand alone has one. */
const WAYS_IN = {
  event: {
    index: "deliveries_by_event",
    where: "d.event_seq = (SELECT seq FROM events WHERE scope_id = @scopeId AND id = @event_id)",
  },
  dead: {
    index: "deliveries_dead",
    where:
      "d.status = 'dead' AND d.destination_seq = (SELECT seq FROM destinations WHERE id = @destination_id)",
  },
  destination: {
    index: "deliveries_by_destination",
    where: "d.destination_seq = (SELECT seq FROM destinations WHERE id = @destination_id)",
  },
  status: { index: "deliveries_by_status", where: "d.status = @status" },
  // The event type is part of this index.
  scope: { index: "deliveries_by_id", where: "(@event_type IS NULL OR d.event_type = @event_type)" },
};

function wayIn({ event_id, destination_id, status }: DeliveryFilter): keyof typeof WAYS_IN {
  if (event_id !== undefined) return "event";
  if (destination_id !== undefined) return status === "dead" ? "dead" : "destination";
  return status === undefined ? "scope" : "status";
}

interface ListParams {
  scopeId: number;
  from: string;
  before: string;
  since: Millis;
  until: Millis;
  notBefore: Millis;
  event_id: string | null;
  destination_id: string | null;
  status: string | null;
  event_type: string | null;
  limit: number;
}

export function listDeliveries(
  db: Connection,
  { scopeId, ...filter }: DeliveryFilter & { scopeId: number },
  { after, limit }: Page,
): Delivery[] {
  const { since = 0, until = Infinity, notBefore } = filter;
  const { clock_offset_ms: clockOffsetMs } = readScope(db, scopeId);
  const ids = idRange("del", { since: Math.max(since, notBefore), until, clockOffsetMs });
  return page(db, wayIn(filter), {
    scopeId,
    from: ids.from,
    before: idBefore(after, ids.before),
    since,
    until,
    notBefore,
    event_id: filter.event_id ?? null,
    destination_id: filter.destination_id ?? null,
    status: filter.status ?? null,
    event_type: filter.event_type ?? null,
    limit: limit + 1,
  });
}

function page(db: Connection, way: keyof typeof WAYS_IN, params: ListParams): Delivery[] {
  const { index, where } = WAYS_IN[way];
  return db
    .prepare<[ListParams], Delivery>(
      `SELECT ${DELIVERY_COLUMNS}
       FROM deliveries d INDEXED BY ${index} ${DELIVERY_JOINS}
       WHERE ${where} AND d.scope_id = @scopeId AND d.id >= @from AND d.id < @before
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
