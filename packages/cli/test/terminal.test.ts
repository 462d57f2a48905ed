import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { AgainstHarbor } from "./against-harbor.js";
import { CTRL_C, ENTER, ESCAPE, Terminal } from "./terminal.js";

const cli = new AgainstHarbor();

describe("login", () => {
  test("asks for the key and does not show it", async () => {
    const terminal = new Terminal(cli, ["login"], { env: { HARBOR_API_KEY: "" } });
    await terminal.untilScreen(/API key for http:\/\/127\.0\.0\.1:\d+ \(hk_test_… or hk_live_…\)/);
    terminal.type(`${cli.harbor.apiKey}${ENTER}`);
    expect(await terminal.exit()).toBe(0);
    expect(terminal.output).not.toContain(cli.harbor.apiKey.slice(8));
    expect(terminal.text.replace(/\s+/g, " ")).toMatch(
      /✓ The test key for http:\/\/127\.0\.0\.1:\d+ is stored in /,
    );
    expect(readFileSync(join(cli.configDir, "keys.json"), "utf8")).toContain(cli.harbor.apiKey);
  });

  test("Ctrl-C at the prompt ends it with 130 and leaves the terminal as it was", async () => {
    const terminal = new Terminal(cli, ["login"], { env: { HARBOR_API_KEY: "" } });
    await terminal.untilScreen(/API key for/);
    terminal.type(`hk_te${CTRL_C}`);
    expect(await terminal.exit()).toBe(130);
    expect(terminal.output).not.toContain("hk_te\n");
  });
});

describe("tables", () => {
  test("have colours, fit the width, and leave out empty columns", async () => {
    await cli.dead(2);
    for (const columns of [80, 120]) {
      const terminal = new Terminal(cli, ["deliveries", "list"], { columns });
      expect(await terminal.exit()).toBe(0);
      const [head = "", ...rows] = terminal.text.trimEnd().split("\n");
      expect(head).toMatch(/^ID +TYPE +DESTINATION +STATUS +RESULT( +AGE)?$/);
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
    await terminal.untilScreen(/Delete 12 dead deliveries\?/);
    terminal.type("y");
    expect(await terminal.exit()).toBe(0);
    expect(terminal.text).toMatch(/Deleting █+ 12\/12/);
    expect(terminal.text).toMatch(/✓ 12 deleted\n$/);
  });

  test("anything but yes leaves all as it is", async () => {
    await cli.dead(1);
    const terminal = new Terminal(cli, ["dlq", "delete", "--all"]);
    await terminal.untilScreen(/Delete 1 dead delivery\?/);
    terminal.type(ENTER);
    expect(await terminal.exit()).toBe(0);
    expect(await cli.harbor.client.dlq.list().toArray({ limit: 5 })).toHaveLength(1);
  });
});

test("text is wrapped between words", async () => {
  const terminal = new Terminal(cli, ["deliveries", "list", "--limit", "few"], { columns: 40 });
  expect(await terminal.exit()).toBe(2);
  const unknown = new Terminal(cli, ["events", "list"], {
    columns: 40,
    env: { HARBOR_API_KEY: "hk_test_unknownKey" },
  });
  expect(await unknown.exit()).toBe(3);
  const lines = unknown.text.trimEnd().split("\n");
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(line.length > 40 && line.includes(" ", 4), line).toBe(false);
  expect(lines.join(" ").replace(/ +/g, " ")).toMatch(
    /does not know the key hk_test_unkn… \(from HARBOR_API_KEY\)\. \(unauthorized\)/,
  );
});

test("events send does not wait for a body at a terminal", async () => {
  const terminal = new Terminal(cli, ["events", "send", "order.created"]);
  expect(await terminal.exit()).toBe(2);
  expect(terminal.text).toContain("An event needs a body");
});
