import { expect, test } from "vitest";
import { AgainstHarbor } from "./against-harbor.js";

const cli = new AgainstHarbor();

const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);

test("--tenant sets the tenant of destinations and events, and filters every list by it", async () => {
  const inbox = await cli.harbor.receiver();
  inbox.always(422);
  const ids: Record<string, string> = {};
  for (const tenant of ["acme", "globex"]) {
    const [created] = await cli.json(["destinations", "create", inbox.destination.url, "--tenant", tenant]);
    expect(created.tenant).toBe(tenant);
    ids[tenant] = created.id;
    await cli.json(["subscriptions", "create", created.id, "order.*"]);
    const [event] = await cli.json(["events", "send", "order.created", "--data", "1", "--tenant", tenant]);
    expect(event.tenant).toBe(tenant);
    for (const { id } of event.deliveries) await cli.harbor.waitForDelivery(id, { status: "dead" });
    const listed = await cli.json(["events", "list", "--tenant", tenant]);
    expect(idsOf(listed)).toEqual([event.id]);
  }
  expect(idsOf(await cli.json(["destinations", "list", "--tenant", "acme"]))).toEqual([ids.acme]);
  const [subscription] = await cli.json(["subscriptions", "list", "--tenant", "globex"]);
  expect(subscription.destination_id).toBe(ids.globex);
  for (const list of ["deliveries", "dlq"]) {
    const rows = await cli.json([list, "list", "--tenant", "acme"]);
    expect(rows.map(({ tenant }: { tenant: string | null }) => tenant)).toEqual(["acme", "acme"]);
  }
  const [stats] = await cli.json(["stats", "--tenant", "acme"]);
  expect([stats.tenant, stats.totals.ingested]).toEqual(["acme", 1]);
  expect((await cli.run(["destinations", "show", ids.acme ?? ""])).stdout).toMatch(/tenant +acme/);
});

test("tenants: list shows them, and delete takes all of one away", async () => {
  const created = await cli.json([
    "destinations",
    "create",
    "http://127.0.0.1:9/hook",
    "--tenant",
    "initech",
  ]);
  await cli.json(["events", "send", "order.created", "--data", '"secret"', "--tenant", "initech"]);
  const list = await cli.run(["tenants", "list"]);
  expect(list.stdout).toMatch(/^TENANT +DESTINATIONS/);
  expect(list.stdout).toMatch(/initech +1 +0 +0/);
  expect(await cli.json(["tenants", "delete", "initech", "--yes"])).toEqual([
    { tenant: "initech", deleted: true },
  ]);
  expect((await cli.run(["tenants", "list"])).stdout).not.toContain("initech");
  expect((await cli.run(["destinations", "show", created[0].id])).stderr).toContain("not found");
  const [event] = await cli.json(["events", "list", "--tenant", "initech"]);
  expect(event.body).toBeNull();
});
