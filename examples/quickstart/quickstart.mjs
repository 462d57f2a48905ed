// `npm run quickstart`: the five steps of the quickstart on free ports, with the packages as a user imports them. Sender, server and
// receiver run in this process; every request and response is shown.
import { once } from "node:events";
import { createServer } from "node:http";
import { Harbor } from "@harbor/client";
import { createReceiver } from "@harbor/receiver";
import { nodeAdapter } from "@harbor/receiver/node";
import { readConfig, startServer } from "@harbor/reference-server";

const API_KEY = "hk_test_quickstart";

const step = (title) => console.log(`\n${title}\n${"-".repeat(title.length)}`);
const indented = (text) => text.replace(/^/gm, "   ");

/** The global fetch; it shows each request and response. */
async function shownFetch(url, init) {
  const response = await fetch(url, init);
  console.log(`-> ${init.method} ${new URL(url).pathname}`);
  if (init.body !== undefined) console.log(indented(Buffer.from(init.body).toString("utf8")));
  const text = await response.clone().text();
  console.log(`<- ${response.status}`);
  console.log(indented(JSON.stringify(JSON.parse(text), null, 2)));
  return response;
}

/** The receiver: verifies the signature over the raw bytes, then handles the event. `arrived` resolves with the first delivery. */
async function startReceiver() {
  let secret = "";
  let resolveArrived;
  const arrived = new Promise((resolve) => (resolveArrived = resolve));
  const receiver = createReceiver({ secret: () => secret }).on("order.created", (order, ctx) => {
    resolveArrived({ order, eventId: ctx.eventId, deliveryId: ctx.deliveryId });
  });
  const server = createServer(nodeAdapter(receiver));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}/webhooks/harbor`,
    arrived,
    setSecret: (value) => (secret = value),
    close: () => server.close(),
  };
}

async function settled(harbor, id) {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const delivery = await harbor.deliveries.get(id);
    if (delivery.completed_at !== null) return delivery;
    if (Date.now() > deadline) throw new Error(`the delivery is still ${delivery.status}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const config = readConfig({
  HARBOR_PORT: "0",
  HARBOR_DATABASE_URL: "sqlite::memory:",
  HARBOR_API_KEYS: API_KEY,
  HARBOR_LOG_LEVEL: "warn",
});
const server = await startServer({ config });
const receiver = await startReceiver();
try {
  const harbor = new Harbor({ apiKey: API_KEY, baseUrl: server.url, fetch: shownFetch });

  step("1. A receiver and a server");
  console.log(`receiver  ${receiver.url}\nserver    ${server.url}`);

  step("2. Register the destination");
  const destination = await harbor.destinations.create({ url: receiver.url, name: "Quickstart receiver" });
  receiver.setSecret(destination.signing_secret);

  step("3. Subscribe it to an event type");
  await harbor.subscriptions.create({ destination_id: destination.id, event_type: "order.created" });

  step("4. Send an event");
  const body = { order_id: "ord_123", amount_cents: 4500 };
  const event = await harbor.events.send({ type: "order.created", body });
  const received = await receiver.arrived;
  console.log(`\nThe receiver verified the signature and got ${received.eventId}:`);
  console.log(indented(JSON.stringify(received.order)));

  step("5. Watch the delivery");
  const quiet = new Harbor({ apiKey: API_KEY, baseUrl: server.url });
  await settled(quiet, event.deliveries[0].id);
  const [delivery] = await harbor.deliveries.list({ event_id: event.id }).toArray({ limit: 1 });
  console.log(`\nDelivery ${delivery.id}: ${delivery.status}, response_code ${delivery.response_code}`);
  const good = delivery.status === "succeeded" && delivery.response_code === 200;
  process.exitCode = good && received.deliveryId === delivery.id ? 0 : 1;
} finally {
  receiver.close();
  await server.close();
}
