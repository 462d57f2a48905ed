import { verifySignature } from "@harbor/signing";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { safeVerifyStandardSignature } from "@harbor/signing/standard";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Receiver, startReceiver } from "../receiver.js";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let receiver: Receiver;
let api: Api;

beforeAll(async () => {
  server = await startTestServer();
  receiver = await startReceiver();
});
beforeEach(async () => {
  ({ test: api } = await server.project());
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

const DAY_S = 86_400;

/** Sends an event and returns the request that arrived. */
async function delivered() {
  const before = receiver.received.length;
  const sent = await api.post("/events", { type: "order.created", body: { total: 1 } });
  expect(sent.status).toBe(202);
  const received = (await receiver.until(before + 1)).at(-1);
  if (received === undefined) throw new Error("Expected a delivery.");
  expect(received.headers["harbor-event-id"]).toBe(sent.body.id);
  const headers = received.headers as Record<string, string>;
  return { headers, body: received.body.toString(), eventId: sent.body.id as string };
}

type Delivered = Awaited<ReturnType<typeof delivered>>;

function verifiesWithLibraries({ headers, body, eventId }: Delivered, secret: string): void {
  expect(headers["webhook-id"]).toBe(eventId);
  for (const Webhook of [StandardWebhook, SvixWebhook]) {
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  }
}

const isRefused = ({ headers, body }: Delivered, secret: string): boolean => {
  try {
    new StandardWebhook(secret).verify(body, headers);
    return false;
  } catch {
    return true;
  }
};

const changeSignature = (id: string, changes: object) => api.patch(`/destinations/${id}`, changes);

async function subscribed(fields: Record<string, unknown> = {}) {
  const created = await api.post("/destinations", { url: receiver.url, ...fields });
  expect(created.status).toBe(201);
  await api.post("/subscriptions", { destination_id: created.body.id, event_type: "**" });
  return created.body as { id: string; signing_secret: string; public_key: string; public_keys: string[] };
}

describe("signature: standard", () => {
  it("sends what standardwebhooks and svix verify with the secret as it was shown, without Harbor-Signature", async () => {
    const { signing_secret: secret } = await subscribed({ signature: "standard" });
    const request = await delivered();
    verifiesWithLibraries(request, secret);
    expect(request.headers["harbor-signature"]).toBeUndefined();
    expect(request.headers["harbor-event-type"]).toBe("order.created");
    expect(request.headers["webhook-signature"]).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
  });

  it("verifies with the old and the new secret during a rotation", async () => {
    const { id, signing_secret: old } = await subscribed({ signature: "standard" });
    const rotated = await api.post(`/destinations/${id}/signing-keys/rotate`, { grace_period_days: 1 });
    expect(rotated.body).toMatchObject({ signature: "standard", public_key: null, public_keys: [] });
    const request = await delivered();
    verifiesWithLibraries(request, old);
    verifiesWithLibraries(request, rotated.body.signing_secret);
    await api.post("/test-clock/advance", { seconds: DAY_S });
    const later = await delivered();
    verifiesWithLibraries(later, rotated.body.signing_secret);
    expect(isRefused(later, old)).toBe(true);
  });

  it("replaces harbor with the same secret, and sends the headers of both in the grace period", async () => {
    const { id, signing_secret: secret } = await subscribed();
    const changed = await changeSignature(id, { signature: "standard", grace_period_days: 3 });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ signature: "standard", signing_secret: null });
    const both = await delivered();
    verifiesWithLibraries(both, secret);
    expect(verifySignature({ ...both, secret })).toMatchObject({ headersSigned: true });
    const again = await changeSignature(id, { signature: "harbor" });
    expect([again.status, again.body.error.code]).toEqual([409, "rotation_in_progress"]);
    await api.post("/test-clock/advance", { seconds: 3 * DAY_S });
    expect((await api.get(`/destinations/${id}`)).body.old_key_expires_at).toBeNull();
    const later = await delivered();
    verifiesWithLibraries(later, secret);
    expect(later.headers["harbor-signature"]).toBeUndefined();
  });

  it("ends the old signature at once with a grace period of 0", async () => {
    const { id, signing_secret: secret } = await subscribed();
    await changeSignature(id, { signature: "standard" });
    const back = await changeSignature(id, { signature: "harbor", grace_period_days: 0 });
    expect(back.body).toMatchObject({ signature: "harbor", signing_secret: null, old_key_expires_at: null });
    const request = await delivered();
    expect(request.headers["webhook-signature"]).toBeUndefined();
    expect(verifySignature({ ...request, secret })).toMatchObject({ headersSigned: true });
  });
});

