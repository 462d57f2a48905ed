import { describe, expect, test } from "vitest";
import { builds } from "../test/builds.js";

const secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
const input = {
  timestamp: 1_753_900_000,
  body: '{"order":"ord_1"}',
  eventId: "evt_1",
  eventType: "order.created",
  deliveryId: "del_1",
};

describe.each(builds)("createSigner, $build build", ({ createSigner, SignatureError }) => {
  test("is what openssl dgst -sha256 -hmac makes of it", () => {
    expect(createSigner([secret]).sign(input)).toBe(OPENSSL);
  });

  test("signs a string and its UTF-8 bytes alike", () => {
    const body = '{"name":"Zoë €🚀"}';
    const signer = createSigner([secret]);
    expect(signer.sign({ ...input, body })).toBe(signer.sign({ ...input, body: Buffer.from(body) }));
  });

  test("writes lone surrogates as U+FFFD, as fetch and Buffer.from do when they send the string", () => {
    const signer = createSigner([secret]);
    const body = "\ud83d and \ude80";
    expect(signer.sign({ ...input, body })).toBe(signer.sign({ ...input, body: Buffer.from(body) }));
  });

  test.each([
    [[], "The list of secrets is empty"],
    [["short"], "shorter than 16 bytes"],
    [[secret, `${secret}\n`], "white space"],
    [["hk_live_0123456789abcdef"], "API key"],
  ])("refuses the secrets %j at once", (secrets, message) => {
    expect(() => createSigner(secrets)).toThrow(SignatureError);
    expect(() => createSigner(secrets)).toThrow(message);
  });

  test.each([-1, 1.5, NaN, Infinity, 1_000_000_000_000, 1_753_900_000_000])(
    "refuses the timestamp %d",
    (t) => {
      expect(() => createSigner([secret]).sign({ ...input, timestamp: t })).toThrow(RangeError);
    },
  );

  test.each(["", "a\nb", "a b", "a\r", "é", "a\u0000"])("refuses the id %j", (id) => {
    const signer = createSigner([secret]);
    for (const field of ["eventId", "eventType", "deliveryId"]) {
      expect(() => signer.sign({ ...input, [field]: id })).toThrow(RangeError);
    }
  });

  test("refuses a parsed body rather than sign nothing", () => {
    const signer = createSigner([secret]);
    for (const body of [{ order: 1 }, undefined, null]) {
      expect(() => signer.sign({ ...input, body: body as unknown as string })).toThrow(
        expect.objectContaining({ code: "body_not_raw" }),
      );
    }
  });
});

/** v1 and v2 as the openssl command line computed them. */
const OPENSSL =
  "t=1753900000,v1=68e35e3edb2947854ae2a7d07b96c12b7ce10961b4b9948dc8ef84e717c495dd,v2=3ccce2bdaa76254cf3fefe228fd8e30c8903ccff31f46303dac51666157afabf";
