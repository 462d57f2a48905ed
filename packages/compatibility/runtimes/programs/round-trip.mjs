import { Harbor, rawJson } from "@harbor/client";
import { createReceiver } from "@harbor/receiver";
import { memoryStore } from "@harbor/receiver/stores/memory";
import { signTestRequest } from "@harbor/receiver/sign-test-request";
import { expectSame } from "./run-checks.mjs";

/** JSON that no parser gives back as it was. */
const BODY = '{ "n":1.0, "big":12345678901234567890, "u":"\\u00e9é" }';
const DEADLINE_MS = 10_000;
const POLL_MS = 20;

let secret;
const handled = [];
const ignore = () => undefined;

/** The receiver under test; it gets its secret from the first check. */
export const receiver = createReceiver({
  name: "runtimes",
  secret: () => secret,
  idempotency: memoryStore(),
  log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
}).on("order.created", (_body, ctx) => {
  handled.push({ eventId: ctx.eventId, body: new TextDecoder().decode(ctx.rawBody) });
});

/** Client and receiver of this runtime, with a server in between. `url` is where the receiver listens. */
export function roundTripChecks({ baseUrl, apiKey, url }) {
  const harbor = new Harbor({ apiKey, baseUrl });
  return [
    ["a delivery arrives and succeeds", () => deliver(harbor, url)],
    ["a duplicate is not handled again", () => sendAgain(url)],
    ["a forged request gets 401 and a retry hint", () => sendForged(url)],
    ["a body over the limit gets 500, and what follows is taken", () => sendTooMuch(url)],
  ];
}

async function deliver(harbor, url) {
  const destination = await harbor.destinations.create({ url });
  secret = destination.signing_secret;
  await harbor.subscriptions.create({ destination_id: destination.id, event_type: "order.*" });
  const event = await harbor.events.send({ type: "order.created", body: rawJson(BODY) });
  const delivery = await settled(harbor, event.deliveries[0].id);
  expectSame([delivery.status, delivery.response_code], ["succeeded", 200]);
  expectSame(handled, [{ eventId: event.id, body: BODY }]);
}

async function settled(harbor, id) {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const delivery = await harbor.deliveries.get(id);
    if (delivery.completed_at !== null) return delivery;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(delivery)}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function sendAgain(url) {
  const [{ eventId, body }] = handled;
  const response = await send(url, { secret, type: "order.created", body, eventId });
  expectSame([response.status, handled.length], [200, 1]);
}

async function sendForged(url) {
  const response = await send(url, { secret, type: "order.created", body: BODY, as: "wrong_key" });
  const received = [response.status, response.headers.get("harbor-retry-hint"), await response.text()];
  expectSame([...received, handled.length], [401, "true", "", 1]);
}

async function sendTooMuch(url) {
  const body = `"${"x".repeat(2 * 1024 * 1024)}"`;
  const refused = await send(url, { secret, type: "order.created", body });
  const taken = await send(url, { secret, type: "order.refunded", body: "{}" });
  expectSame([refused.status, taken.status, handled.length], [500, 200, 1]);
}

function send(url, request) {
  const { method, headers, body } = signTestRequest(request);
  return fetch(url, { method, headers, body });
}
