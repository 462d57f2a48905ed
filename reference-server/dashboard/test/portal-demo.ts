import type { DeliveryWithRetries } from "@harbor/client";
import { startHarbor, type TestHarbor, type TestReceiver } from "@harbor/testing";

export const LOGO_URL = "https://cdn.example.com/logo.svg";
export const RETURN_URL = "https://app.example.com/settings/webhooks";

/** The tenant acme with a receiver that works and one that refuses, another tenant, and a destination of the sender. */
export interface PortalDemo {
  harbor: TestHarbor;
  orders: TestReceiver;
  billing: TestReceiver;
  globex: TestReceiver;
  own: TestReceiver;
  /** Of acme: one that succeeded, one that is dead. */
  succeeded: DeliveryWithRetries;
  dead: DeliveryWithRetries;
  /** Ids of what acme must not see. */
  hidden: { globexDelivery: string; globexEvent: string; ownDelivery: string };
  /** A link to the portal. */
  link(capability: "read" | "manage"): Promise<{ id: string; url: string }>;
}

export async function startPortalDemo(env: Record<string, string> = {}): Promise<PortalDemo> {
  const harbor = await startHarbor({
    env: { HARBOR_PORTAL_NAME: "Northwind", HARBOR_PORTAL_COLOR: "#f5c400", ...env },
  });
  const { client } = harbor;
  const receiverOf = async (name: string, tenant: string | null, events: string[]) =>
    await harbor.receiver({ events, destination: { name, tenant } });
  const orders = await receiverOf("Order service", "acme", ["order.*"]);
  const billing = await receiverOf("Billing", "acme", ["invoice.*"]);
  const globex = await receiverOf("Globex secret project", "globex", ["**"]);
  const own = await receiverOf("Northwind analytics", null, ["**"]);
  billing.always({ status: 422, body: '{"error":"unknown invoice"}' });

  const send = async (type: string, tenant: string, to: TestReceiver) => {
    const { id, deliveries } = await client.events.send({ type, tenant, body: { id: `${tenant}-${type}` } });
    const settled = await Promise.all(deliveries.map((one) => harbor.waitForDelivery(one.id)));
    const find = ({ destination }: TestReceiver) =>
      settled.find(({ destination_id }) => destination_id === destination.id)!;
    return { event: id, delivery: find(to), ownDelivery: find(own).id };
  };
  const paid = await send("order.paid", "acme", orders);
  const invoice = await send("invoice.created", "acme", billing);
  const other = await send("order.paid", "globex", globex);
  return {
    harbor,
    orders,
    billing,
    globex,
    own,
    succeeded: paid.delivery,
    dead: invoice.delivery,
    hidden: { globexDelivery: other.delivery.id, globexEvent: other.event, ownDelivery: paid.ownDelivery },
    async link(capability) {
      const { id, url } = await client.portalSessions.create({
        tenant: "acme",
        capabilities: [capability],
        return_url: RETURN_URL,
      });
      return { id, url: url! };
    },
  };
}
