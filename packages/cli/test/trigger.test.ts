import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AgainstHarbor } from "./against-harbor.js";

const cli = new AgainstHarbor();
const sent = async () => await cli.harbor.client.events.list().toArray({ limit: 50 });

test("without a type it lists the samples and sends nothing", async () => {
  const { code, stdout, stderr } = await cli.run(["trigger"]);
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/^TYPE +BODY\norder\.created +\{"order_id":"ord_\w+"/),
  ]);
  expect(stderr).toContain("--all sends every one");
  expect(await sent()).toEqual([]);
});

test("named samples, or all of them, with new ids each time", async () => {
  const samples = await cli.json(["trigger"]);
  expect((await cli.json(["trigger", "--all"])).map(({ type }) => type)).toEqual(
    samples.map(({ type }) => type),
  );
  for (let n = 0; n < 2; n += 1) {
    expect(await cli.json(["trigger", "order.created"])).toMatchObject([{ type: "order.created" }]);
  }
  const ids = (await sent())
    .filter(({ type }) => type === "order.created")
    .map(({ body }) => (body as { order_id: string }).order_id);
  expect(new Set(ids).size).toBe(3);
});

test("--data gives the body of any type, byte for byte", async () => {
  const inbox = await cli.harbor.receiver();
  await cli.json(["trigger", "shop.opened", "--data", '{"n": 1.0}']);
  expect((await inbox.next()).body.toString()).toBe('{"n": 1.0}');
  for (const args of [
    ["--data", "{}"],
    ["a.b", "c.d", "--data", "{}"],
    ["a.b", "--data", "{"],
    ["no.such"],
    ["a.b", "--all"],
  ]) {
    expect((await cli.run(["trigger", ...args])).code).toBe(2);
  }
});

test("samples of a file", async () => {
  writeFileSync(join(cli.folder, "object.json"), '{"a.one":{"n":1},"a.two":null}');
  writeFileSync(join(cli.folder, "list.json"), '[{"type":"a.one","body":[]},{"type":"a.one","body":2}]');
  expect(await cli.json(["trigger", "--from", "object.json", "--all"])).toMatchObject([
    { type: "a.one" },
    { type: "a.two" },
  ]);
  expect(await cli.json(["trigger", "--from", "list.json", "a.one"])).toHaveLength(2);
  expect(await cli.json(["trigger", "--from", "list.json"])).toEqual([
    { type: "a.one", body: [] },
    { type: "a.one", body: 2 },
  ]);
});

test("a live key sends nothing unless --yes is given", async () => {
  const env = { HARBOR_API_KEY: await cli.harbor.createApiKey({ environment: "live" }) };
  const { code, stderr } = await cli.run(["trigger", "order.created"], { env });
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/live key: .*\(live_key\)\n {2}try {5}use a test key, or --yes/),
  ]);
  expect(await cli.json(["events", "list"], { env })).toEqual([]);
  expect(await cli.json(["trigger", "order.created", "--yes"], { env })).toHaveLength(1);
});
