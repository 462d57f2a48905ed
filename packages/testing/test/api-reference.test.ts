import { spawn } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiPages } from "../../../docs/site/api-pages.mjs";
import { startHarbor, type TestHarbor, type TestReceiver } from "../src/index.js";

const operations = apiPages().flatMap(({ markdown }) =>
  markdown
    .split(/^## /m)
    .map((section) => ({
      title: section.slice(0, section.indexOf("\n")),
      curl: /^```sh \[curl\]\n(.*?)^```$/ms.exec(section)?.[1] ?? "",
      statuses: [...section.matchAll(/^\*\*(\d{3})\*\*/gm)].map(([, status]) => status),
    }))
    .filter(({ curl }) => curl !== ""),
);

let harbor: TestHarbor;
let receiver: TestReceiver;
let variables: Record<string, string>;

beforeAll(async () => {
  harbor = await startHarbor();
});
afterAll(() => harbor.stop());

/** Resources for an operation to work on. The delivery is dead: only such a one is in the DLQ. */
async function createResources(): Promise<void> {
  await harbor.reset();
  receiver = await harbor.receiver();
  receiver.always(400);
  const { client, url, apiKey } = harbor;
  const destination_id = receiver.destination.id;
  const event = await client.events.send({ type: "order.created", body: {} });
  const { id: delivery } = await harbor.waitForDelivery(event.deliveries[0]!.id, { status: "dead" });
  const { data: subscriptions } = await client.subscriptions.list({ destination_id });
  variables = {
    HARBOR_BASE_URL: url,
    HARBOR_API_KEY: apiKey,
    DESTINATION_ID: destination_id,
    DESTINATION_UID: (await client.destinations.update(destination_id, { uid: "acme-orders" })).uid ?? "",
    SUBSCRIPTION_ID: subscriptions[0]!.id,
    EVENT_ID: event.id,
    DELIVERY_ID: delivery,
    DEAD_DELIVERY_ID: delivery,
    EVENT_TYPE: (await client.eventTypes.put("order.created", {})).type,
    API_KEY_ID: (await client.apiKeys.create()).id,
    PORTAL_SESSION_ID: (await client.portalSessions.create({ tenant: "acme" })).id,
  };
}

test("the reference has every operation", () => {
  expect(operations.length).toBeGreaterThan(30);
});

test.each(operations)("curl: $title", async ({ curl, statuses }) => {
  await createResources();
  // An id that no resource above has is unknown to the server.
  const unknown = [...curl.matchAll(/\$([A-Z_]+)/g)].flatMap(([, name = ""]) =>
    name in variables ? [] : name,
  );
  for (const name of unknown) variables[name] = "unknown";
  const command = curl
    .replace(/^curl /, "exec curl -s -D - -o /dev/null ")
    .replaceAll(/dest_\w{26}/g, variables["DESTINATION_ID"]!)
    .replace("https://hooks.acme.example/harbor", receiver.url);
  expect([...statuses, ...unknown.map(() => "404")]).toContain(await statusOf(command));
});

/** The status of the response. Ends curl then, because the stream does not end. */
function statusOf(command: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn("sh", ["-c", command], { env: { ...process.env, ...variables } });
    child.stdout.on("data", (head: Buffer) => {
      resolve(/^HTTP\/1.1 (\d{3})/.exec(head.toString())?.[1]);
      child.kill();
    });
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`curl ended with ${code} and without a response`)));
  });
}
