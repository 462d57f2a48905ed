import { type DeliveryWithRetries, type Destination, type Harbor, HarborError } from "@harbor/client";
import { adviseOn } from "./advice.js";

/** Null if it was deleted. */
export async function findDestination(client: Harbor, id: string): Promise<Destination | null> {
  try {
    return await client.destinations.get(id);
  } catch (error) {
    if (error instanceof HarborError && error.code === "destination_not_found") return null;
    throw error;
  }
}

/** Advice on the last attempt, unless it succeeded. */
export function adviseOnDelivery(
  { retries, status }: DeliveryWithRetries,
  destination: Destination | null,
): string | null {
  const last = retries.at(-1);
  if (last === undefined || status === "succeeded") return null;
  const { response_code, error, response_body } = last;
  const local = destination?.url.startsWith("harbor-tunnel:") === true;
  const url = destination === null || local ? null : new URL(destination.url);
  return adviseOn({ status: response_code, error, body: response_body ?? "", url, local });
}
