import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startHarbor, type TestHarbor } from "@harbor/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Cli, jsonLines } from "./cli.js";

let harbor: TestHarbor;
const cli = new Cli();
beforeAll(async () => {
  harbor = await startHarbor();
});
beforeEach(async () => {
  await harbor.reset();
  Object.assign(cli.env, { HARBOR_API_KEY: harbor.apiKey, HARBOR_BASE_URL: harbor.url });
});
afterAll(() => harbor.stop());

describe("events", () => {
  test("send: the body's bytes from --data, a file or stdin reach the receiver unchanged", async () => {
    const inbox = await harbor.receiver();
    const body = '{ "total": 10.00, "ref": 12345678901234567890, "name": "Zoë" }';
    writeFileSync(join(cli.folder, "body.json"), body);
    for (const [args, input] of [
      [["--data", body], ""],
      [["--file", "body.json"], ""],
      [[], body],
      [["--file", "-"], body],
    ] as const) {
      const [event] = await cli.json(["events", "send", "order.created", ...args], { input });
      const received = await inbox.next();
      expect([received.eventId, received.body.toString()]).toEqual([event.id, body]);
    }
  });

  test("send twice under one idempotency key, then show: the bytes are those that were sent", async () => {
    const args = ["events", "send", "order.created", "--data", '{"n": 1.0}', "--idempotency-key", "k1"];
    const [event] = await cli.json(args);
    expect((await cli.run(args)).stdout).toBe(`✓ ${event.id} was sent before under this key\n`);
    const shown = await cli.run(["events", "show", event.id, "--json"]);
    expect(shown.stdout).toContain('"body":{"n": 1.0}');
    const people = await cli.run(["events", "show", event.id]);
    expect(people.stdout).toMatch(/^event +evt_\w+\ntype +order\.created\ncreated +\d{4}-/);
    expect(people.stderr).toContain("not delivered anywhere");
  });

  test("list narrows by type and time, and ends at its limit; replay goes to whom it says", async () => {
    const inbox = await harbor.receiver({ events: ["order.*"] });
    for (const type of ["order.created", "order.paid", "invoice.paid"]) {
      await harbor.client.events.create({ type, body: 1 });
    }
    expect((await cli.json(["events", "list"])).map(({ type }) => type)).toEqual([
      "invoice.paid",
      "order.paid",
      "order.created",
    ]);
    expect(await cli.json(["events", "list", "--limit", "2"])).toHaveLength(2);
    expect(await cli.json(["events", "list", "--since", "1h", "--until", "1m"])).toEqual([]);
    const [paid] = await cli.json(["events", "list", "--type", "order.paid"]);
    const [again] = await cli.json(["events", "replay", paid.id, "--to", inbox.destination.id]);
    expect(again).toMatchObject({ event_id: paid.id, destination_id: inbox.destination.id });
    const [invoice] = await cli.json(["events", "list", "--type", "invoice.paid"]);
    const refused = await cli.run(["events", "replay", invoice.id, "--to", inbox.destination.id]);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining("destination_not_subscribed"),
    ]);
  });

  test("what others wrote cannot drive the terminal", async () => {
    await harbor.client.destinations.create({ url: "https://8.8.8.8/", name: "x\u001b[31mred\u009b0m" });
    const { stdout } = await cli.run(["destinations", "list"]);
    expect(stdout).toContain("x·[31mred·0m");
    expect(stdout).not.toMatch(/[\u001b\u009b]/);
  });
});

describe("destinations and subscriptions", () => {
  test("create shows the secret alone on stdout, once; update, pause, resume, test and delete follow", async () => {
    writeFileSync(join(cli.folder, "headers.json"), '{"X-Tenant":"acme"}');
    const made = await cli.run([
      ...["destinations", "create", "https://8.8.8.8/hooks", "--name", "Acme", "--timeout", "5"],
      ...["--retry-policy", '{"max_retries":3}', "--metadata", '{"a":1}', "--headers-file", "headers.json"],
    ]);
    expect(made.stdout).toMatch(/^whsec_\S+\n$/);
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
    ]);
    expect(updated).toMatchObject({ name: "Acme 2", max_concurrent_deliveries: 7 });
    expect((await cli.run(["destinations", "pause", id])).stdout).toBe(`✓ ${id} is paused\n`);
    expect((await cli.json(["destinations", "resume", id]))[0]).toMatchObject({ status: "active" });
    const shown = await cli.run(["destinations", "show", id]);
    expect(shown.stdout).toMatch(/status +active\nretries +3, first after 30 s\ntimeout +5 s\n/);
    const [delivery] = await cli.json(["destinations", "test", id, "--type", "a.b", "--data", "[1]"]);
    expect(delivery).toMatchObject({ destination_id: id, event_type: "a.b" });
    expect(await cli.json(["destinations", "delete", id])).toEqual([{ id, deleted: true }]);
    expect((await cli.run(["destinations", "list"])).stderr).toBe("No destinations.\n");
  });

  test("subscriptions from create to delete", async () => {
    const { id } = await harbor.client.destinations.create({ url: "https://8.8.8.8/" });
    const filter = '{"$.total":{"$gte":100}}';
    const [made] = await cli.json(["subscriptions", "create", id, "order.*", "--filter", filter]);
    expect(made).toMatchObject({ destination_id: id, event_type: "order.*", filter: JSON.parse(filter) });
    const [changed] = await cli.json([
      "subscriptions",
      "update",
      made.id,
      "--events",
      "a.**",
      "--filter",
      "none",
    ]);
    expect(changed).toMatchObject({ event_type: "a.**", filter: null });
    expect((await cli.json(["subscriptions", "pause", made.id]))[0]).toMatchObject({ status: "paused" });
    expect((await cli.json(["subscriptions", "resume", made.id]))[0]).toMatchObject({ status: "active" });
    const table = await cli.run(["subscriptions", "list", "--destination", id]);
    expect(table.stdout.split("\n")[0]).toMatch(/^ID +EVENTS +FILTER +DESTINATION +STATUS +AGE$/);
    expect((await cli.run(["subscriptions", "show", made.id])).stdout).toMatch(/events +a\.\*\*\n/);
    await cli.json(["subscriptions", "delete", made.id]);
    expect(await cli.json(["subscriptions", "list"])).toEqual([]);
  });

  test("keys rotate: the new secret alone on stdout, and when the old one ends", async () => {
    const { id } = await harbor.client.destinations.create({ url: "https://8.8.8.8/" });
    const rotated = await cli.run(["keys", "rotate", id, "--grace-period-days", "3"]);
    expect(rotated.stdout).toMatch(/^whsec_\S+\n$/);
    expect(rotated.stderr).toMatch(/The earlier secret signs too until \d{4}-/);
    const again = await cli.run(["keys", "rotate", id]);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("--grace-period-days 0")]);
    const [now] = await cli.json(["keys", "rotate", id, "--grace-period-days", "0"]);
    expect(now).toMatchObject({ old_key_expires_at: null, signing_secret: expect.stringMatching(/^whsec_/) });
  });
});

