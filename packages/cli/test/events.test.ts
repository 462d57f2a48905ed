import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AgainstHarbor } from "./against-harbor.js";
import { jsonLines } from "./cli.js";

const cli = new AgainstHarbor();

test("send: the body's bytes from --data, a file or stdin reach the receiver unchanged", async () => {
  const inbox = await cli.harbor.receiver();
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

test("a body that is nested too deeply is refused, and the error names the limit", async () => {
  const { destination } = await cli.harbor.receiver();
  const nested = "[".repeat(513) + "]".repeat(513);
  for (const args of [
    ["events", "send", "order.created", "--data", nested],
    ["trigger", "order.created", "--data", nested],
    ["destinations", "test", destination.id, "--data", nested],
  ]) {
    const { code, stderr } = await cli.run(args);
    expect([args[0], code, stderr]).toEqual([args[0], 1, expect.stringContaining("body_too_deep")]);
    expect(stderr).toContain("maximum 512 levels");
  }
});

test("send twice under one idempotency key, then show: the bytes are those that were sent", async () => {
  const args = ["events", "send", "order.created", "--data", '{"n": 1.0}', "--idempotency-key", "k1"];
  const [event] = await cli.json(args);
  expect((await cli.run(args)).stdout).toBe(`✓ ${event.id} was sent before with this key\n`);
  const [found, ...others] = await cli.json(["events", "list", "--idempotency-key", "k1"]);
  expect([found.id, others]).toEqual([event.id, []]);
  const shown = await cli.run(["events", "show", event.id, "--json"]);
  expect(shown.stdout).toContain('"body":{"n": 1.0}');
  const people = await cli.run(["events", "show", event.id]);
  expect(people.stdout).toMatch(/^event +evt_\w+\ntype +order\.created\ncreated +\d{4}-/);
  expect(people.stderr).toContain("has no deliveries");
});

test("list narrows by type and time, and ends at its limit; replay goes to whom it says", async () => {
  const inbox = await cli.harbor.receiver({ events: ["order.*"] });
  for (const type of ["order.created", "order.paid", "invoice.paid"]) {
    await cli.harbor.client.events.send({ type, body: 1 });
  }
  expect((await cli.json(["events", "list"])).map(({ type }) => type)).toEqual([
    "invoice.paid",
    "order.paid",
    "order.created",
  ]);
  expect(await cli.json(["events", "list", "--limit", "2"])).toHaveLength(2);
  expect(await cli.json(["events", "list", "--since", "1h", "--until", "1m"])).toEqual([]);
  const [paid] = await cli.json(["events", "list", "--type", "order.paid"]);
  expect(await cli.json(["events", "replay", paid.id, "--dry-run"])).toEqual([{ count: 1 }]);
  const [again] = await cli.json(["events", "replay", paid.id, "--to", inbox.destination.id]);
  expect(again).toMatchObject({ event_id: paid.id, destination_id: inbox.destination.id });
  const [invoice] = await cli.json(["events", "list", "--type", "invoice.paid"]);
  const refused = await cli.run(["events", "replay", invoice.id, "--to", inbox.destination.id]);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("destination_not_subscribed")]);
});

test("subscriptions preview: which of the latest events would match", async () => {
  for (const total of [50, 150])
    await cli.harbor.client.events.send({ type: "preview.paid", body: { total } });
  const args = [
    "subscriptions",
    "preview",
    "preview.*",
    "--since",
    "1h",
    "--filter",
    '{"$.total":{"$gte":100}}',
  ];
  const found = (await cli.json(args)).filter(({ type }) => type === "preview.paid");
  expect(found.map(({ matches }) => matches)).toEqual([true, false]);
  const { stdout, stderr } = await cli.run(args);
  expect(stdout).toMatch(/^EVENT +TYPE +MATCHES .*\nevt_\w+ +preview\.paid +yes/);
  expect(stderr).toMatch(/1 of \d+ events match/);
});

test("show --json is one line, even if the body has line breaks", async () => {
  const [event] = await cli.json(["events", "send", "a.b", "--data", '{\n  "n":\t1.0,\r\n "s": "\u202e"\n}']);
  const { stdout } = await cli.run(["events", "show", event.id, "--json"]);
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  expect(stdout).toContain(String.raw`"n": 1.0,`);
  expect(stdout).toContain(String.raw`"s": "\u202e"`);
});

test("what others wrote cannot drive the terminal", async () => {
  await cli.harbor.client.destinations.create({ url: "https://8.8.8.8/", name: "x\u001b[31mred\u009b0m" });
  const { stdout } = await cli.run(["destinations", "list"]);
  expect(stdout).toContain("x·[31mred·0m");
  expect(stdout).not.toMatch(/[\u001b\u009b]/);
});

test("a reader that stops early is not an error", async () => {
  for (let n = 0; n < 3; n += 1)
    await cli.harbor.client.events.send({ type: "a.b", body: "x".repeat(100_000) });
  const listing = cli.start(["events", "list", "--json"]);
  listing.child.stdout?.once("data", () => listing.child.stdout?.destroy());
  const { code, stderr } = await listing.finished;
  expect([code, stderr]).toEqual([0, ""]);
  expect(jsonLines(listing.stdout).length).toBeLessThan(3);
});

test("erase: the body is gone from list and show", async () => {
  const [event] = await cli.json(["events", "send", "order.created", "--data", '"secret"']);
  expect(await cli.json(["events", "erase", event.id, "--yes"])).toEqual([{ id: event.id, erased: true }]);
  const shown = await cli.run(["events", "show", event.id]);
  expect(shown.stdout).toMatch(/erased +\d{4}-/);
  const list = await cli.run(["events", "list"]);
  expect(list.stdout).toContain("(erased)");
  expect(shown.stdout + list.stdout).not.toContain("secret");
  const replayed = await cli.run(["events", "replay", event.id]);
  expect(replayed.stderr).toContain("event_erased");
});
