import { rawJson } from "@harbor/client";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterEach, expect, test } from "vitest";
import { AgainstHarbor } from "./against-harbor.js";
import { bundle } from "./build-cli.js";

const cli = new AgainstHarbor();
const open: Client[] = [];

afterEach(async () => {
  for (const client of open.splice(0)) await client.close();
});

/** Starts the command and speaks the protocol with it, as an agent does. */
async function agent(...options: string[]): Promise<Client> {
  const client = new Client({ name: "test", version: "1.0.0" });
  open.push(client);
  const env = cli.environment();
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [bundle, "mcp", ...options], env }),
  );
  return client;
}

interface Answer {
  text: string;
  isError: boolean;
}

async function call(client: Client, name: string, args: Record<string, unknown> = {}): Promise<Answer> {
  const { content, isError = false } = await client.callTool({ name, arguments: args });
  const [part] = content;
  if (part?.type !== "text") throw new Error(`${name} returned no text.`);
  return { text: part.text, isError };
}

async function json(client: Client, name: string, args?: Record<string, unknown>) {
  const { text, isError } = await call(client, name, args);
  expect(isError, text).toBe(false);
  return JSON.parse(text);
}

test("an agent finds out why a delivery failed, and cannot change anything", async () => {
  const inbox = await cli.harbor.receiver();
  inbox.always({ status: 404, body: "<!doctype html>" });
  await cli.harbor.client.events.send({
    type: "order.created",
    body: rawJson(`{"big":12345678901234567890}`),
  });
  const created = await cli.harbor.client.deliveries.list().toArray({ limit: 1 });
  await cli.harbor.waitForDelivery(created[0]?.id ?? "", { status: "dead" });

  const client = await agent();
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).not.toContain("retry_delivery");
  expect(tools.every(({ annotations }) => annotations?.readOnlyHint === true)).toBe(true);

  const { data: groups } = await json(client, "dead_letter_groups");
  expect(groups).toMatchObject([{ dead_reason: "rejected", response_code: 404, count: 1 }]);
  const explained = await json(client, "explain_delivery", { delivery_id: groups[0].newest_delivery_id });
  expect(explained.advice).toBe("Nothing at /: check the path of the destination's URL.");
  expect(explained.delivery.retries[0].response_body).toBe("<!doctype html>");
  expect(explained.destination.url).toBe(inbox.destination.url);
  expect(JSON.stringify(explained)).not.toContain(inbox.secret);

  const event = await call(client, "get_event", { event_id: explained.delivery.event_id });
  expect(event.text).toContain("12345678901234567890");
  expect(await json(client, "list_deliveries", { status: "dead", limit: 1 })).toHaveLength(1);
  expect(await json(client, "list_deliveries", { status: "pending" })).toEqual([]);
  expect(await json(client, "list_subscriptions")).toHaveLength(1);
  expect((await json(client, "get_stats")).totals.dead).toBe(1);
  expect(await json(client, "list_event_types")).toContainEqual(
    expect.objectContaining({ type: "harbor.test" }),
  );
  expect(await json(client, "get_event_type", { type: "harbor.test" })).toHaveProperty("example.message");
});

test("an agent that may write retries, replays and tests", async () => {
  const [delivery_id = ""] = await cli.dead(1);
  const client = await agent("--allow-writes");
  const retried = await json(client, "retry_delivery", { delivery_id });
  await cli.harbor.waitForDelivery(delivery_id, { status: "succeeded" });

  const { event_id, destination_id } = retried;
  await json(client, "replay_event", { event_id });
  expect(await json(client, "list_deliveries", { event_id })).toHaveLength(1);
  await json(client, "replay_event", { event_id, dry_run: false });
  expect(await json(client, "list_deliveries", { event_id })).toHaveLength(2);

  const sent = await json(client, "send_test_event", { destination_id, type: "order.paid", body: { n: 1 } });
  expect(sent).toMatchObject({ event_type: "order.paid", destination_id });
});

test("a captured request is verified, with the secret of the environment unless one is given", async () => {
  const inbox = await cli.harbor.receiver();
  await cli.harbor.client.events.send({ type: "order.created", body: { n: 1 } });
  const { body, headers } = await inbox.next();
  const captured = { body: body.toString(), headers };
  cli.env.HARBOR_SIGNING_SECRET = inbox.secret;
  const client = await agent();
  expect(await json(client, "verify_signature", captured)).toMatchObject({ ok: true });
  const parsed = JSON.stringify(JSON.parse(captured.body), null, 2);
  expect(await json(client, "verify_signature", { ...captured, body: parsed })).toMatchObject({ ok: false });
  delete cli.env.HARBOR_SIGNING_SECRET;
});

test("a guide for each framework has code and links that work outside the repository", async () => {
  const client = await agent();
  const { text } = await call(client, "receiver_guide", { framework: "express" });
  expect(text).toContain("expressAdapter(receiver)");
  expect(text).toContain("https://github.com/harbor-webhooks/harbor/blob/main/examples/express/README.md");
  expect(text).not.toMatch(/\]\((?!https?:)[^#)]/);
});

test("an error of the API is a result that says what to do", async () => {
  const client = await agent();
  const { text, isError } = await call(client, "explain_delivery", {
    delivery_id: "del_00000000000000000000000000",
  });
  expect(isError).toBe(true);
  expect(text).toMatch(/^delivery_not_found: /);
  expect((await call(client, "list_deliveries", { status: "lost" })).isError).toBe(true);
});

test("without a key it says so and serves nothing; with one it ends with its input", async () => {
  const refused = await cli.run(["mcp"], { env: { HARBOR_API_KEY: "" } });
  expect(refused).toMatchObject({ stdout: "" });
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain("harbor login");
  expect(await cli.run(["mcp"])).toMatchObject({ code: 0, stdout: "", stderr: "" });
});
