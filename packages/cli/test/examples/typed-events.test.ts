import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { exampleFolder, runExample } from "../../../receiver/test/examples/run-example.js";
import { AgainstHarbor } from "../against-harbor.js";

const cli = new AgainstHarbor();
const folder = exampleFolder("typed-events");

test("examples/typed-events: what the shop describes, the warehouse gets", { timeout: 120_000 }, async () => {
  const tsx = { env: { NODE_OPTIONS: `--import ${import.meta.resolve("tsx")}` } };
  const events = join(folder, "shop/events.ts");
  const pushed = await cli.run(["event-types", "push", events, "--validation", "enforce"], tsx);
  expect(pushed.stdout).toContain("2 added");
  expect((await cli.run(["event-types", "diff", events], tsx)).stdout).toBe("No changes.\n");

  const pulled = await cli.run(["event-types", "pull", "--public", "--format", "zod"]);
  expect(pulled.stdout).toBe(readFileSync(join(folder, "warehouse/generated/events.ts"), "utf8"));

  const { client, apiKey, url } = cli.harbor;
  const destination = await client.destinations.create({ url: "http://127.0.0.1:9/webhooks/harbor" });
  await client.subscriptions.create({ destination_id: destination.id, event_type: "order.*" });
  const warehouse = await runExample("typed-events", "warehouse/server.ts", {
    HARBOR_SIGNING_SECRET: destination.signing_secret ?? "",
  });
  await client.destinations.update(destination.id, { url: warehouse.url });

  const env = { ...process.env, HARBOR_API_KEY: apiKey, HARBOR_BASE_URL: url };
  const shop = promisify(execFile)(process.execPath, ["--import", "tsx", "shop/place-order.ts"], {
    cwd: folder,
    env,
  });
  expect((await shop).stdout).toMatch(
    /^sent evt_\w+\nrefused: invalid_event_body\n {2}body\/body\/items\/0\/quantity is required\n {2}body\/body\/shipping is required\n$/,
  );
  const open = () => fetch(new URL("/", warehouse.url)).then((response) => response.json());
  await vi.waitUntil(async () => Object.keys((await open()) as object).length > 0, { timeout: 20_000 });
  expect(await open()).toEqual({ ord_1: [{ sku: "mug", quantity: 2 }] });
  await client.events.send({ type: "order.cancelled", body: { order_id: "ord_1", reason: null } });
  await vi.waitUntil(async () => Object.keys((await open()) as object).length === 0, { timeout: 20_000 });
  expect(await warehouse.stop()).toBe(0);
});
