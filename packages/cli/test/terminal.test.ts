import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { AgainstHarbor } from "./against-harbor.js";
import { CTRL_C, ENTER, ESCAPE, Terminal } from "./terminal.js";

const cli = new AgainstHarbor();

describe("login", () => {
  test("asks for the key and does not show it", async () => {
    const terminal = new Terminal(cli, ["login"], { env: { HARBOR_API_KEY: "" } });
    await terminal.until(/API key for http:\/\/127\.0\.0\.1:\d+ \(hk_test_… or hk_live_…\): $/);
    terminal.type(`${cli.harbor.apiKey}${ENTER}`);
    expect(await terminal.exit()).toBe(0);
    expect(terminal.output).not.toContain(cli.harbor.apiKey.slice(8));
    expect(terminal.text).toMatch(/✓ The test key for http:\/\/127\.0\.0\.1:\d+ is stored in /);
    expect(readFileSync(join(cli.configDir, "keys.json"), "utf8")).toContain(cli.harbor.apiKey);
  });

  test("Ctrl-C at the prompt ends it with 130 and leaves the terminal as it was", async () => {
    const terminal = new Terminal(cli, ["login"], { env: { HARBOR_API_KEY: "" } });
    await terminal.until(/: $/);
    terminal.type(`hk_te${CTRL_C}`);
    expect(await terminal.exit()).toBe(130);
    expect(terminal.text).not.toContain("hk_te" + "\n");
  });
});

describe("tables", () => {
  test("have colours, fit the width, and leave out columns in which nothing stands", async () => {
    await cli.dead(2);
    for (const columns of [70, 100]) {
      const terminal = new Terminal(cli, ["deliveries", "list"], { columns });
      expect(await terminal.exit()).toBe(0);
      const [head = "", ...rows] = terminal.text.trimEnd().split("\n");
      expect(head).toMatch(/^ID +TYPE +STATUS +RESULT +AGE$/);
      expect(rows).toHaveLength(2);
      for (const line of [head, ...rows]) expect(line.length).toBeLessThanOrEqual(columns);
      expect(terminal.output).toContain(`${ESCAPE}[31mdead${ESCAPE}[39m`);
    }
  });

  test("NO_COLOR is obeyed", async () => {
    await cli.dead(1);
    const terminal = new Terminal(cli, ["deliveries", "list"], { env: { NO_COLOR: "1" } });
    expect(await terminal.exit()).toBe(0);
    expect(terminal.output).not.toContain(ESCAPE);
  });
});

describe("bulk work", () => {
  test("asks first, then shows how far it is", async () => {
    await cli.dead(12);
    const terminal = new Terminal(cli, ["dlq", "delete", "--all"]);
    await terminal.until(/Delete 12 dead deliveries\? \[y\/N\] $/);
    terminal.type(`y${ENTER}`);
    expect(await terminal.exit()).toBe(0);
    expect(terminal.text).toMatch(/Deleting █+ 12\/12/);
    expect(terminal.text).toMatch(/✓ 12 deleted\n$/);
  });

  test("anything but yes leaves all as it is", async () => {
    await cli.dead(1);
    const terminal = new Terminal(cli, ["dlq", "delete", "--all"]);
    await terminal.until(/\[y\/N\] $/);
    terminal.type(ENTER);
    expect(await terminal.exit()).toBe(0);
    expect(await cli.harbor.client.dlq.list().toArray({ limit: 5 })).toHaveLength(1);
  });
});

test("listen: what it forwards, line by line, until Ctrl-C", async () => {
  const inbox = await cli.harbor.receiver({ events: ["only.this"] });
  inbox.reply(200, { status: 422, body: "no such order" });
  const terminal = new Terminal(cli, ["listen", "--forward-to", inbox.url, "--events", "order.*"]);
  await terminal.until(
    /forwarding to +http:.*\nevents +order\.\*\ndestination +dest_\w+\nsigning secret +whsec_\S+\n/,
  );
  await cli.harbor.client.events.send({ type: "order.created", body: 1 });
  await terminal.until(/\d\d:\d\d:\d\d {2}200 {2}order\.created {2}evt_\w+ {2}\d+ ms/);
  await cli.harbor.client.events.send({ type: "order.paid", body: 1 });
  await terminal.until(/422 {2}order\.paid {2}evt_\w+ {2}\d+ ms {2}no such order/);
  terminal.type(CTRL_C);
  expect(await terminal.exit()).toBe(0);
  expect(terminal.text).toMatch(/Stopping: [^\n]+\n2 requests forwarded\.\n$/);
  expect(await cli.harbor.client.destinations.list().toArray({ limit: 5 })).toHaveLength(1);
});

test("events send asks nobody for a body that was not given", async () => {
  const terminal = new Terminal(cli, ["events", "send", "order.created"]);
  expect(await terminal.exit()).toBe(2);
  expect(terminal.text).toContain("An event needs a body");
});
