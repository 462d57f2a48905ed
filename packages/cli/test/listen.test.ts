import { rawJson } from "@harbor/client";
import { verifySignature } from "@harbor/signing";
import { Inbox } from "@harbor/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AgainstHarbor } from "./against-harbor.js";
import type { Running } from "./cli.js";
import { FlakyProxy } from "./flaky-proxy.js";

interface Ready {
  type: string;
  resumed: boolean;
  destination_id: string;
  signing_secret: string;
}

const cli = new AgainstHarbor();
const listening: Running[] = [];
let inbox: Inbox;
beforeEach(async () => {
  inbox = await Inbox.open();
});
afterEach(async () => {
  for (const running of listening.splice(0)) running.kill("SIGKILL");
  await inbox.close();
});

async function listen(...args: string[]): Promise<{ running: Running; ready: Ready }> {
  const running = cli.start(["listen", `${inbox.url}hooks?a=1`, "--json", ...args]);
  listening.push(running);
  return { running, ready: await running.line<Ready>(({ type }) => type === "ready") };
}

async function send(type = "order.created", body: unknown = { id: 1 }) {
  const event = await cli.harbor.client.events.send({ type, body });
  return { event: event.id, delivery: event.deliveries[0]?.id ?? "" };
}

describe("forwarding", () => {
  test("the body's bytes, all of Harbor's headers, and a signature that verifies under the secret shown", async () => {
    const { running, ready } = await listen();
    const body = '{ "n": 1.0, "big": 12345678901234567890, "s": "Zoë" }';
    const { event, delivery } = await send("order.created", rawJson(body));
    const received = await inbox.next();
    expect(received).toMatchObject({ path: "/hooks?a=1", eventId: event, eventType: "order.created" });
    expect(received.body.toString()).toBe(body);
    expect(received.headers).toMatchObject({
      host: new URL(inbox.url).host,
      "content-length": String(received.body.length),
    });
    const { headers } = received;
    expect(verifySignature({ body: received.body, headers, secret: ready.signing_secret })).toMatchObject({
      headersSigned: true,
      eventId: event,
    });
    await cli.harbor.waitForDelivery(delivery, { status: "succeeded" });
    expect(await running.line<object>((line) => "event_id" in line)).toMatchObject({
      type: "delivery",
      event_id: event,
      delivery_id: delivery,
      retry_count: 0,
      status: 200,
      error: null,
    });
  });

  test("the local response decides: 4xx is dead, 5xx and a dropped connection are retried, hints count", async () => {
    await listen();
    inbox.reply({ status: 422, body: "no such order" });
    const rejected = await cli.harbor.waitForDelivery((await send()).delivery);
    expect(rejected).toMatchObject({
      status: "dead",
      dead_reason: "rejected",
      response_body: "no such order",
    });
    inbox.reply(500, "reset", { status: 401, headers: { "Harbor-Retry-Hint": "true" } });
    const { delivery } = await send();
    const retried = await vi.waitUntil(
      async () => {
        await cli.harbor.clock.advance("1m");
        const now = await cli.harbor.client.deliveries.get(delivery);
        return now.status === "succeeded" ? now : null;
      },
      { timeout: 10_000 },
    );
    expect(retried.retries.map(({ response_code, error }) => response_code ?? error)).toEqual([
      500,
      "connection_reset",
      401,
      200,
    ]);
  });

  test("a closed local port is connection_refused, and is retried", async () => {
    const { url } = inbox;
    await inbox.close();
    const running = cli.start(["listen", "--forward-to", url, "--json"]);
    listening.push(running);
    await running.line<Ready>(({ type }) => type === "ready");
    const { delivery } = await send();
    const waiting = await cli.harbor.waitForDelivery(delivery, { status: "retrying" });
    expect(waiting.error).toBe("connection_refused");
    inbox = await Inbox.open();
  });

  test("--events and --filter choose, --replay brings what was before", async () => {
    await send("order.created", { total: 150 });
    await send("order.created", { total: 50 });
    await send("invoice.paid", { total: 150 });
    const { running } = await listen(
      "--events",
      "order.*",
      "--filter",
      '{"$.total":{"$gte":100}}',
      "--replay",
    );
    expect((await inbox.next()).json).toEqual({ total: 150 });
    expect(await running.line<{ type: string }>(({ type }) => type === "replayed")).toMatchObject({
      replayed: 1,
    });
    await send("order.created", { total: 99 });
    await send("order.paid", { total: 300 });
    expect((await inbox.next()).eventType).toBe("order.paid");
    expect(inbox.received).toHaveLength(2);
  });
});

