import { type Harbor, HarborError } from "@harbor/client";
import type { DeliveryRecord } from "../records.js";

/**
 * Sends a delivery again and says what was done. One that has succeeded cannot be retried: its event is replayed to the tunnel
 * instead, as a new delivery.
 */
export async function retryDelivery(
  client: Harbor,
  { deliveryId, eventId }: DeliveryRecord,
  destinationId: string,
): Promise<string> {
  try {
    await client.deliveries.retry(deliveryId);
    return `${deliveryId} is retried.`;
  } catch (error) {
    if (!(error instanceof HarborError && error.code === "delivery_not_retryable")) throw error;
    const { status } = await client.deliveries.get(deliveryId);
    if (status !== "succeeded") throw error;
    const { data } = await client.events.replay(eventId, { destination_ids: [destinationId] });
    return `It had succeeded, so the event is sent again as ${data[0]?.id ?? "a new delivery"}.`;
  }
}
