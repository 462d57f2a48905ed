import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AgainstHarbor } from "./against-harbor.js";

const cli = new AgainstHarbor();

test("create shows the secret alone on stdout, once; update, pause, resume, test and delete follow", async () => {
  writeFileSync(join(cli.folder, "headers.json"), '{"X-Tenant":"acme"}');
  const created = await cli.run([
    ...["destinations", "create", "https://8.8.8.8/hooks", "--name", "Acme", "--timeout", "5"],
    ...["--retry-policy", '{"max_retries":3}', "--metadata", '{"a":1}', "--headers-file", "headers.json"],
  ]);
  expect(created.stdout).toMatch(/^whsec_\S+\n$/);
  const [destination] = await cli.json(["destinations", "list", "--status", "active"]);
  expect(destination).toMatchObject({
    name: "Acme",
    timeout_seconds: 5,
    retry_policy: { max_retries: 3 },
    metadata: { a: 1 },
    header_names: ["X-Tenant"],
  });
  const { id } = destination;
  const [updated] = await cli.json([
    "destinations",
    "update",
    id,
    "--name",
    "Acme 2",
    "--max-concurrent",
    "7",
    "--max-per-second",
    "2.5",
  ]);
  expect(updated).toMatchObject({ name: "Acme 2", max_concurrent_deliveries: 7, max_per_second: 2.5 });
  expect((await cli.run(["destinations", "show", id])).stdout).toMatch(/rate limit +2\.5\/s\n/);
  const [unlimited] = await cli.json(["destinations", "update", id, "--max-per-second", "none"]);
  expect(unlimited).toMatchObject({ max_per_second: null });
  expect((await cli.run(["destinations", "update", id, "--max-per-second", "fast"])).code).toBe(2);
  expect((await cli.run(["destinations", "pause", id])).stdout).toBe(`✓ ${id} is paused\n`);
  expect((await cli.json(["destinations", "resume", id]))[0]).toMatchObject({ status: "active" });
  const shown = await cli.run(["destinations", "show", id]);
  expect(shown.stdout).toMatch(/status +active\nretries +3, first after 30 s\ntimeout +5 s\n/);
  const [delivery] = await cli.json(["destinations", "test", id, "--type", "a.b", "--data", "[1]"]);
  expect(delivery).toMatchObject({ destination_id: id, event_type: "a.b" });
  expect(await cli.json(["destinations", "delete", id])).toEqual([{ id, deleted: true }]);
  expect((await cli.run(["destinations", "list"])).stderr).toBe("No destinations.\n");
});

test("--signature: the public key on stdout, a grace period, and a new secret on the way back", async () => {
  const args = ["destinations", "create", "https://8.8.8.8/", "--signature", "standard_ed25519"];
  const { stdout, stderr } = await cli.run(args);
  expect([stdout, stderr]).toEqual([
    expect.stringMatching(/^whpk_\S+\n$/),
    expect.stringMatching(/Public key/),
  ]);
  const [{ id }] = await cli.json(["destinations", "list", "--limit", "1"]);
  const update = ["destinations", "update", id, "--signature", "standard", "--grace-period-days", "1"];
  const updated = await cli.run(update);
  expect(updated.stdout).toMatch(/signature +standard\nold public key +whpk_\S+\n/);
  expect(updated.stdout).toMatch(/signing secret +whsec_\S+\n/);
  expect((await cli.run(["destinations", "update", id, "--grace-period-days", "1"])).code).toBe(2);
});

test("--headers-file is parsed as JSON and never followed to another file", async () => {
  writeFileSync(join(cli.folder, "secret.txt"), "top-secret-content");
  for (const content of ["@secret.txt", '"@secret.txt"', '{"X-Tenant":1}', "[]"]) {
    writeFileSync(join(cli.folder, "headers.json"), content);
    const args = ["destinations", "create", "https://8.8.8.8/", "--headers-file", "headers.json"];
    const { code, stderr } = await cli.run(args);
    expect([code, stderr.includes("--headers-file"), stderr.includes("top-")]).toEqual([2, true, false]);
  }
});

