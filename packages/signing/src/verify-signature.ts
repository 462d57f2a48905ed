import { ageLimit, type AgeOptions, checkAge } from "./check-age.js";
import { type Hmac } from "./hmac.js";
import { createKeyRing } from "./key-ring.js";
import { matchSignature } from "./match-signature.js";
import { type HeaderFault, isDigest, readTimestamp, splitSignatureHeader } from "./parse-signature-header.js";
import { type RawBody, rawBody } from "./raw-body.js";
import { type ReceivedHeaders, readHeaders } from "./received-headers.js";
import { SignatureError } from "./signature-error.js";
import { failure, type VerifiedDelivery, type VerifyFailure, type VerifyResult } from "./verify-result.js";

export interface VerifyOptions extends AgeOptions {
  /** The body as it was received: bytes, or text that was decoded from them without loss. */
  readonly body: RawBody;
  /** All headers of the request, or the value of `Harbor-Signature` alone. */
  readonly headers: ReceivedHeaders;
  /** The destination's signing secret, or several of which any may match. */
  readonly secret: string | readonly string[];
}

/**
 * Checks that a request comes from Harbor, over the raw bytes and synchronously (docs/contract.md §7).
 *
 * A `v1` signature must match the body under one of the secrets. If all headers are given and there is a `v2`
 * signature, one must match under the same secret, and the result says `headersSigned: true` and carries the event's
 * id and type and the delivery's id; otherwise it carries none of them.
 *
 * @throws SignatureError with a stable `code` and a `hint`.
 * @example
 * const delivery = verifySignature({ body: rawBytes, headers: request.headers, secret });
 * if (delivery.headersSigned) console.log(delivery.eventId);
 */
export interface VerifySignature {
  (options: VerifyOptions): VerifiedDelivery;
  /** The same, but a failure of any code is a value and not an exception. */
  readonly safe: SafeVerifySignature;
}

/**
 * {@link VerifySignature} whose failures are values.
 * @example
 * const result = safeVerifySignature({ body, headers, secret });
 * if (!result.ok) log.warn({ code: result.code, hint: result.hint });
 */
export type SafeVerifySignature = (options: VerifyOptions) => VerifyResult;

const headerHints: Record<HeaderFault, string> = {
  timestamp_missing: "It has no t=<Unix seconds> part.",
  timestamp_duplicated:
    "It has two t parts: a proxy has joined two header lines, or the header was added twice.",
  timestamp_invalid: "Its t is not a Unix time in whole seconds.",
  v1_missing: "It has no v1 part of 64 lower-case hex characters.",
};

const missing = (): VerifyFailure =>
  failure("signature_missing", "Either a proxy strips it or the request does not come from Harbor.");

const malformed = (fault: HeaderFault): VerifyFailure => failure("signature_malformed", headerHints[fault]);

export function verifySignatureOver(hmac: Hmac): VerifySignature {
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
    // Age comes last, so that "stale" is only ever said of a genuine signature.
    if (result.ok) return checkAge(timestamp, limit) ?? result;
    // Whether a digest is well-formed only matters for the name of the failure: looking at each one first would cost
    // a good request more than comparing them does.
    return result.code === "signature_mismatch" && !v1.some(isDigest) ? malformed("v1_missing") : result;
  }

  function verify(options: VerifyOptions): VerifiedDelivery {
    const result = check(options);
    if (!result.ok) throw new SignatureError(result.code, result.hint);
    return result.delivery;
  }

  function safe(options: VerifyOptions): VerifyResult {
    try {
      return check(options);
    } catch (error) {
      if (error instanceof SignatureError) return failure(error.code, error.hint);
      throw error;
    }
  }

  return Object.assign(verify, { safe });
}
