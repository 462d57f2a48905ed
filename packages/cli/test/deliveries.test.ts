import { expect, test } from "vitest";
import { AgainstHarbor } from "./against-harbor.js";

const cli = new AgainstHarbor();

test("list, show with every attempt, retry", async () => {
  const [id = ""] = await cli.dead(1);
  expect(await cli.json(["deliveries", "list", "--status", "dead"])).toMatchObject([{ id }]);
  expect(await cli.json(["deliveries", "list", "--type", "other.type"])).toEqual([]);
  expect((await cli.run(["deliveries", "retry", id])).code).toBe(0);
  await cli.harbor.waitForDelivery(id, { status: "succeeded" });
  const { stdout } = await cli.run(["deliveries", "show", id]);
  expect(stdout).toMatch(/status +succeeded\n/);
  expect(stdout).toMatch(/0 .*rejected +422 .*schedule/);
  expect(stdout).toMatch(/1 .*succeeded +200 .*manual/);
});

test("tail shows changes as they happen, until it is interrupted", async () => {
  const tail = cli.start(["deliveries", "tail", "--json"]);
  const inbox = await cli.harbor.receiver();
  // The stream begins when it is connected, which only a change that arrives can show.
  const found = tail.line<{ status: string }>(({ status }) => status === "succeeded");
  const sending = setInterval(() => void cli.harbor.client.events.send({ type: "a.b", body: 1 }), 100);
  expect(await found).toMatchObject({ destination_id: inbox.destination.id, event_type: "a.b" });
  clearInterval(sending);
  tail.kill("SIGINT");
  expect((await tail.finished).code).toBe(0);
});

test("dlq replay of some, of all that match, and delete", async () => {
  const [a = "", b = "", ...rest] = await cli.dead(5);
  expect(await cli.json(["dlq", "list"])).toHaveLength(5);
  expect(await cli.json(["dlq", "replay", a, b])).toMatchObject([{ id: a }, { id: b }]);
  expect(await cli.json(["dlq", "replay", "--since", "1h"])).toEqual([{ replayed: 3, skipped: 0 }]);
  for (const id of [a, b, ...rest]) await cli.harbor.waitForDelivery(id, { status: "succeeded" });
  const more = await cli.dead(3);
  expect(await cli.json(["dlq", "delete", "--all"])).toHaveLength(3);
  const gone = await cli.run(["dlq", "delete", more[0] ?? "", more[1] ?? ""]);
  expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining("2 of 2 were not deleted")]);
  expect((await cli.run(["dlq", "delete", more[0] ?? ""])).code).toBe(4);
});
