import vectors from "@harbor/signing/vectors.json" with { type: "json" };
import { expectSame } from "./run-checks.mjs";

/** Every vector as a check of one build of `@harbor/signing`. */
export function vectorChecks({ createSigner, safeVerifySignature }, build) {
  return [
    ...vectors.sign.map((vector) => [`${build} signs: ${vector.name}`, () => sign(createSigner, vector)]),
    ...vectors.verify.map((vector) => [
      `${build} verifies: ${vector.name}`,
      () => verify(safeVerifySignature, vector),
    ]),
  ];
}

function sign(createSigner, vector) {
  const header = createSigner(vector.secrets).sign({
    timestamp: vector.timestamp,
    body: fromBase64(vector.body_base64),
    eventId: vector.event_id,
    eventType: vector.event_type,
    deliveryId: vector.delivery_id,
  });
  expectSame(header, vector.header);
}

function verify(safeVerifySignature, vector) {
  const result = safeVerifySignature({
    body: fromBase64(vector.body_base64),
    headers: vector.header ?? new Headers(vector.headers),
    secret: vector.secrets,
    now: vector.now_ms,
    toleranceSeconds: vector.tolerance_seconds,
  });
  expectSame(result.ok ? summary(result) : { ok: false, code: result.code }, vector.expect);
}

const summary = ({ delivery }) => ({
  ok: true,
  timestamp: delivery.timestamp,
  secret_index: delivery.secretIndex,
  headers_signed: delivery.headersSigned,
});

const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