describe("deliveries and the dead-letter queue", () => {
  async function dead(count: number): Promise<string[]> {
    const inbox = await harbor.receiver();
    inbox.always(422);
    for (let n = 0; n < count; n += 1) await harbor.client.events.create({ type: "order.created", body: n });
    const query = { destination_id: inbox.destination.id };
    const made = await harbor.client.deliveries.list(query).toArray({ limit: count });
    for (const { id } of made) await harbor.waitForDelivery(id, { status: "dead" });
    inbox.always(200);
    return made.map(({ id }) => id);
  }

  test("list, show with every attempt, retry", async () => {
    const [id = ""] = await dead(1);
    expect(await cli.json(["deliveries", "list", "--status", "dead"])).toMatchObject([{ id }]);
    expect(await cli.json(["deliveries", "list", "--type", "other.type"])).toEqual([]);
    expect((await cli.run(["deliveries", "retry", id])).code).toBe(0);
    await harbor.waitForDelivery(id, { status: "succeeded" });
    const { stdout } = await cli.run(["deliveries", "show", id]);
    expect(stdout).toMatch(/status +succeeded\n/);
    expect(stdout).toMatch(/0 .*rejected +422 .*schedule/);
    expect(stdout).toMatch(/1 .*succeeded +200 .*manual/);
  });

  test("tail shows changes as they happen, until it is interrupted", async () => {
    const tail = cli.start(["deliveries", "tail", "--json"]);
    const inbox = await harbor.receiver();
    // The stream begins when it is connected, which only a change that arrives can show.
    const found = tail.line<{ status: string }>(({ status }) => status === "succeeded");
    const sending = setInterval(() => void harbor.client.events.create({ type: "a.b", body: 1 }), 100);
    expect(await found).toMatchObject({ destination_id: inbox.destination.id, event_type: "a.b" });
    clearInterval(sending);
    tail.kill("SIGINT");
    expect((await tail.finished).code).toBe(0);
  });

  test("dlq replay of some, of all that match, and delete", async () => {
    const [a = "", b = "", ...rest] = await dead(5);
    expect(await cli.json(["dlq", "list"])).toHaveLength(5);
    expect(await cli.json(["dlq", "replay", a, b])).toMatchObject([{ id: a }, { id: b }]);
    expect(await cli.json(["dlq", "replay", "--since", "1h"])).toEqual([{ replayed: 3, skipped: 0 }]);
    for (const id of [a, b, ...rest]) await harbor.waitForDelivery(id, { status: "succeeded" });
    const more = await dead(3);
    expect(await cli.json(["dlq", "delete", "--all"])).toHaveLength(3);
    const gone = await cli.run(["dlq", "delete", more[0] ?? "", more[1] ?? ""]);
    expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining("2 of 2 were not deleted")]);
    expect((await cli.run(["dlq", "delete", more[0] ?? ""])).code).toBe(4);
  });
});

test("trigger: built-in samples, named ones, and those of a file", async () => {
  const samples = await cli.json(["trigger", "--list"]);
  expect((await cli.json(["trigger"])).map(({ type }) => type)).toEqual(samples.map(({ type }) => type));
  expect(await cli.json(["trigger", "invoice.paid"])).toMatchObject([{ type: "invoice.paid" }]);
  expect((await cli.run(["trigger", "no.such"])).code).toBe(2);
  writeFileSync(join(cli.folder, "object.json"), '{"a.one":{"n":1},"a.two":null}');
  writeFileSync(join(cli.folder, "list.json"), '[{"type":"a.one","body":[]},{"type":"a.one","body":2}]');
  expect(await cli.json(["trigger", "--from", "object.json"])).toMatchObject([
    { type: "a.one" },
    { type: "a.two" },
  ]);
  expect(await cli.json(["trigger", "--from", "list.json", "a.one"])).toHaveLength(2);
});

test("a reader that has seen enough is no fault", async () => {
  for (let n = 0; n < 3; n += 1)
    await harbor.client.events.create({ type: "a.b", body: "x".repeat(100_000) });
  const listing = cli.start(["events", "list", "--json"]);
  listing.child.stdout?.once("data", () => listing.child.stdout?.destroy());
  const { code, stderr } = await listing.finished;
  expect([code, stderr]).toEqual([0, ""]);
  expect(jsonLines(listing.stdout).length).toBeLessThan(3);
});
