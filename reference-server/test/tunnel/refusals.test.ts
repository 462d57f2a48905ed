import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sendRaw } from "../raw-http.js";
import { refusalOf, TunnelClient } from "./tunnel-client.js";
import { TunnelWorld } from "./tunnel-world.js";

const world = new TunnelWorld();
beforeAll(() => world.start());
afterAll(() => world.server.close());

describe("who may open one", () => {
  test("no key, a made-up key: 401; a live key: 403; each in the API's own shape", async () => {
    await world.project();
    const none = await refusalOf(world.server.url, null);
    expect(none).toMatchObject({ status: 401, body: { error: { code: "unauthorized" } } });
    expect(none.body.error.request_id).toBe(none.requestId);
    expect(await refusalOf(world.server.url, "hk_test_forgedforged")).toMatchObject({ status: 401 });
    expect(await refusalOf(world.server.url, world.live.key)).toMatchObject({
      status: 403,
      body: { error: { code: "forbidden" } },
    });
  });

  test("an upgrade to anything else is ignored, and the request is served", async () => {
    await world.project();
    const body = '{"type":"order.created","body":1}';
    const response = await sendRaw(
      world.server.url,
      `POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${world.api.key ?? ""}\r\nConnection: Upgrade, HTTP2-Settings, close\r\n` +
        `Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
      body,
    );
    expect(response.status).toBe(202);
  });
});

describe("what is refused", () => {
  test.each([
    [{ type: "open", events: ["order.*.**.x"] }, "invalid_event_type_pattern"],
    [{ type: "open", filter: { "$..a": 1 } }, "invalid_filter"],
    [{ type: "open", events: [] }, "invalid_request"],
    [{ type: "open", colour: "blue" }, "invalid_request"],
    [{ type: "open", signing_secret: "whsec_short" }, "invalid_request"],
    [{ type: "open", signing_secret: "hk_test_anApiKeyByMistake" }, "invalid_request"],
    [{ type: "open", signing_secret: "x".repeat(257) }, "invalid_request"],
    [{ type: "resume", resume_token: "made-up" }, "destination_not_found"],
    [{ type: "nonsense" }, "invalid_request"],
    [{ type: "response", id: 1, status: 42, headers: [], body_bytes: 0 }, "invalid_request"],
  ])("%j", async (message, code) => {
    const { url, key } = await world.project();
    const client = await TunnelClient.connect(url, key);
    client.send(message);
    expect(await client.untilClosed()).toEqual({ code: 1008, reason: code });
    expect(client.errors).toMatchObject([{ code }]);
    expect((await world.api.get("/destinations")).body.data).toEqual([]);
  });

  test("responses to requests that were never sent, or that have their response", async () => {
    const client = await TunnelClient.open(await world.project());
    client.send({ type: "failure", id: 999, error: "timeout" });
    expect(await client.untilClosed()).toEqual({ code: 1008, reason: "invalid_request" });
    expect(client.errors).toMatchObject([{ message: "There is no request 999 that waits for a response." }]);
    const twice = await TunnelClient.open(await world.project());
    await world.api.post("/events", { type: "a", body: 1 });
    await vi.waitUntil(() => twice.requests.length === 1);
    twice.send({ type: "response", id: 1, status: 200, headers: [], body_bytes: 0 });
    expect(await twice.untilClosed()).toEqual({ code: 1008, reason: "invalid_request" });
  });

  test("more than 20 tunnels of one key", async () => {
    const at = await world.project();
    const clients = await Promise.all(Array.from({ length: 20 }, () => TunnelClient.connect(at.url, at.key)));
    await expect(TunnelClient.connect(at.url, at.key)).rejects.toThrow("429");
    clients[0]?.socket.terminate();
    const next = await vi.waitFor(() => TunnelClient.connect(at.url, at.key), { timeout: 10_000 });
    for (const client of [...clients, next]) client.socket.terminate();
  });

  test("a refused secret is not repeated in the error", async () => {
    const { url, key } = await world.project();
    const client = await TunnelClient.connect(url, key);
    client.send({ type: "open", signing_secret: "whsec_short" });
    await client.untilClosed();
    expect(JSON.stringify(client.errors)).toContain("signing_secret: The secret is shorter than 16 bytes");
    expect(JSON.stringify(client.errors)).not.toContain("whsec_short");
  });

  test("another environment's token", async () => {
    const owner = await TunnelClient.open(await world.project());
    const { url, key } = await world.project();
    const thief = await TunnelClient.connect(url, key);
    thief.send({ type: "resume", resume_token: owner.tunnel.resume_token });
    expect(await thief.untilClosed()).toMatchObject({ reason: "destination_not_found" });
    owner.socket.terminate();
  });

  test("a message of more than 64 KB, bytes that nothing announced, a second opening", async () => {
    const at = await world.project();
    const large = await TunnelClient.connect(at.url, at.key);
    large.socket.send("x".repeat(70_000));
    expect(await large.untilClosed()).toMatchObject({ code: 1009 });
    const stray = await TunnelClient.connect(at.url, at.key);
    stray.socket.send(Buffer.from("?"));
    expect(await stray.untilClosed()).toMatchObject({ code: 1008 });
    const twice = await TunnelClient.open(at);
    twice.send({ type: "open" });
    expect(await twice.untilClosed()).toMatchObject({ code: 1008 });
  });

  test("a tunnel's URL cannot be registered, nor a tunnel's destination turned into another", async () => {
    const client = await TunnelClient.open(await world.project());
    const url = `harbor-tunnel:${client.tunnel.destination_id}`;
    expect((await world.api.post("/destinations", { url })).body.error.code).toBe("invalid_url");
    const patched = await world.api.patch(`/destinations/${client.tunnel.destination_id}`, {
      url: "https://8.8.8.8/",
    });
    expect(patched.body.error.code).toBe("invalid_url");
    const signed = await world.api.patch(`/destinations/${client.tunnel.destination_id}`, {
      signature: "standard",
    });
    expect(signed.body.error).toMatchObject({
      code: "invalid_request",
      details: [{ path: "body/signature", message: "must be harbor for the destination of a tunnel" }],
    });
    const { body } = await world.api.get(`/destinations/${client.tunnel.destination_id}`);
    expect(body).toMatchObject({ url, signature: "harbor" });
    client.send({ type: "goodbye" });
  });
});
