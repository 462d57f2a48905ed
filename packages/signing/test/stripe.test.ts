import { Buffer } from "node:buffer";
import fc from "fast-check";
import { Stripe } from "stripe";
import { describe, expect, test } from "vitest";
import { builds } from "./builds.js";

/**
 * Stripe's library verifies the same `t=…,v1=…` scheme and was written by other people. It accepts timestamps in the
 * future, does not know `v2` and refuses an empty body, so none of these is compared.
 */
const stripe = new Stripe("sk_test_none");
const now = 1_753_900_000;
const ids = { eventId: "evt_1", eventType: "order.created", deliveryId: "del_1" };

const secrets = fc
  .string({ minLength: 16, maxLength: 80 })
  .filter((secret) => /^[\w!#$%&()*+./:;<>?@^|~-]+$/.test(secret) && !secret.startsWith("hk_"));
const bodies = fc.oneof(fc.json(), fc.string({ unit: "grapheme", minLength: 1 }));

const stripeAccepts = (body: string | Buffer, header: string, secret: string): boolean => {
  try {
    return stripe.webhooks.signature!.verifyHeader(body, header, secret, 300, undefined, now * 1000);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false;
    throw error;
  }
};

describe.each(builds)("$build build", ({ createSigner, safeVerifySignature, verifySignature }) => {
  test("Stripe accepts what we sign", () => {
    const property = fc.property(fc.array(secrets, { minLength: 1, maxLength: 3 }), bodies, (all, body) => {
      const header = createSigner(all).sign({ timestamp: now, body, ...ids });
      for (const secret of all) expect(stripeAccepts(body, header, secret)).toBe(true);
    });
    fc.assert(property);
  });

  test("we accept what Stripe signs", () => {
    const property = fc.property(secrets, bodies, (secret, payload) => {
      const header = stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: now });
      expect(verifySignature({ body: payload, headers: header, secret, now: now * 1000 })).toEqual({
        timestamp: now,
        secretIndex: 0,
        headersSigned: false,
      });
    });
    fc.assert(property);
  });

  test("both decide alike when the body, the secret or the age may be wrong", () => {
    const property = fc.property(
      fc.tuple(secrets, secrets, bodies, bodies),
      fc.record({
        otherSecret: fc.boolean(),
        otherBody: fc.boolean(),
        age: fc.integer({ min: 0, max: 600 }),
      }),
      ([secret, stranger, body, changed], { otherSecret, otherBody, age }) => {
        const header = createSigner([secret]).sign({ timestamp: now - age, body, ...ids });
        const received = otherBody ? changed : body;
        const used = otherSecret ? stranger : secret;
        const ours = safeVerifySignature({ body: received, headers: header, secret: used, now: now * 1000 });
        expect(ours.ok).toBe(stripeAccepts(received, header, used));
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  test("both agree on bytes that carry UTF-8", () => {
    const body = Buffer.from('{"a":"é€🚀"}');
    const secret = "whsec_0123456789abcdef";
    const header = createSigner([secret]).sign({ timestamp: now, body, ...ids });
    expect(stripeAccepts(body, header, secret)).toBe(true);
  });
});
