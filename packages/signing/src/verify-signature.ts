import { ageLimit, type AgeOptions, checkAge } from "./check-age.js";
import { type Hmac } from "./hmac.js";
import { createKeyRing } from "./key-ring.js";
import { matchSignature } from "./match-signature.js";
import { type HeaderFault, isDigest, readTimestamp, splitSignatureHeader } from "./parse-signature-header.js";
import { type RawBody, rawBody } from "./raw-body.js";
import { type ReceivedHeaders, readHeaders } from "./received-headers.js";
import { SignatureError } from "./signature-error.js";
import {
  failure,
  safely,
  type VerifiedDelivery,
  type VerifyFailure,
  type VerifyResult,
} from "./verify-result.js";

/** A received request and the secrets to check it with. */
export interface VerifyOptions extends AgeOptions {
  /** The body as it was received: bytes, or text that was decoded from them without loss. */
  readonly body: RawBody;
  /** All headers of the request, or the value of `Harbor-Signature` alone. */
  readonly headers: ReceivedHeaders;
  /** The destination's signing secret, or a list of secrets of which one must match. */
  readonly secret: string | readonly string[];
}

/**
 * Checks that a request comes from Harbor, over the raw bytes and synchronously:
 * https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#v1-and-v2
 *
 * A `v1` signature must match the body with one of the secrets. If all headers are given and the signature has `v2` parts, one
 * of them must match with the same secret; the result then has `headersSigned: true`, the event's id and type and the
 * delivery's id. Otherwise it has none of the three.
 *
 * @throws SignatureError with a stable `code` and a `hint`.
 * @example
 * const delivery = verifySignature({ body: rawBytes, headers: request.headers, secret });
 * if (delivery.headersSigned) console.log(delivery.eventId);
 */
export type VerifySignature = (options: VerifyOptions) => VerifiedDelivery;

/**
 * {@link VerifySignature} with a result for every failure, instead of an exception.
 *
 * @example
 * const result = safeVerifySignature({ body, headers, secret });
 * if (!result.ok) log.warn({ code: result.code, hint: result.hint });
 */
export type SafeVerifySignature = (options: VerifyOptions) => VerifyResult;

const headerHints: Record<HeaderFault, string> = {
  timestamp_missing: "It has no t=<Unix seconds> part.",
  timestamp_duplicated:
    "It has more than one t part: a proxy joined two header lines, or the header was added twice.",
  timestamp_invalid: "Its t is not a Unix time in whole seconds.",
  v1_missing: "It has no v1 part of 64 lower-case hex characters.",
};

const missing = (): VerifyFailure =>
  failure("signature_missing", "Either a proxy removes it or the request does not come from Harbor.");

const malformed = (fault: HeaderFault): VerifyFailure => failure("signature_malformed", headerHints[fault]);

interface Verifier {
  readonly verify: VerifySignature;
  readonly safeVerify: SafeVerifySignature;
}

export function verifierOver(hmac: Hmac): Verifier {
  const keysFor = createKeyRing(hmac);

  function check(options: VerifyOptions): VerifyResult {
    const keys = keysFor(options.secret);
    const body = rawBody(options.body);
    const limit = ageLimit(options);
    const source = readHeaders(options.headers);
    if (source.signature === undefined) return missing();
    const { t, v1, v2 } = splitSignatureHeader(source.signature);
    const timestamp = readTimestamp(t);
    if (typeof timestamp === "string")
      return source.signature.trim() === "" ? missing() : malformed(timestamp);
    const ids = v2.length > 0 ? source.readIds?.() : undefined;
    const result = matchSignature({ keys, timestamp, body, v1, v2, ids });
    // The age is checked last, so that only an authentic signature is called stale.
    if (result.ok) return checkAge(timestamp, limit) ?? result;
    // The form of a digest matters only for the name of the failure. Checking every digest first would cost a valid
    // request more than comparing them.
    return result.code === "signature_mismatch" && !v1.some(isDigest) ? malformed("v1_missing") : result;
  }

  return {
    verify(options) {
      const result = check(options);
      if (!result.ok) throw new SignatureError(result.code, result.hint);
      return result.delivery;
    },
    safeVerify: (options) => safely(() => check(options)),
  };
}
