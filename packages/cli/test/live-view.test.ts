import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Inbox } from "@harbor/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AgainstHarbor } from "./against-harbor.js";
import { CTRL_C, DOWN, ENTER, ESCAPE, Terminal, UP } from "./terminal.js";

const cli = new AgainstHarbor();
let inbox: Inbox;
beforeEach(async () => {
  inbox = await Inbox.open();
});
afterEach(() => inbox.close());

async function listen(
  args: string[] = [],
  size: { columns?: number; rows?: number } = {},
): Promise<Terminal> {
  const terminal = new Terminal(cli, ["listen", `${inbox.url}hooks`, ...args], size);
  await terminal.untilScreen(/Waiting for deliveries\. [^]*harbor trigger\s+order\.created/);
  return terminal;
}

async function send(type: string, body: unknown = { id: 1 }): Promise<string> {
  const event = await cli.harbor.client.events.send({ type, body });
  return event.deliveries[0]?.id ?? "";
}

const row = (result: string, type: string) =>
  new RegExp(`\\d\\d:\\d\\d:\\d\\d {2}${result} +${type.replaceAll(".", "\\.")}`);

describe.each([80, 120])("at %d columns", (columns) => {
  test("the list fits: heading, a row per delivery, advice on the selected one, keys", async () => {
    inbox.reply(200, { status: 404, body: "<!doctype html>" });
    const terminal = await listen([], { columns });
    expect(terminal.screen).toMatch(/forwarding to +http:\/\/127\.0\.0\.1:\d+\/hooks\n/);
    expect(terminal.screen).toMatch(/signing secret +whsec_\S{44}\n/);
    await send("order.created");
    await terminal.untilScreen(row("200", "order.created"));
    await send("order.cancelled");
    const screen = await terminal.untilScreen(row("404", "order.cancelled"));
    expect(screen).toMatch(/❯ \d\d:\d\d:\d\d {2}404/);
    await terminal.untilScreen(/↳ Nothing at \/hooks: is your receiver's route another one/);
    await terminal.untilScreen(/enter open.*q quit$/s);
    for (const line of terminal.screen.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
    terminal.type("q");
    expect(await terminal.exit()).toBe(0);
    await terminal.untilScreen(/2 requests forwarded\.$/);
    expect(terminal.screen).toMatch(row("200", "order.created"));
  });
});

test("open a delivery: attempts, request, response; scroll; back to the list as it was", async () => {
  inbox.reply({ status: 422, headers: { "X-Reason": "stock" }, body: '{"reason":"no such order"}' });
  const terminal = await listen();
  const id = await send("order.created", { order_id: "ord_77" });
  await terminal.untilScreen(row("422", "order.created"));
  terminal.type(ENTER);
  await terminal.untilScreen(/^order\.created {2}422/);
  await terminal.untilScreen(/\ndead \(rejected\)\n/);
  expect(terminal.screen).toContain(id);
  expect(terminal.screen).toMatch(/Attempts \(1\)\n {2}0 .*rejected {2}422/);
  expect(terminal.screen).toMatch(/Request\n {2}POST http:\/\/127\.0\.0\.1:\d+\/hooks\n/);
  terminal.type("G".toLowerCase() + DOWN.repeat(40));
  await terminal.untilScreen(/"order_id": "ord_77"/);
  await terminal.untilScreen(/Response 422[^]*X-Reason stock[^]*"reason": "no such order"/);
  terminal.type(ESCAPE);
  await terminal.untilScreen(/forwarding to[^]*❯ \d\d:\d\d:\d\d {2}422/);
  terminal.type("q");
  expect(await terminal.exit()).toBe(0);
});

test("retry: a failed delivery again, one that succeeded as a new one", async () => {
  inbox.reply(422);
  const terminal = await listen();
  const id = await send("order.created");
  await terminal.untilScreen(row("422", "order.created"));
  terminal.type("r");
  await terminal.untilScreen(row("200", "order.created"));
  expect((await cli.harbor.waitForDelivery(id, { status: "succeeded" })).retries).toHaveLength(2);
  expect(inbox.received).toHaveLength(2);
  terminal.type("r");
  await terminal.untilScreen(/the event is sent again as del_\w+/);
  await vi.waitUntil(() => inbox.received.length === 3);
  terminal.type("q");
  expect(await terminal.exit()).toBe(0);
});

test("copy as curl: printed whole, copied, with a new signature that verifies", async () => {
  const terminal = await listen();
  await send("order.created", { note: "it's" });
  await terminal.untilScreen(row("200", "order.created"));
  terminal.type("c");
  await terminal.untilScreen(/Printed above and copied/);
  const [, copied = ""] = new RegExp(`${ESCAPE}\\]52;c;([A-Za-z0-9+/=]+)\u0007`).exec(terminal.output) ?? [];
  const command = Buffer.from(copied, "base64").toString();
  expect(command).toMatch(/^curl -i -X POST 'http:\/\/127\.0\.0\.1:\d+\/hooks' \\\n {2}-H 'Content-Type/);
  expect(command).toContain(String.raw`--data-binary '{"note":"it'\''s"}'`);
  expect(terminal.output.replaceAll("\r\n", "\n")).toContain(command);
  terminal.type("q");
  expect(await terminal.exit()).toBe(0);
});

test("why a signature was refused: the request verifies, the env file of this folder has another secret", async () => {
  inbox.always({ status: 401, headers: { "Harbor-Retry-Hint": "true" } });
  writeFileSync(join(cli.folder, ".env"), 'HARBOR_SIGNING_SECRET="whsec_c29tZW90aGVyc2VjcmV0MTIzNA=="\n');
  const terminal = await listen([], { columns: 120 });
  await send("order.created");
  await terminal.untilScreen(/↳ Your receiver could not verify it: does it have the secret above\?/);
  terminal.type("d");
  await terminal.untilScreen(/Why the signature may have been refused/);
  await terminal.untilScreen(/The request that was forwarded verifies with the secret whsec_/);
  await terminal.untilScreen(
    /HARBOR_SIGNING_SECRET in \.env is another value: .*\n?.*fix Put that secret into \.env/s,
  );
  terminal.type(ESCAPE);
  await terminal.untilScreen(/forwarding to/);
  terminal.type("q");
  expect(await terminal.exit()).toBe(0);
});

test("search and failures only; the selection stays where it is while others arrive", async () => {
  inbox.reply(200, 422, 200, 200);
  const terminal = await listen();
  await send("order.created", { ref: "needle" });
  await terminal.untilScreen(row("200", "order.created"));
  await send("order.cancelled");
  await terminal.untilScreen(row("422", "order.cancelled"));
  terminal.type(UP);
  await terminal.untilScreen(/❯ .* order\.created/);
  await send("invoice.paid");
  await terminal.untilScreen(row("200", "invoice.paid"));
  expect(terminal.screen).toMatch(/❯ .* order\.created/);
  terminal.type("f");
  await terminal.untilScreen(/failures only/);
  expect(terminal.screen).not.toMatch(row("200", "order.created"));
  terminal.type("f/needle");
  await terminal.untilScreen(/search: needle/);
  await vi.waitUntil(() => !row("422", "order.cancelled").test(terminal.screen));
  expect(terminal.screen).toMatch(row("200", "order.created"));
  terminal.type(ESCAPE);
  await terminal.untilScreen(row("200", "invoice.paid"));
  terminal.type("q");
  expect(await terminal.exit()).toBe(0);
});

test("what a receiver responds cannot drive the terminal", async () => {
  inbox.reply({ status: 422, body: "\u001b]0;title\u0007\u009b31mred\u202e" });
  const terminal = await listen();
  await send("order.created");
  await terminal.untilScreen(/↳ ·\]0;title··31mred·/);
  expect(terminal.output).not.toContain("]0;title\u0007");
  terminal.type(CTRL_C);
  expect(await terminal.exit()).toBe(0);
});

test("a terminal that gets smaller and larger is redrawn", async () => {
  const terminal = await listen([], { columns: 120 });
  await send("order.created");
  await terminal.untilScreen(row("200", "order.created"));
  terminal.resize(80, 20);
  await terminal.untilScreen(/\n─{80}\n/);
  await terminal.untilScreen(row("200", "order.created"));
  terminal.type("q");
  expect(await terminal.exit()).toBe(0);
});

test("with a command: its output and the requests are one log above the list", async () => {
  const port = new URL(inbox.url).port;
  const command = ["node", "-e", "console.log('\\x1b[32mready\\x1b[39m'); setInterval(() => {}, 1000)"];
  const terminal = new Terminal(cli, ["listen", `${port}/hooks`, "--", ...command]);
  await terminal.untilScreen(/│ ready\n/);
  await terminal.untilScreen(/the command has\s+it as\s+HARBOR_SIGNING_SECRET/);
  await send("order.created");
  await terminal.untilScreen(
    /\d\d:\d\d:\d\d {2}200 {2}order\.created {2}evt_\w+[^]*─{80}\n❯ \d\d:\d\d:\d\d {2}200/,
  );
  terminal.type(CTRL_C);
  expect(await terminal.exit()).toBe(0);
});

test("--plain: a line for each attempt, and advice below it", async () => {
  inbox.reply(200, { status: 422, body: "no such order" });
  const terminal = new Terminal(cli, ["listen", inbox.url, "--plain", "--events", "order.*"]);
  await terminal.until(
    /forwarding to +http:.*\nevents +order\.\*\ndestination +dest_\w+\nsigning secret +whsec_\S+\n/,
  );
  await send("order.created");
  await terminal.until(/\d\d:\d\d:\d\d {2}200 {2}order\.created {2}evt_\w+ {2}\d+ ms/);
  await send("order.paid");
  await terminal.until(/422 {2}order\.paid {2}evt_\w+ {2}\d+ ms\n +↳ no such order/);
  terminal.type(CTRL_C);
  expect(await terminal.exit()).toBe(0);
  expect(terminal.text).toMatch(/Stopping: [^\n]+\n[^]*2 requests forwarded\.\n$/);
  expect(await cli.harbor.client.destinations.list().toArray({ limit: 5 })).toEqual([]);
});
