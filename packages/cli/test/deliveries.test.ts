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
  expect(stdout).not.toContain("Harbor-Signature");
  const { stdout: withHeaders } = await cli.run(["deliveries", "show", id, "--headers"]);
  expect(withHeaders).toMatch(/0 +request +Harbor-Signature +t=\d+,v1=/);
  expect(withHeaders).toMatch(/1 +response +Transfer-Encoding +chunked/);
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
  expect(await cli.json(["dlq", "replay", "--since", "1h", "--dry-run"])).toEqual([
    { replayed: 3, skipped: 0 },
  ]);
  expect(await cli.json(["dlq", "replay", "--since", "1h"])).toEqual([{ replayed: 3, skipped: 0 }]);
  for (const id of [a, b, ...rest]) await cli.harbor.waitForDelivery(id, { status: "succeeded" });
  const more = await cli.dead(3);
  expect(await cli.json(["dlq", "delete", "--all"])).toHaveLength(3);
  const gone = await cli.run(["dlq", "delete", more[0] ?? "", more[1] ?? ""]);
  expect([gone.code, gone.stderr]).toEqual([
    1,
    expect.stringContaining("2 of 2 deliveries were not deleted"),
  ]);
  expect((await cli.run(["dlq", "delete", more[0] ?? ""])).code).toBe(4);
});

test("dlq groups: dead deliveries by cause", async () => {
  const [id = ""] = await cli.dead(2);
  const { destination_id } = await cli.harbor.client.deliveries.get(id);
  const [group, ...others] = await cli.json(["dlq", "groups", "--destination", destination_id]);
  expect(others).toEqual([]);
  expect(group).toMatchObject({ destination_id, dead_reason: "rejected", response_code: 422, count: 2 });
  const { stdout } = await cli.run(["dlq", "groups", "--destination", destination_id]);
  expect(stdout).toMatch(new RegExp(`^COUNT +DESTINATION .*\\n2 +${destination_id} +rejected +422`));
});

test("dlq: one failure is reported once, without a tick", async () => {
  const [id = ""] = await cli.dead(1);
  const { destination_id } = await cli.harbor.client.deliveries.get(id);
  await cli.harbor.client.destinations.delete(destination_id);
  const { code, stdout, stderr } = await cli.run(["dlq", "replay", id]);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr.match(/destination/g)).not.toBeNull();
  expect(stderr).toMatch(
    /^error: .*\(destination_deleted\)\n {2}request req_\w+\n {2}try {5}harbor events replay/,
  );
});

test("dlq list hides what cannot be replayed, and says so", async () => {
  const [gone = ""] = await cli.dead(1);
  const { destination_id } = await cli.harbor.client.deliveries.get(gone);
  const [kept = ""] = await cli.dead(1);
  await cli.harbor.client.destinations.delete(destination_id);
  const list = await cli.run(["dlq", "list"]);
  expect(list.stdout).toMatch(new RegExp(`^ID +TYPE +DESTINATION +REASON .*\n${kept} `));
  expect(list.stdout).not.toContain(gone);
  expect(list.stderr).toContain("1 dead delivery of a deleted destination is not shown");
  expect(await cli.json(["dlq", "list", "--deleted"])).toMatchObject([{ id: gone }]);
  expect(await cli.json(["dlq", "delete", "--deleted"])).toEqual([{ id: gone, deleted: true }]);
  expect(await cli.json(["dlq", "list"])).toMatchObject([{ id: kept }]);
});

test("show names the destination and gives advice on the failure", async () => {
  const [id = ""] = await cli.dead(1);
  const inbox = await cli.harbor.receiver();
  inbox.always({ status: 404, body: "<!doctype html>" });
  const event = await cli.harbor.client.events.send({ type: "order.created", body: 1 });
  const delivery = event.deliveries.find((each) => each.destination_id === inbox.destination.id);
  await cli.harbor.waitForDelivery(delivery?.id ?? "", { status: "dead" });
  const { stdout } = await cli.run(["deliveries", "show", delivery?.id ?? ""]);
  expect(stdout).toContain(`${inbox.destination.id}  ${inbox.destination.url}`);
  expect(stdout).toContain("↳ Nothing at /: check the path of the destination's URL.");
  await cli.harbor.client.destinations.delete(inbox.destination.id);
  const deleted = await cli.run(["deliveries", "show", delivery?.id ?? ""]);
  expect(deleted.stdout).toContain(`${inbox.destination.id}  deleted`);
  expect((await cli.run(["deliveries", "show", id])).stdout).not.toContain("↳");
});

test("show has the URL of each attempt, also after the destination's has changed", async () => {
  const [id = ""] = await cli.dead(1);
  const { destination_id } = await cli.harbor.client.deliveries.get(id);
  const { url } = await cli.harbor.client.destinations.get(destination_id);
  await cli.harbor.client.destinations.update(destination_id, { url: `${url}moved` });
  await cli.harbor.client.deliveries.retry(id);
  await cli.harbor.waitForDelivery(id, { status: "succeeded" });
  const { stdout } = await cli.run(["deliveries", "show", id]);
  const urls = stdout.split("\n").flatMap((line) => /(?:schedule|manual) +(\S+)/.exec(line)?.[1] ?? []);
  expect(urls).toEqual([url, `${url}moved`]);
});

test("list shows the destination", async () => {
  const [id = ""] = await cli.dead(1);
  const { destination_id } = await cli.harbor.client.deliveries.get(id);
  expect((await cli.run(["deliveries", "list"])).stdout).toMatch(
    new RegExp(`^ID +TYPE +DESTINATION +STATUS .*\n${id} +order\\.created +${destination_id} +dead`),
  );
});

test("stats: counts of a range, of one destination, and in buckets for scripts", async () => {
  const [id = ""] = await cli.dead(2);
  const { stdout } = await cli.run(["stats"]);
  expect(stdout).toMatch(
    /events +2\nattempts +0 succeeded, 0 failed, 2 rejected\ndeliveries +0 succeeded, 2 dead\n/,
  );
  expect(stdout).toMatch(/backlog now +0 due\ndead now +2\n$/);
  const { destination_id } = await cli.harbor.client.deliveries.get(id);
  const [stats] = await cli.json([
    "stats",
    "--destination",
    destination_id,
    "--since",
    "2h",
    "--bucket",
    "minute",
  ]);
  expect(stats).toMatchObject({ bucket: "minute", destination_id, totals: { dead: 2 } });
  const grouped = await cli.run(["stats", "--group-by", "destination"]);
  expect(grouped.stdout).toMatch(new RegExp(`DESTINATION +SUCCEEDED[^]+${destination_id} +0 `));
  const [none] = await cli.json(["stats", "--until", "2h", "--since", "3h"]);
  expect(none.totals).toMatchObject({ ingested: 0, success_rate: null });
});