describe("the connection", () => {
  test("cut three times in the middle of 200 events: the receiver's idempotent set has every one", async () => {
    const proxy = await FlakyProxy.start(cli.harbor.url);
    cli.env.HARBOR_BASE_URL = proxy.url;
    const { running, ready } = await listen();
    const handled = () => new Set(inbox.received.map(({ eventId }) => eventId));
    const sent: string[] = [];
    for (let n = 0; n < 200; n += 1) {
      if (n % 60 === 30) proxy.cut();
      sent.push((await send("order.created", { n })).event);
    }
    await vi.waitUntil(() => handled().size === 200, { timeout: 40_000, interval: 50 });
    expect([...handled()].sort()).toEqual(sent.sort());
    expect(running.stdout).toContain('"type":"lost"');
    for (const { body, headers } of inbox.received) {
      verifySignature({ body, headers, secret: ready.signing_secret });
    }
    expect(await cli.harbor.client.dlq.list().toArray({ limit: 1 })).toEqual([]);
    running.kill("SIGINT");
    expect((await running.finished).code).toBe(0);
    await proxy.stop();
  });

  test("away for a while: what came meanwhile is delivered after it", async () => {
    const proxy = await FlakyProxy.start(cli.harbor.url);
    cli.env.HARBOR_BASE_URL = proxy.url;
    const { running, ready } = await listen();
    proxy.setOpen(false);
    const { event, delivery } = await send();
    await cli.harbor.waitForDelivery(delivery, { status: "retrying" });
    proxy.setOpen(true);
    expect((await inbox.next(undefined, { timeoutMs: 15_000 })).eventId).toBe(event);
    expect(await running.line<Ready>(({ resumed }) => resumed)).toEqual({ ...ready, resumed: true });
    await proxy.stop();
  });

  test("after a long absence: a new destination with the same secret, and it says so", async () => {
    const proxy = await FlakyProxy.start(cli.harbor.url);
    cli.env.HARBOR_BASE_URL = proxy.url;
    const { running, ready } = await listen();
    proxy.setOpen(false);
    await running.line<{ type: string }>(({ type }) => type === "lost");
    await cli.harbor.client.destinations.delete(ready.destination_id);
    proxy.setOpen(true);
    const isOther = (line: Ready) => line.type === "ready" && line.destination_id !== ready.destination_id;
    const fresh = await running.line<Ready>(isOther);
    expect([fresh.resumed, fresh.signing_secret === ready.signing_secret]).toEqual([false, true]);
    expect(running.stdout).toContain('{"type":"expired"}');
    expect((await send()).delivery).not.toBe("");
    await inbox.next();
    await proxy.stop();
  });

  test("Ctrl-C finishes what is in flight and removes the destination", async () => {
    const { running, ready } = await listen();
    let respond: () => void = () => undefined;
    inbox.reply((_delivery, response) => {
      respond = () => response.end();
    });
    const { delivery } = await send();
    await inbox.next();
    running.kill("SIGINT");
    respond();
    expect((await running.finished).code).toBe(0);
    expect((await cli.harbor.client.deliveries.get(delivery)).status).toBe("succeeded");
    await expect(cli.harbor.client.destinations.get(ready.destination_id)).rejects.toMatchObject({
      code: "destination_not_found",
    });
  });

  test("a destination that is deleted meanwhile ends it", async () => {
    const { running, ready } = await listen();
    await cli.harbor.client.destinations.delete(ready.destination_id);
    const { code, stderr } = await running.finished;
    expect([code, stderr]).toEqual([1, expect.stringContaining("destination_deleted")]);
  });
});

describe("what is refused", () => {
  test("a live key, an unknown one, a bad pattern, a bad URL, no server", async () => {
    const args = ["listen", "--forward-to", "3000"];
    const live = await cli.harbor.createApiKey({ environment: "live" });
    const { url: nowhere } = inbox;
    await inbox.close();
    const results = await Promise.all([
      cli.run(args, { env: { HARBOR_API_KEY: live } }),
      cli.run(args, { env: { HARBOR_API_KEY: "hk_test_unknownKey" } }),
      cli.run([...args, "--events", "order.**.x"]),
      cli.run(["listen", "--forward-to", "http://"]),
      cli.run(args, { env: { HARBOR_BASE_URL: nowhere } }),
    ]);
    expect(results.map(({ code }) => code)).toEqual([3, 3, 1, 2, 5]);
    expect(results[0].stderr).toContain("harbor listen needs a test key");
    expect(results[2].stderr).toContain("invalid_event_type_pattern");
    inbox = await Inbox.open();
  });
});