describe("signature: standard_ed25519", () => {
  const verifies = ({ headers, body }: Delivered, secret: string): boolean =>
    safeVerifyStandardSignature({ headers, body, secret }).ok;

  it("has a public key and no secret, and each attempt verifies with the public key", async () => {
    const created = await subscribed({ signature: "standard_ed25519" });
    expect(created.signing_secret).toBeNull();
    expect(created.public_key).toMatch(/^whpk_/);
    expect(created.public_keys).toEqual([created.public_key]);
    const shown = (await api.get(`/destinations/${created.id}`)).body;
    expect(shown).toMatchObject({ public_key: created.public_key, public_keys: [created.public_key] });
    const request = await delivered();
    expect(request.headers["webhook-signature"]).toMatch(/^v1a,/);
    expect(verifies(request, created.public_key)).toBe(true);
  });

  it("shows both public keys and signs with both during a rotation", async () => {
    const { id, public_key: old } = await subscribed({ signature: "standard_ed25519" });
    const path = `/destinations/${id}/signing-keys/rotate`;
    const { body: rotated } = await api.post(path, { grace_period_days: 1 });
    expect(rotated).toMatchObject({ signing_secret: null, public_keys: [rotated.public_key, old] });
    const request = await delivered();
    expect([verifies(request, old), verifies(request, rotated.public_key)]).toEqual([true, true]);
    await api.post("/test-clock/advance", { seconds: DAY_S });
    expect((await api.get(`/destinations/${id}`)).body.public_keys).toEqual([rotated.public_key]);
    const later = await delivered();
    expect([verifies(later, old), verifies(later, rotated.public_key)]).toEqual([false, true]);
  });

  it("takes over from harbor and gives a new secret on the way back, once, also to a repeated request", async () => {
    const { id, signing_secret: old } = await subscribed();
    const { body: pair } = await changeSignature(id, { signature: "standard_ed25519" });
    expect(pair).toMatchObject({ signing_secret: null, public_keys: [pair.public_key] });
    const both = await delivered();
    expect(verifySignature({ ...both, secret: old })).toMatchObject({ headersSigned: true });
    expect(verifies(both, pair.public_key)).toBe(true);
    await api.post("/test-clock/advance", { seconds: 7 * DAY_S });
    const request = {
      body: { signature: "harbor", grace_period_days: 1 },
      headers: { "idempotency-key": "back" },
    };
    const back = await api.request("PATCH", `/destinations/${id}`, request);
    expect(back.body.signing_secret).toMatch(/^whsec_/);
    expect(back.body).toMatchObject({ public_key: null, public_keys: [pair.public_key] });
    const repeated = await api.request("PATCH", `/destinations/${id}`, request);
    expect([repeated.text, repeated.headers.get("idempotent-replayed")]).toEqual([back.text, "true"]);
    expect((await api.get(`/destinations/${id}`)).text).not.toContain("whsec_");
    const later = await delivered();
    const secret = back.body.signing_secret as string;
    expect(verifySignature({ ...later, secret })).toMatchObject({ headersSigned: true });
    expect(verifies(later, pair.public_key)).toBe(true);
  });
});

describe("the headers of the signatures", () => {
  it.each(["webhook-id", "Webhook-Signature", "svix-id", "tracestate", "Baggage", "webhook_id"])(
    "refuses a custom %s",
    async (name) => {
      const refused = await api.post("/destinations", { url: receiver.url, headers: { [name]: "x" } });
      expect([refused.status, refused.body.error.code]).toEqual([400, "invalid_request"]);
    },
  );

  it("refuses an unknown signature and a grace period out of range, with their places", async () => {
    const { id } = await subscribed();
    const { body } = await changeSignature(id, { signature: "hmac", grace_period_days: 31 });
    expect(body.error.details.map(({ path }: { path: string }) => path)).toEqual([
      "body/signature",
      "body/grace_period_days",
    ]);
  });
});
