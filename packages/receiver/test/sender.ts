import { rawJson, type Delivery, type DeliveryWithRetries } from "@harbor/client";
import { startHarbor, type TestHarbor } from "@harbor/testing";

/** The reference server, sending to one URL. */
export interface Sender {
  /** The destination's signing secret. */
  secret: string;
  harbor: TestHarbor;
  /** Sends to another URL from now on. */
  moveTo: (url: string) => Promise<unknown>;
  /** Sends an event whose body is this JSON text, byte for byte, and gives its delivery once `until` holds. */
  deliver: (
    type: string,
    json: string,
    until: (delivery: Delivery) => boolean,
  ) => Promise<DeliveryWithRetries>;
  /** The delivery once `until` holds. */
  settled: (id: string, until: (delivery: Delivery) => boolean) => Promise<DeliveryWithRetries>;
  stop: () => Promise<void>;
}

export const isFinished = ({ completed_at }: Delivery): boolean => completed_at !== null;
export const isScheduled = ({ status, next_retry_at }: Delivery): boolean =>
  status === "retrying" && next_retry_at !== null;

const DEADLINE_MS = 15_000;
const POLL_MS = 10;

/** Starts the server and subscribes `url` to everything. */
export async function startSender(url: string): Promise<Sender> {
  const harbor = await startHarbor();
  const { id, signing_secret } = await harbor.client.destinations.create({ url });
  await harbor.client.subscriptions.create({ destination_id: id, event_type: "**" });
  const settled: Sender["settled"] = async (deliveryId, until) => {
    const deadline = Date.now() + DEADLINE_MS;
    for (;;) {
      const delivery = await harbor.client.deliveries.get(deliveryId);
      if (until(delivery)) return delivery;
      if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(delivery)}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };
  return {
    secret: signing_secret ?? "",
    harbor,
    settled,
    moveTo: (to) => harbor.client.destinations.update(id, { url: to }),
    async deliver(type, json, until) {
      const { deliveries } = await harbor.client.events.send({ type, body: rawJson(json) });
      return settled(deliveries[0]!.id, until);
    },
    stop: () => harbor.stop(),
  };
}