test("subscriptions from create to delete", async () => {
  const { id } = await cli.harbor.client.destinations.create({ url: "https://8.8.8.8/" });
  const filter = '{"$.total":{"$gte":100}}';
  const [created] = await cli.json(["subscriptions", "create", id, "order.*", "--filter", filter]);
  expect(created).toMatchObject({ destination_id: id, event_type: "order.*", filter: JSON.parse(filter) });
  const [changed] = await cli.json([
    "subscriptions",
    "update",
    created.id,
    "--events",
    "a.**",
    "--filter",
    "none",
  ]);
  expect(changed).toMatchObject({ event_type: "a.**", filter: null });
  expect((await cli.json(["subscriptions", "pause", created.id]))[0]).toMatchObject({ status: "paused" });
  expect((await cli.json(["subscriptions", "resume", created.id]))[0]).toMatchObject({ status: "active" });
  const table = await cli.run(["subscriptions", "list", "--destination", id]);
  expect(table.stdout.split("\n")[0]).toMatch(/^ID +EVENTS +FILTER +DESTINATION +STATUS +AGE$/);
  expect((await cli.run(["subscriptions", "show", created.id])).stdout).toMatch(/events +a\.\*\*\n/);
  await cli.json(["subscriptions", "delete", created.id]);
  expect(await cli.json(["subscriptions", "list"])).toEqual([]);
});

test("rotate-secret: the new secret alone on stdout, and when the old one ends", async () => {
  const { id } = await cli.harbor.client.destinations.create({ url: "https://8.8.8.8/" });
  const rotated = await cli.run(["destinations", "rotate-secret", id, "--grace-period-days", "3"]);
  expect(rotated.stdout).toMatch(/^whsec_\S+\n$/);
  expect(rotated.stderr).toMatch(/signed with the earlier key too until \d{4}-/);
  const again = await cli.run(["destinations", "rotate-secret", id]);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("--grace-period-days 0")]);
  const [now] = await cli.json(["destinations", "rotate-secret", id, "--grace-period-days", "0"]);
  expect(now).toMatchObject({ old_key_expires_at: null, signing_secret: expect.stringMatching(/^whsec_/) });
});

test("recover counts, then delivers what came before the subscription", async () => {
  await cli.run(["events", "send", "recovered.type", "--data", "[1]"]);
  await cli.run(["destinations", "create", "https://8.8.8.8/hooks"]);
  const [{ id }] = await cli.json(["destinations", "list", "--limit", "1"]);
  await cli.run(["subscriptions", "create", id, "recovered.*"]);
  const numbers = { matched: 1, created: 1, revived: 0, skipped: 0 };
  const recover = ["destinations", "recover", id, "--since", "1h"];
  expect(await cli.json([...recover, "--dry-run"])).toEqual([numbers]);
  expect((await cli.run(recover)).stdout).toBe(
    "✓ Recovered 1 of 1 events: deliveries created 1, dead ones replayed 0, skipped 0\n",
  );
  expect(await cli.json(recover)).toEqual([{ ...numbers, created: 0, skipped: 1 }]);
  expect((await cli.run(["destinations", "recover", id])).code).toBe(2);
});

test("apply creates once, changes nothing the second time, and replaces what is given differently", async () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
  writeFileSync(join(cli.folder, "secret"), `${secret}\n`);
  const apply = (url: string, ...options: string[]) =>
    cli.run(["destinations", "apply", "acme-main", url, "--tenant", "acme", ...options]);
  const first = ["--subscribe", "order.**", "--subscribe", "refund.*", "--secret-file", "secret"];
  expect((await apply("https://8.8.8.8/a", ...first)).stdout).toBe(`${secret}\n`);
  const [created] = await cli.json(["destinations", "list"]);
  expect(created).toMatchObject({ uid: "acme-main", tenant: "acme", url: "https://8.8.8.8/a" });
  const patterns = async () =>
    (await cli.json(["subscriptions", "list"])).map(({ event_type }) => event_type as string).toSorted();
  expect(await patterns()).toEqual(["order.**", "refund.*"]);

  expect((await apply("https://8.8.8.8/a", ...first)).stdout).toBe(`✓ ${created.id} is up to date\n`);
  expect((await cli.json(["destinations", "list"]))[0]).toEqual(created);

  await apply("https://8.8.8.8/b", "--subscribe", "order.created");
  expect(await patterns()).toEqual(["order.created"]);
  const shown = await cli.run(["destinations", "show", created.id]);
  expect(shown.stdout).toMatch(/url +https:\/\/8\.8\.8\.8\/b\n(.*\n)*uid +acme-main\n/);
});

test("create takes a uid and subscriptions, and refuses a uid that is taken", async () => {
  const create = () =>
    cli.run(["destinations", "create", "https://8.8.8.8/", "--uid", "acme", "--subscribe", "**"]);
  expect((await create()).stdout).toMatch(/^whsec_\S+\n$/);
  expect(await cli.json(["subscriptions", "list"])).toMatchObject([{ event_type: "**" }]);
  const taken = await create();
  expect(taken.code).not.toBe(0);
  expect(taken.stderr).toContain("uid_taken");
});
