import { verifySignature } from "@harbor/signing";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Receiver, startReceiver } from "../receiver.js";
import { Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let receiver: Receiver;
let api: Api;

beforeAll(async () => {
  server = await startTestServer({ HARBOR_MAX_SUBSCRIPTIONS: "3" });
  receiver = await startReceiver();
});
beforeEach(async () => {
  ({ test: api } = await server.project());
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

const codeOf = ({ status, body }: { status: number; body: { error: { code: string } } }) => [
  status,
  body.error.code,
];
const create = (fields: object) => api.post("/destinations", { url: receiver.url, ...fields });
const put = (fields: object) =>
  api.request("PUT", "/destinations/by-uid/a", { body: { url: receiver.url, ...fields } });
const sessionOf = async (tenant: string) =>
  new Api(api.url, (await api.post("/portal-sessions", { tenant, capabilities: ["manage"] })).body.token);

interface Listed {
  id: string;
  event_type: string;
  filter: unknown;
  status: string;
}
const listed = async () => (await api.get<{ data: Listed[] }>("/subscriptions?limit=100")).body.data;

describe("a destination with its subscriptions", () => {
  it("is created with them, filters as they were written", async () => {
    const reply = await api.post(
      "/destinations",
      `{"url":"${receiver.url}","subscriptions":[{"event_type":"order.*"},{"event_type":"a","filter":{"$.n":12345678901234567890}},{"event_type":"b","filter":null}]}`,
    );
    expect(reply.status).toBe(201);
    const { body, text } = await api.get("/subscriptions");
    expect(text).toContain('{"$.n":12345678901234567890}');
    expect(body.data.map(({ event_type }: Listed) => event_type).sort()).toEqual(["a", "b", "order.*"]);
    for (const { destination_id, status } of body.data)
      expect([destination_id, status]).toEqual([reply.body.id, "active"]);
    expect((await api.post("/events", { type: "order.paid", body: 1 })).body.deliveries).toHaveLength(1);
  });

  it.each<[object[], string, string]>([
    [
      [{ event_type: "a" }, { event_type: "a" }, { event_type: "**.b" }],
      "invalid_event_type_pattern",
      "2/event_type",
    ],
    [[{ event_type: "a" }, { event_type: "a", filter: { "$.x": {} } }], "invalid_filter", "1/filter/$.x"],
    [[{ event_type: "a", filter: { x: 1 } }], "invalid_filter", "0/filter/x"],
    [[{ event_type: "a", filter: 1 }], "invalid_request", "0/filter"],
    [[{ filter: null }], "invalid_request", "0/event_type"],
    [[{ event_type: "a", status: "paused" }], "invalid_request", "0/status"],
  ])("is refused as a whole for %j", async (subscriptions, code, path) => {
    for (const send of [create, put]) {
      const reply = await send({ subscriptions });
      expect(codeOf(reply)).toEqual([400, code]);
      expect(reply.body.error.details[0].path).toBe(`body/subscriptions/${path}`);
    }
    expect((await api.get("/destinations")).body.data).toEqual([]);
  });

  it("has no member twice", async () => {
    const reply = await api.post(
      "/destinations",
      `{"url":"${receiver.url}","subscriptions":[{"event_type":"a","event_type":"b"}]}`,
    );
    expect(reply.body.error.details[0].path).toBe("body/subscriptions/0/event_type");
  });

  it("has as many as the limit allows", async () => {
    const subscriptions = ["a", "b", "c", "d"].map((event_type) => ({ event_type }));
    for (const send of [create, put])
      expect(codeOf(await send({ subscriptions }))).toEqual([409, "over_subscription_limit"]);
    expect((await create({ subscriptions: subscriptions.slice(1) })).status).toBe(201);
    expect(await listed()).toHaveLength(3);
  });

  it("gets another set with PUT, in which what is equal keeps its id and its status", async () => {
    await put({ subscriptions: [{ event_type: "a" }, { event_type: "b", filter: { "$.x": 1, "$.y": 2 } }] });
    const before = await listed();
    const kept = before.find(({ event_type }) => event_type === "b");
    await api.patch(`/subscriptions/${kept?.id ?? ""}`, { status: "paused" });
    const wanted = [{ event_type: "c" }, { event_type: "b", filter: { "$.y": 2, "$.x": 1 } }];
    const { body: first } = await put({ subscriptions: wanted });
    const after = await listed();
    expect(after).toHaveLength(2);
    expect(after.find(({ event_type }) => event_type === "b")).toMatchObject({
      id: kept?.id,
      status: "paused",
    });
    expect((await put({ subscriptions: wanted })).body).toEqual(first);
    expect((await put({})).body).toEqual(first);
    expect(await listed()).toEqual(after);
    await put({ subscriptions: [] });
    expect(await listed()).toEqual([]);
  });

  it("may be one that a portal session creates", async () => {
    const session = await sessionOf("acme");
    const subscriptions = [{ event_type: "a" }];
    expect((await session.post("/destinations", { url: receiver.url, subscriptions })).status).toBe(201);
    expect((await session.get("/subscriptions")).body.data).toMatchObject([{ tenant: "acme" }]);
  });
});

/** Sends an event and returns the request that arrived. */
async function delivered() {
  const count = receiver.received.length;
  await api.post("/events", { type: "a", body: { n: 1 } });
  const { headers, body } = (await receiver.until(count + 1)).at(-1)!;
  return { headers: headers as Record<string, string>, body: body.toString() };
}

const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 0xfb).toString("base64")}`;

describe("a signing secret of the sender's own", () => {
  const subscriptions = [{ event_type: "**" }];

  it.each([24, 32, 64])("of %i bytes signs the deliveries with either scheme", async (bytes) => {
    const secret = secretOf(bytes);
    const { body } = await create({ subscriptions, signature: "standard", signing_secret: secret });
    expect(body.signing_secret).toBe(secret);
    const standard = await delivered();
    for (const Webhook of [StandardWebhook, SvixWebhook])
      expect(new Webhook(secret).verify(standard.body, standard.headers)).toEqual({ n: 1 });
    await api.patch(`/destinations/${body.id as string}`, { signature: "harbor", grace_period_days: 0 });
    const harbor = await delivered();
    expect(verifySignature({ body: harbor.body, headers: harbor.headers, secret })).toBeDefined();
  });

  it("can be the one of a rotation", async () => {
    const { body: created } = await create({ subscriptions, signature: "standard" });
    const rotated = await api.post(`/destinations/${created.id as string}/signing-keys/rotate`, {
      signing_secret: secretOf(24),
    });
    expect([rotated.status, rotated.body.signing_secret]).toEqual([200, secretOf(24)]);
    const { body, headers } = await delivered();
    for (const secret of [secretOf(24), created.signing_secret as string])
      expect(new StandardWebhook(secret).verify(body, headers)).toEqual({ n: 1 });
  });

  it("is that of a new destination only, for PUT", async () => {
    expect(
      (await put({ subscriptions, signature: "standard", signing_secret: secretOf(32) })).body,
    ).toMatchObject({
      signing_secret: secretOf(32),
    });
    const again = await put({ subscriptions, signature: "standard", signing_secret: secretOf(24) });
    expect([again.status, again.body.signing_secret]).toEqual([200, null]);
    const { body, headers } = await delivered();
    expect(new StandardWebhook(secretOf(32)).verify(body, headers)).toEqual({ n: 1 });
  });

  it.each([
    secretOf(23),
    secretOf(65),
    "whsec_",
    "top-secret",
    `${secretOf(32)} `,
    secretOf(25).replaceAll("=", ""),
  ])("is not %.12j, which no response repeats", async (signing_secret) => {
    const { body } = await create({});
    const rotate = (fields: object) =>
      api.post(`/destinations/${body.id as string}/signing-keys/rotate`, fields);
    for (const send of [create, put, rotate]) {
      const reply = await send({ signing_secret });
      expect(codeOf(reply)).toEqual([400, "invalid_signing_secret"]);
      expect(reply.body.error.details[0].path).toBe("body/signing_secret");
      if (signing_secret.length > "whsec_".length) expect(reply.text).not.toContain(signing_secret.trim());
    }
    expect(JSON.stringify(server.logged())).not.toContain(secretOf(65));
  });

  it("is not for a key pair", async () => {
    const fields = { signature: "standard_ed25519", signing_secret: secretOf(32) };
    for (const send of [create, put])
      expect(codeOf(await send(fields))).toEqual([400, "invalid_signing_secret"]);
    const { body } = await create({ signature: "standard_ed25519" });
    const path = `/destinations/${body.id as string}`;
    const refused = await api.post(`${path}/signing-keys/rotate`, { signing_secret: secretOf(32) });
    expect(codeOf(refused)).toEqual([400, "invalid_signing_secret"]);
    expect(refused.body.error.details[0].message).toContain("standard_ed25519");
    expect((await api.get(path)).body.public_keys).toEqual(body.public_keys);
  });

  it("is not for a portal session", async () => {
    const session = await sessionOf("acme");
    const fields = { url: receiver.url, signing_secret: secretOf(32) };
    expect(codeOf(await session.post("/destinations", fields))).toEqual([403, "forbidden"]);
    const { body } = await session.post("/destinations", { url: receiver.url });
    const rotate = `/destinations/${body.id as string}/signing-keys/rotate`;
    expect(codeOf(await session.post(rotate, { signing_secret: secretOf(32) }))).toEqual([403, "forbidden"]);
    expect((await session.post(rotate, { grace_period_days: 1 })).status).toBe(200);
  });
});
