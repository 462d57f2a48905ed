import { verifySignature } from "@harbor/signing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TunnelClient } from "./tunnel-client.js";
import { TunnelWorld } from "./tunnel-world.js";

const world = new TunnelWorld();
beforeAll(() => world.start());
afterAll(() => world.server.close());

describe("deliveries", () => {
  test("arrive byte for byte with every header, and the signature verifies under the tunnel's secret", async () => {
    const client = await TunnelClient.open(await world.project());
    const json =
      '{"type":"order.created","body":{"n":1.0,  "big":12345678901234567890,"e":1e3,"s":"\\u00e9é"}}';
    const event = await world.api.post("/events", json);
    const [request] = await client.until(1);
    expect(request?.body.toString()).toBe(json.slice(json.indexOf('"body":') + 7, -1));
    expect(request?.headers).toMatchObject({
      "Content-Type": "application/json",
      "Harbor-Event-Id": event.body.id,
      "Harbor-Event-Type": "order.created",
      "Harbor-Retry-Count": "0",
    });
    const { body = Buffer.alloc(0), headers = {} } = request ?? {};
    const secret = client.tunnel.signing_secret;
    expect(verifySignature({ body, headers, secret })).toMatchObject({ headersSigned: true });
    const delivery = await world.delivered(event.body.deliveries[0].id as string, "succeeded");
    expect(delivery).toMatchObject({ response_code: 200, destination_id: client.tunnel.destination_id });
    client.send({ type: "goodbye" });
  });

  test("a secret that the client brings signs its tunnel's deliveries, also after a resume", async () => {
    const at = await world.project();
    const signing_secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
    const first = await TunnelClient.open(at, { signing_secret });
    expect(first.tunnel.signing_secret).toBe(signing_secret);
    first.socket.terminate();
    await first.untilClosed();
    const again = await TunnelClient.connect(at.url, at.key);
    again.send({ type: "resume", resume_token: first.tunnel.resume_token });
    await world.send();
    const [request] = await again.until(1);
    const { body = Buffer.alloc(0), headers = {} } = request ?? {};
    expect(verifySignature({ body, headers, secret: signing_secret })).toMatchObject({ headersSigned: true });
    expect(again.ready).toEqual([{ ...first.tunnel, resumed: true }]);
    again.send({ type: "goodbye" });
  });

  test("the client's response decides: 4xx is dead with the body's first 4 KB, 5xx and a failure are retried", async () => {
    const client = await TunnelClient.open(await world.project());
    client.responseTo = () => ({ status: 422, body: "x".repeat(5000) });
    const dead = await world.delivered(await world.send(), "dead");
    expect(dead).toMatchObject({
      dead_reason: "rejected",
      response_code: 422,
      response_body: "x".repeat(4096),
    });
    const responses = [{ status: 500 }, { error: "connection_refused" }, { status: 204 }];
    client.responseTo = () => responses.shift() ?? null;
    const delivery = await world.delivered(await world.send(), "succeeded");
    expect(
      delivery.retries.map((retry: Record<string, unknown>) => retry.response_code ?? retry.error),
    ).toEqual([500, "connection_refused", 204]);
    client.send({ type: "goodbye" });
  });

  test("a 4xx with Harbor-Retry-Hint or Retry-After is retried", async () => {
    const client = await TunnelClient.open(await world.project());
    const responses = [
      { status: 401, headers: [["Harbor-Retry-Hint", "true"]] as [string, string][] },
      { status: 429, headers: [["retry-after", "0"]] as [string, string][] },
    ];
    client.responseTo = () => responses.shift() ?? { status: 200 };
    expect(await world.delivered(await world.send(), "succeeded")).toMatchObject({ retry_count: 2 });
    client.send({ type: "goodbye" });
  });

  test("only the event types and bodies that were asked for", async () => {
    const client = await TunnelClient.open(await world.project(), {
      events: ["order.*", "invoice.paid"],
      filter: { "$.total": { $gte: 100 } },
    });
    await world.send("order.created", { total: 99 });
    await world.send("order.shipped", { total: 100 });
    await world.send("user.created", { total: 100 });
    await world.send("invoice.paid", { total: 200 });
    const types = (await client.until(2)).map(({ headers }) => headers["Harbor-Event-Type"]);
    expect(types.sort()).toEqual(["invoice.paid", "order.shipped"]);
    client.send({ type: "goodbye" });
  });

  test("no response within the timeout is a timeout", async () => {
    const client = await TunnelClient.open(await world.project(), { timeout_seconds: 1 });
    const responses = [null, { status: 200 }];
    client.responseTo = () => responses.shift() ?? null;
    const delivery = await world.delivered(await world.send(), "succeeded");
    expect(delivery.retries[0]).toMatchObject({ error: "timeout", outcome: "failed" });
    client.send({ type: "goodbye" });
  });
});
