import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AgainstHarbor } from "./against-harbor.js";
import { HostileProxy } from "./hostile-proxy.js";

const cli = new AgainstHarbor();
vi.setConfig({ testTimeout: 120_000 });
let proxy: HostileProxy;
beforeEach(async () => {
  proxy = await HostileProxy.start(cli.harbor.url);
});
afterEach(() => proxy.stop());

/** Everything that a terminal acts on, apart from the line feeds that end lines. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

async function show(...args: string[]): Promise<string> {
  const { stdout, stderr } = await cli.run(args, { env: { HARBOR_BASE_URL: proxy.url } });
  return (stdout + stderr).replaceAll("\n", "");
}

function withJson(commands: readonly string[][], verb: string): string[][] {
  return commands
    .filter(([noun, each]) => noun !== "dlq" && each === verb)
    .map((command) => [...command, "--json"]);
}

test("no command prints a server's control characters, with --json or without", async () => {
  const [dead = ""] = await cli.dead(2);
  const { event_id, destination_id } = await cli.harbor.client.deliveries.get(dead);
  const [subscription] = await cli.harbor.client.subscriptions.list({ destination_id }).toArray({ limit: 1 });
  const commands = [
    ["events", "list"],
    ["events", "show", event_id],
    ["events", "replay", event_id],
    ["events", "send", "a.b", "--data", "1"],
    ["deliveries", "list"],
    ["deliveries", "show", dead],
    ["deliveries", "show", "del_unknown"],
    ["deliveries", "retry", dead],
    ["dlq", "list"],
    ["dlq", "replay", dead],
    ["dlq", "replay", "del_unknown", "del_unknown2"],
    ["destinations", "list"],
    ["destinations", "show", destination_id],
    ["destinations", "pause", destination_id],
    ["destinations", "test", destination_id],
    ["destinations", "rotate-secret", destination_id],
    ["destinations", "create", "http://10.0.0.1/"],
    ["subscriptions", "list"],
    ["subscriptions", "show", subscription?.id ?? ""],
    ["stats"],
    ["trigger", "order.created"],
  ];
  // One kind of each output as JSON: every command writes its lines in the same way.
  const all = [...commands, ...["list", "show"].flatMap((verb) => withJson(commands, verb))];
  const shown = await Promise.all(all.map(async (args) => ({ args, text: await show(...args) })));
  for (const { args, text } of shown) {
    expect(text, args.join(" ")).not.toMatch(UNPRINTABLE);
    expect(text, args.join(" ")).not.toBe("");
  }
});

test("nor does tail", async () => {
  for (const args of [
    ["deliveries", "tail"],
    ["deliveries", "tail", "--json"],
  ]) {
    await cli.harbor.receiver();
    const tail = cli.start(args, { env: { HARBOR_BASE_URL: proxy.url } });
    const sending = setInterval(() => void cli.harbor.client.events.send({ type: "a.b", body: 1 }), 100);
    await expect.poll(() => tail.stdout, { timeout: 15_000 }).toMatch(/evil/);
    clearInterval(sending);
    tail.kill("SIGINT");
    const { code, stdout } = await tail.finished;
    expect([code, UNPRINTABLE.test(stdout.replaceAll("\n", ""))]).toEqual([0, false]);
  }
});
