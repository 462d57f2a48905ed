import fc from "fast-check";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { describe, expect, test } from "vitest";
import { builds } from "./builds.js";

/** Both libraries read the system clock, so everything here is signed now. */
const timestamp = (): number => Math.floor(Date.now() / 1000);

const secrets = fc
  .uint8Array({ minLength: 16, maxLength: 64 })
  .map((bytes) => `whsec_${Buffer.from(bytes).toString("base64")}`);
const bodies = fc.oneof(
  fc.json(),
  fc.string({ unit: "grapheme", minLength: 1 }).map((text) => JSON.stringify(text)),
);
const ids = fc.stringMatching(/^(msg|evt)_[A-Za-z0-9]{1,30}$/);

const peers = [
  { peer: "standardwebhooks", Peer: StandardWebhook, prefix: "webhook" },
  { peer: "svix", Peer: SvixWebhook, prefix: "svix" },
];
const cases = builds.flatMap((build) => peers.map((peer) => ({ ...build, ...peer })));

describe.each(cases)("$build build and $peer", (each) => {
  const { createStandardSigner, verifyStandardSignature, generateSecret, Peer, prefix } = each;
  const { safeVerifyStandardSignature, generateKeyPair, ed25519 } = each;

  test("the library accepts what we sign, with every secret of a rotation", () => {
    const property = fc.property(
      fc.array(secrets, { minLength: 1, maxLength: 3 }),
      bodies,
      ids,
      (all, body, id) => {
        const headers = createStandardSigner(all).sign({ id, timestamp: timestamp(), body });
        for (const secret of all) expect(new Peer(secret).verify(body, headers)).toEqual(JSON.parse(body));
      },
    );
    fc.assert(property);
  });

  test("the library accepts a secret of Harbor, whose bytes are decoded", () => {
    const secret = generateSecret();
    const headers = createStandardSigner([secret]).sign({ id: "evt_1", timestamp: timestamp(), body: "{}" });
    expect(new Peer(secret).verify("{}", headers)).toEqual({});
  });

  test("the library skips the Ed25519 signature beside its own", () => {
    const secret = generateSecret();
    const keys = [generateKeyPair().privateKey, secret];
    const headers = createStandardSigner(keys, { ed25519 }).sign({
      id: "evt_1",
      timestamp: timestamp(),
      body: "{}",
    });
    expect(new Peer(secret).verify("{}", headers)).toEqual({});
  });

  test("we accept what the library signs, also with several signatures and under the names svix-*", () => {
    const property = fc.property(secrets, secrets, bodies, ids, (secret, other, body, id) => {
      const now = timestamp();
      const signedBy = (key: string): string => new Peer(key).sign(id, new Date(now * 1000), body);
      const headersOf = (names: string, signature: string) => ({
        [`${names}-id`]: id,
        [`${names}-timestamp`]: String(now),
        [`${names}-signature`]: signature,
      });
      const delivery = { eventId: id, timestamp: now, headersSigned: false };
      for (const names of ["webhook", prefix]) {
        const one = headersOf(names, signedBy(secret));
        expect(verifyStandardSignature({ body, headers: one, secret })).toEqual({
          ...delivery,
          secretIndex: 0,
        });
        const rotation = headersOf(names, `${signedBy(other)} ${signedBy(secret)}`);
        const options = { body, headers: rotation, secret: [generateSecret(), secret] };
        expect(verifyStandardSignature(options)).toEqual({ ...delivery, secretIndex: 1 });
      }
    });
    fc.assert(property);
  });

  test("both refuse another secret, another body and another id", () => {
    const [secret, stranger] = [generateSecret(), generateSecret()];
    const body = '{"type":"order.created"}';
    const headers = createStandardSigner([secret]).sign({ id: "evt_1", timestamp: timestamp(), body });
    const changes = [
      { key: stranger, body, headers },
      { key: secret, body: `${body} `, headers },
      { key: secret, body, headers: { ...headers, "webhook-id": "evt_2" } },
    ];
    for (const { key, ...request } of changes) {
      expect(() => new Peer(key).verify(request.body, request.headers)).toThrow("No matching signature");
      expect(safeVerifyStandardSignature({ ...request, secret: key })).toMatchObject({
        ok: false,
        code: "signature_mismatch",
      });
    }
  });
});
