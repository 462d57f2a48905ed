import fc from "fast-check";
import { expect, test } from "vitest";
import * as node from "../src/node/index.js";
import * as portable from "../src/portable/index.js";

const timestamp = fc.integer({ min: 0, max: 999_999_999_999 });
const secrets = fc.array(
  fc
    .string({ unit: "binary", minLength: 16, maxLength: 100 })
    .filter((secret) => node.checkSecret(secret).ok),
  { minLength: 1, maxLength: 3 },
);
/** Lone surrogates included: their bytes must be the same in both builds too. */
const text = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));
const body = fc.oneof(text, fc.uint8Array({ maxLength: 300 }));
const field = fc.stringMatching(/^[!-~]{1,40}$/);
const ids = fc.record({ eventId: field, eventType: field, deliveryId: field });

test("both builds write the same header, and each accepts the other's", () => {
  const property = fc.property(secrets, fc.record({ timestamp, body }), ids, (keys, message, covered) => {
    const input = { ...message, ...covered };
    const header = node.createSigner(keys).sign(input);
    expect(portable.createSigner(keys).sign(input)).toBe(header);
    const headers = {
      "harbor-signature": header,
      "harbor-event-id": covered.eventId,
      "harbor-event-type": covered.eventType,
      "harbor-delivery-id": covered.deliveryId,
    };
    const options = { body: message.body, headers, secret: keys, now: message.timestamp * 1000 };
    const accepted = { timestamp: message.timestamp, secretIndex: 0, headersSigned: true, ...covered };
    expect(node.verifySignature(options)).toEqual(accepted);
    expect(portable.verifySignature(options)).toEqual(accepted);
  });
  fc.assert(property, { numRuns: 300 });
});

test("both builds decide alike on headers that are wrong in every way", () => {
  const key = "whsec_0123456789abcdef";
  const good = node
    .createSigner([key])
    .sign({ timestamp: 1000, body: "x", eventId: "e", eventType: "t", deliveryId: "d" });
  const piece = fc.constantFrom(
    ...good.split(","),
    "t=1000",
    "t=1",
    "v1=",
    "v2=",
    "v1=abc",
    `v1=${"0".repeat(64)}`,
    "",
  );
  const value = fc.array(fc.oneof(piece, fc.string()), { maxLength: 6 }).map((parts) => parts.join(","));
  const covered = fc.record(
    {
      "harbor-event-id": fc.constantFrom("e", "other", ""),
      "harbor-event-type": fc.constantFrom("t", "other"),
      "harbor-delivery-id": fc.constantFrom("d", "other"),
    },
    { requiredKeys: [] },
  );
  const property = fc.property(value, covered, fc.constantFrom("x", "y"), (signature, rest, received) => {
    const headers = { "harbor-signature": signature, ...rest };
    const options = { body: received, headers, secret: [key, "another-secret-of-16"], now: 1_000_000 };
    expect(portable.safeVerifySignature(options)).toEqual(node.safeVerifySignature(options));
  });
  fc.assert(property, { numRuns: 1000 });
});
