import { fieldsOfError } from "./errors.js";
import type { EventBatch, EventWithDeliveries } from "./generated/schemas.js";
import { HarborError } from "./harbor-error.js";
import type { HarborResponse } from "./harbor-promise.js";

export type BatchResult = EventWithDeliveries | HarborError;

/**
 * The result of each event of a batch, in order.
 *
 * @throws HarborError `unexpected_response` when the number of results is not that of the events
 */
export function toBatchResults(
  { data: { data }, url, status, requestId }: HarborResponse<EventBatch>,
  count: number,
): BatchResult[] {
  if (!Array.isArray(data) || data.length !== count) {
    const message = `POST ${url} returned ${status} without a result for each of ${count} events.`;
    throw new HarborError({ code: "unexpected_response", message, status, requestId, method: "POST", url });
  }
  return data.map((result, at) => {
    if ("event" in result) return result.event;
    const place = new RegExp(`^body/events/${at}(?=/|$)`);
    const { error } = result;
    // As if the event had been sent alone.
    const details = error.details?.map((detail) => ({ ...detail, path: detail.path.replace(place, "body") }));
    return new HarborError({
      ...fieldsOfError({ ...error, ...(details !== undefined && { details }) }),
      status: result.status,
      requestId,
      method: "POST",
      url,
    });
  });
}
