import type { EventBatch, EventWithDeliveries } from "./generated/schemas.js";
import { HarborError } from "./harbor-error.js";
import type { Answer } from "./harbor-promise.js";

/**
 * The result of each event of a batch, in order.
 *
 * @throws HarborError `unexpected_response` when there is not one for each
 */
export function toBatchResults(
  { data: { data }, status, requestId }: Answer<EventBatch>,
  count: number,
): (EventWithDeliveries | HarborError)[] {
  if (!Array.isArray(data) || data.length !== count) {
    const message = `Answered ${status} without a result for each of ${count} events.`;
    throw new HarborError({ code: "unexpected_response", message, status, requestId });
  }
  return data.map((result, at) => {
    if ("event" in result) return result.event;
    const { code, message, details = [] } = result.error;
    const place = new RegExp(`^body/events/${at}(?=/|$)`);
    return new HarborError({
      code,
      message,
      status: result.status,
      requestId,
      // As if the event had been sent alone.
      details: details.map((detail) => ({ ...detail, path: detail.path.replace(place, "body") })),
    });
  });
}
