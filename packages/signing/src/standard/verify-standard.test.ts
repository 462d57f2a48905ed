import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builds } from "../../test/builds.js";
import { nodeEd25519 } from "../ed25519/node.js";
import { nodeHmac } from "../hmac/node.js";
import { safeVerifyStandardSignature as withoutEd25519 } from "../portable/standard.js";
import { createStandardSigner as portableSigner } from "../portable/standard.js";
import { standardVerifierOver } from "./verify-standard.js";

const secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
const timestamp = 1_753_900_000;
const now = timestamp * 1000;
const body = '{"type":"order.created"}';

describe.each(builds)("$build build", (build) => {
  const { createStandardSigner, safeVerifyStandardSignature, verifyStandardSignature } = build;
  const { SignatureError, ed25519, generateKeyPair, publicKeyOf } = build;
  const headers = createStandardSigner([secret]).sign({ id: "evt_1", timestamp, body });
  const codeOf = (options: object): string => {
    const result = safeVerifyStandardSignature({ body, headers, secret, now, ...options });
    return result.ok ? "ok" : result.code;
  };

  test("throws what the safe twin returns, with nothing private in it", () => {
    const verify = () => verifyStandardSignature({ body: "x", headers, secret, now });
    expect(verify).toThrow(SignatureError);
    expect(verify).toThrow(expect.objectContaining({ code: "signature_mismatch" }));
    expect(JSON.stringify(safeVerifyStandardSignature({ body: "x", headers, secret, now }))).not.toContain(
      "MDEy",
    );
  });

  test.each<[string, unknown, string]>([
    ["the signature alone", headers["webhook-signature"], "options_invalid"],
    ["a number", 42, "options_invalid"],
    ["null", null, "signature_missing"],
    ["a request", { headers }, "ok"],
    ["a signature that is a number", { ...headers, "webhook-signature": 1 }, "signature_missing"],
  ])("returns a result for %s as headers", (_, given, code) => {
    expect(codeOf({ headers: given })).toBe(code);
  });

  test("refuses a parsed body and an empty list of secrets", () => {
    expect(codeOf({ body: {} })).toBe("body_not_raw");
    expect(codeOf({ secret: [] })).toBe("secret_invalid");
  });

  test("does not read a header that is larger than any sender's", () => {
    const filler = `v1a,${"A".repeat(86)}== `;
    const long = filler.repeat(100) + headers["webhook-signature"];
    expect(codeOf({ headers: { ...headers, "webhook-signature": long } })).toBe("signature_malformed");
    expect(codeOf({ headers: { ...headers, "webhook-id": "x".repeat(1_025) } })).toBe("signature_malformed");
  });

  test("verifies a request whose key pair was created here, and only with that pair", () => {
    const pair = generateKeyPair();
    expect(pair.publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
    expect(publicKeyOf(pair.privateKey)).toBe(pair.publicKey);
    const signed = createStandardSigner([pair.privateKey], { ed25519 }).sign({
      id: "evt_1",
      timestamp,
      body,
    });
    const options = { headers: signed, ed25519 };
    expect(codeOf({ ...options, secret: pair.publicKey })).toBe("ok");
    expect(codeOf({ ...options, secret: generateKeyPair().publicKey })).toBe("signature_mismatch");
    expect(codeOf({ ...options, secret: pair.publicKey, body: `${body} ` })).toBe("signature_mismatch");
    expect(() => publicKeyOf(secret)).toThrow("no public key");
    expect(() => publicKeyOf(pair.publicKey)).toThrow("Sign with the private key");
  });

  test("names the version that is missing", () => {
    const { publicKey } = generateKeyPair();
    expect(safeVerifyStandardSignature({ body, headers, secret: publicKey, now, ed25519 })).toMatchObject({
      code: "signature_mismatch",
      hint: expect.stringContaining("v1 only"),
    });
  });

  test("never throws for any headers", () => {
    const property = fc.property(fc.anything(), (given) => {
      expect(codeOf({ headers: given })).toMatch(/^(signature|options|headers)_/);
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  test("accepts what was signed and nothing that differs in one bit", () => {
    const property = fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), (bytes, position) => {
      const signed = createStandardSigner([secret]).sign({ id: "evt_1", timestamp, body: bytes });
      expect(codeOf({ body: bytes, headers: signed })).toBe("ok");
      const changed = Uint8Array.from(bytes);
      changed[position % bytes.length]! ^= 1 << (position % 8);
      expect(codeOf({ body: changed, headers: signed })).toBe("signature_mismatch");
    });
    fc.assert(property);
  });

  test.each(["", "a.b", "a b", "a\nb", "é", "x".repeat(1_025)])("does not sign the id %j", (id) => {
    expect(() => createStandardSigner([secret]).sign({ id, timestamp, body })).toThrow(RangeError);
  });

  test("does not sign without a key, with a public key or with a timestamp in milliseconds", () => {
    expect(() => createStandardSigner([])).toThrow("list of secrets is empty");
    expect(() => createStandardSigner([generateKeyPair().publicKey])).toThrow("private key");
    expect(() => createStandardSigner([secret]).sign({ id: "evt_1", timestamp: now, body })).toThrow(
      RangeError,
    );
  });
});

test("a public key where Ed25519 is not imported is refused with the remedy", () => {
  const [{ generateKeyPair }] = builds as [(typeof builds)[number]];
  const { publicKey, privateKey } = generateKeyPair();
  const result = withoutEd25519({ body, headers: {}, secret: publicKey, now });
  expect(result).toMatchObject({ code: "secret_invalid", hint: expect.stringContaining("/ed25519") });
  expect(() => portableSigner([privateKey])).toThrow("/ed25519");
});

test("a forged header costs at most eight verifications for each public key", () => {
  let verifications = 0;
  const counting = {
    ...nodeEd25519,
    importPublicKey: () => ({
      verify: () => {
        verifications += 1;
        return false;
      },
    }),
  };
  const { safeVerify } = standardVerifierOver(nodeHmac, counting);
  const headers = {
    "webhook-id": "evt_1",
    "webhook-timestamp": String(timestamp),
    "webhook-signature": `v1a,${"A".repeat(86)}== `.repeat(80),
  };
  safeVerify({ body, headers, secret: `whpk_${Buffer.alloc(32).toString("base64")}`, now });
  expect(verifications).toBe(8);
});
