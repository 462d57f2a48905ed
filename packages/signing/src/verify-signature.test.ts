import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { builds } from "../test/builds.js";
import { type VerifiedDelivery, type VerifyOptions } from "./node/index.js";

const secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
const timestamp = 1_753_900_000;
const now = timestamp * 1000;
const body = '{"order":"ord_1","total":10.00}';
const ids = { eventId: "evt_1", eventType: "order.created", deliveryId: "del_1" };

describe.each(builds)("verifySignature, $build build", (api) => {
  const { createSigner, verifySignature, safeVerifySignature, SignatureError } = api;
  const signature = createSigner([secret]).sign({ timestamp, body, ...ids });
  const headers = {
    "harbor-signature": signature,
    "harbor-event-id": ids.eventId,
    "harbor-event-type": ids.eventType,
    "harbor-delivery-id": ids.deliveryId,
  };
  const signed = { timestamp, secretIndex: 0, headersSigned: true, ...ids };
  const verify = (options: Partial<VerifyOptions>) =>
    verifySignature({ body, headers, secret, now, ...options });
  const codeOf = (options: Record<string, unknown>) => {
    const result = safeVerifySignature({ body, headers, secret, now, ...options });
    return result.ok ? "ok" : result.code;
  };

  describe("the body", () => {
    const bytes = new TextEncoder().encode(body);
    const shifted = new Uint8Array([0, ...bytes, 0]).subarray(1, -1);

    test.each([
      ["string", body],
      ["Uint8Array", bytes],
      ["Buffer", Buffer.from(body)],
      ["ArrayBuffer", bytes.buffer],
      ["DataView", new DataView(bytes.buffer)],
      ["view into a larger buffer", shifted],
      ["DataView into a larger buffer", new DataView(shifted.buffer, 1, bytes.length)],
      ["SharedArrayBuffer", shared(bytes)],
    ])("may be a %s", (_, raw) => {
      expect(verify({ body: raw })).toEqual(signed);
    });

    test.each([
      ["parsed object", JSON.parse(body), "express.raw"],
      ["parsed array", [1], "parsed already"],
      ["parsed null", null, "parsed already"],
      ["parsed number", 1, "parsed already"],
      ["missing body", undefined, "undefined"],
      ["promise", Promise.resolve(body), "await it"],
      ["request", new Request("http://localhost/", { method: "POST", body }), "arrayBuffer"],
      ["blob", new Blob([body]), "arrayBuffer"],
      ["stream", new Blob([body]).stream(), "stream"],
    ])("is refused as a %s, with what to do", (_, notRaw, advice) => {
      const result = safeVerifySignature({ body: notRaw as string, headers, secret, now });
      expect(result).toMatchObject({
        ok: false,
        code: "body_not_raw",
        hint: expect.stringContaining(advice),
      });
    });

    test("is refused when its buffer was transferred away", () => {
      const buffer = new TextEncoder().encode(body).buffer;
      structuredClone(buffer, { transfer: [buffer] });
      expect(codeOf({ body: buffer })).toBe("body_not_raw");
    });
  });

  describe("the headers", () => {
    test.each([
      ["object in lower case", headers],
      ["object in other cases", recased(headers, (name) => name.toUpperCase())],
      ["object of lists", listed(headers)],
      ["object without a prototype", Object.assign(Object.create(null), headers)],
      ["Headers", new Headers(headers)],
      ["Request", new Request("http://localhost/", { headers })],
      ["Node request", { headers, method: "POST" }],
      ["request with get and headers, as in Express", { headers, get: () => undefined }],
    ])("may be a %s", (_, given) => {
      expect(verify({ headers: given as VerifyOptions["headers"] })).toEqual(signed);
    });

    test.each([
      ["value", signature],
      ["list of one value", [signature]],
    ])("may be the signature's %s, which vouches for no other header", (_, given) => {
      expect(verify({ headers: given })).toEqual({ timestamp, secretIndex: 0, headersSigned: false });
    });

    test.each([
      ["null", null],
      ["undefined", undefined],
      ["an empty list", []],
      ["an empty object", {}],
      ["an object of undefined and empty lists", { "harbor-signature": undefined, "Harbor-Signature": [] }],
      ["empty Headers", new Headers()],
    ])("without a signature: %s", (_, given) => {
      expect(codeOf({ headers: given })).toBe("signature_missing");
    });

    test("with the signature on two lines are malformed", () => {
      expect(codeOf({ headers: [signature, signature] })).toBe("signature_malformed");
      expect(codeOf({ headers: { ...headers, "harbor-signature": [signature, signature] } })).toBe(
        "signature_malformed",
      );
      expect(codeOf({ headers: { "Harbor-Signature": signature, "HARBOR-SIGNATURE": signature } })).toBe(
        "signature_malformed",
      );
    });

    test("only vouch for what was verified when a name comes in two spellings", () => {
      expect(verify({ headers: { "Harbor-Event-Id": "evt_forged", ...headers } })).toEqual(signed);
      const forged = { ...headers, "harbor-event-id": "evt_forged", "Harbor-Event-Id": ids.eventId };
      expect(codeOf({ headers: forged })).toBe("headers_mismatch");
    });
  });

  describe("the age", () => {
    test.each([
      ["a Date", new Date(now)],
      ["milliseconds", now],
    ])("is counted from now as %s", (_, moment) => {
      expect(verify({ now: moment })).toEqual(signed);
    });

    test("is counted from the system's clock by default", () => {
      const fresh = Math.floor(Date.now() / 1000);
      const header = createSigner([secret]).sign({ timestamp: fresh, body, ...ids });
      expect(verifySignature({ body, headers: header, secret }).timestamp).toBe(fresh);
      expect(codeOf({ now: undefined })).toBe("signature_stale");
    });

    test("is counted from the arrival of a delivery that waited", () => {
      const later = now + 86_400_000;
      expect(codeOf({ now: later })).toBe("signature_stale");
      expect(verify({ now: later, receivedAt: new Date(now) })).toEqual(signed);
    });

    test("says how far off it is", () => {
      const old = safeVerifySignature({ body, headers, secret, now: now + 400_000 });
      expect(old).toMatchObject({ hint: expect.stringContaining("400 s ago") });
      const early = safeVerifySignature({ body, headers, secret, now: now - 400_000 });
      expect(early).toMatchObject({ hint: expect.stringContaining("400 s in the future") });
    });

    test.each([
      { toleranceSeconds: -1 },
      { toleranceSeconds: NaN },
      { toleranceSeconds: "300" },
      { now: new Date(NaN) },
      { receivedAt: NaN },
    ])("cannot be determined with %j, for any signature", (options) => {
      expect(codeOf(options)).toBe("options_invalid");
      expect(codeOf({ ...options, headers: null })).toBe("options_invalid");
    });
  });

  test.each([
    [""],
    ["short"],
    [`${secret}\n`],
    ["hk_live_0123456789abcdef"],
    [undefined],
    [[]],
    [[secret, ""]],
  ])("refuses the secret %j, however good the signature", (bad) => {
    expect(codeOf({ secret: bad })).toBe("secret_invalid");
  });

  test.each<[string, unknown, string]>([
    ["a number", 42, "options_invalid"],
    ["a symbol", Symbol("headers"), "options_invalid"],
    ["a function", () => undefined, "options_invalid"],
    [
      "headers whose get throws",
      {
        get: () => {
          throw new Error("gone");
        },
      },
      "options_invalid",
    ],
    ["a signature that is a number", { "harbor-signature": 1 }, "signature_missing"],
    ["a list without text", [null, 1], "signature_missing"],
    ["an id that is an object", { ...headers, "harbor-event-id": {} }, "headers_missing"],
  ])("returns a result for %s as headers", (_, given, code) => {
    expect(codeOf({ headers: given })).toBe(code);
  });

  test("safeVerifySignature never throws for any headers or receivedAt", () => {
    const property = fc.property(fc.anything(), fc.anything(), (given, receivedAt) => {
      expect(codeOf({ headers: given, receivedAt })).toMatch(/^(signature|options)_/);
    });
    fc.assert(property, { numRuns: 2_000, examples: [[{}, { toString: {} }]] });
  });

  test("throws what the safe twin returns, with nothing private in it", () => {
    const result = safeVerifySignature({ body: "x", headers, secret, now });
    if (result.ok) throw new Error("accepted another body");
    let thrown: unknown;
    try {
      verify({ body: "x" });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SignatureError);
    expect(thrown).toMatchObject({ name: "SignatureError", code: result.code, hint: result.hint });
    expect((thrown as Error).message).toContain(result.hint);
    expect(JSON.stringify([thrown, result, String(thrown)])).not.toContain(secret);
  });

  test("accepts what was signed and nothing that differs in one bit", () => {
    const property = fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), (bytes, position) => {
      const header = createSigner([secret]).sign({ timestamp, body: bytes, ...ids });
      expect(verify({ body: bytes, headers: header }).timestamp).toBe(timestamp);
      const changed = Uint8Array.from(bytes);
      changed[position % bytes.length]! ^= 1 << (position % 8);
      expect(codeOf({ body: changed, headers: header })).toBe("signature_mismatch");
    });
    fc.assert(property);
  });

  test("accepts no digest whose characters only end in the right byte", () => {
    const wide = signature.replace(/v1=./, (part) => `v1=${String.fromCharCode(part.charCodeAt(3) + 0x100)}`);
    expect(codeOf({ headers: wide })).toBe("signature_malformed");
    const upper = signature.replace(/v1=([^,]+)/, (_, hex: string) => `v1=${hex.toUpperCase()}`);
    expect(codeOf({ headers: upper })).toBe("signature_malformed");
  });

  test("keeps accepting after more secrets than it remembers", () => {
    for (let index = 0; index < 1100; index += 1) {
      expect(codeOf({ secret: `another-secret-${index}` })).toBe("signature_mismatch");
    }
    expect(verify({})).toEqual(signed);
  });
});

test("the ids can only be read where they are vouched for", () => {
  expectTypeOf<VerifiedDelivery["eventId"]>().toEqualTypeOf<string | undefined>();
  expectTypeOf<Extract<VerifiedDelivery, { headersSigned: true }>["eventId"]>().toEqualTypeOf<string>();
});

function shared(bytes: Uint8Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

const recased = (headers: Record<string, string>, change: (name: string) => string) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [change(name), value]));

const listed = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
