import { type Harbor } from "@harbor/client";
import { startHarbor, type TestHarbor, type TestReceiver } from "@harbor/testing";

/** Text that would harm a page that does not take it as text: HTML, reversed text, terminal colors, hidden characters, emoji. */
export const HOSTILE =
  `<script>window.hacked = true</script><img src=x onerror="window.hacked = true">` +
  `\u202Etxt.exe\u202C \u001B[31mred\u001B[0m zero\u200Bwidth "'\`\${1}` +
  "🦄".repeat(300);

/** Numbers that JSON.parse cannot hold, escapes and white space of its own. */
export const EXACT_BODY = `{ "amount":12345678901234567890.10, "rate":1.0,"name":"Zo\\u00eb" ,"note":"it's" }`;

export interface Demo {
  harbor: TestHarbor;
  client: Harbor;
  shop: TestReceiver;
  crm: TestReceiver;
  billing: TestReceiver;
  /** Succeeded, with EXACT_BODY. */
  succeeded: string;
  /** Its event. */
  event: string;
  /** Retrying after a 503. */
  retrying: string;
  /** Dead after a 422 with HOSTILE. */
  dead: string;
}

/** A server with a little of everything that the pages show. */
export async function startDemo(): Promise<Demo> {
  const harbor = await startHarbor();
  const client = harbor.client;
  const shop = await harbor.receiver({ events: ["order.*"], destination: { name: "Acme order service" } });
  const crm = await harbor.receiver({ events: ["customer.*"], destination: { name: "CRM sync" } });
  const billing = await harbor.receiver({ events: ["invoice.**"], destination: { name: "Billing" } });
  crm.always({ status: 503, body: '{"error":"maintenance","until":"2026-03-02T10:00:00Z"}' });
  billing.always({ status: 422, body: HOSTILE });

  const [succeeded] = await sendAll(harbor, "order.created", [EXACT_BODY]);
  const [retrying] = await sendAll(harbor, "customer.updated", ['{"customer_id":"cus_981","plan":"scale"}']);
  const [dead] = await sendAll(harbor, "invoice.line_item.added", ['{"invoice_id":"inv_7"}']);
  const { event_id: event } = await client.deliveries.get(succeeded!);
  return {
    harbor,
    client,
    shop,
    crm,
    billing,
    event,
    succeeded: succeeded!,
    retrying: retrying!,
    dead: dead!,
  };
}

/** Sends events and returns the id of the first delivery of each, once each has been attempted. */
export async function sendAll(harbor: TestHarbor, type: string, bodies: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const body of bodies) {
    const response = await fetch(`${harbor.url}/v1/events`, {
      method: "POST",
      headers: { authorization: `Bearer ${harbor.apiKey}`, "content-type": "application/json" },
      body: `{"type":"${type}","body":${body}}`,
    });
    const { deliveries } = (await response.json()) as { deliveries: { id: string }[] };
    ids.push(deliveries[0]!.id);
  }
  for (const id of ids) await attempted(harbor, id);
  return ids;
}

async function attempted(harbor: TestHarbor, id: string): Promise<void> {
  for (;;) {
    const { retries } = await harbor.client.deliveries.get(id);
    if (retries.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Two types of events, and the tenants acme and globex. */
export async function addCatalogue({ client, crm }: Demo): Promise<void> {
  const { eventTypes, destinations, events } = client;
  await eventTypes.put("order.created", {
    description: "A customer placed an order.",
    group: "Orders",
    schema: {
      type: "object",
      required: ["order_id"],
      properties: {
        order_id: { type: "string", description: "Starts with ord_" },
        amount_cents: { type: "integer", minimum: 0 },
      },
    },
    example: { order_id: "ord_1", amount_cents: 4500 },
    validation: "enforce",
  });
  await eventTypes.put("order.audited", { visibility: "internal", deprecated: true, group: "Orders" });
  await destinations.create({
    url: crm.url,
    name: "Acme's own",
    tenant: "acme",
    subscriptions: [{ event_type: "order.*", filter: { "$.amount_cents": { $gt: 100 } } }],
  });
  await events.send({ tenant: "globex", type: "customer.new", body: 1 });
}
