/**
 * Rows that a statement looks up by their keys, one after the other. The planner may join instead, and by the statistics of a table that
 * was empty a minute ago it joins whole tables: `LIMIT 1` and `OFFSET 0` keep it from that.
 */

/** The delivery `d`, joined. */
export function deliveryOf(environmentId: string, id: string): string {
  return `CROSS JOIN LATERAL (SELECT * FROM deliveries WHERE environment_id = ${environmentId} AND id = ${id} LIMIT 1) d`;
}

/** The event `e` of a delivery `d`, joined. */
export const EVENT_OF_DELIVERY =
  "CROSS JOIN LATERAL (SELECT * FROM events WHERE environment_id = d.environment_id AND id = d.event_id LIMIT 1) e";

/** A condition: whether there is such a row. */
export function exists(fromWhere: string): string {
  return `EXISTS (SELECT FROM ${fromWhere} OFFSET 0)`;
}
