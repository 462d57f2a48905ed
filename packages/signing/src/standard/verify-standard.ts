import { decodeBase64 } from "../base64.js";
import { ageLimit, type AgeOptions, checkAge } from "../check-age.js";
import { includesInConstantTime } from "../constant-time.js";
import { type Ed25519 } from "../ed25519.js";
import { type Hmac } from "../hmac.js";
import { readDigits } from "../parse-signature-header.js";
import { type RawBody, rawBody } from "../raw-body.js";
import { type HeaderRecord, type HeadersLike, type RequestLike } from "../received-headers.js";
import { SignatureError } from "../signature-error.js";
import { failure, safely, type VerifyFailure } from "../verify-result.js";
import { hexToBase64, messageOf, standardHead } from "./content.js";
import {
  MAX_HEADER_CHARACTERS,
  MAX_ID_CHARACTERS,
  readStandardHeaders,
  splitStandardSignature,
  type StandardSignatures,
  type StandardSource,
} from "./headers.js";
import { createStandardRing, type PreparedKey } from "./key-ring.js";

/** A received request of a sender that follows Standard Webhooks, and the keys to check it with. */
export interface StandardVerifyOptions extends AgeOptions {
  /** The body as it was received: bytes, or text that was decoded from them without loss. */
  readonly body: RawBody;
  /** All headers of the request. */
  readonly headers: HeadersLike | HeaderRecord | RequestLike;
  /** The sender's secret (`whsec_…`) or public key (`whpk_…`), or a list of them of which one must match. */
  readonly secret: string | readonly string[];
  /**
   * The implementation of Ed25519 for `whpk_…` keys in workers and browsers, imported from `@harbor/signing/ed25519`. In Node.js,
   * Deno and Bun `node:crypto` is used and the option is not needed.
   */
  readonly ed25519?: Ed25519 | undefined;
}

/** The parts that a valid signature proves: the id, the time and the body, and no other header. */
export interface StandardDelivery {
  /** `webhook-id`: the same on every attempt. */
  readonly eventId: string;
  /** Unix seconds at which the attempt was signed. */
  readonly timestamp: number;
  /** Index of the key that matched; 0 with a single one. */
  readonly secretIndex: number;
  /** Always false: the signature covers none of the other headers. */
  readonly headersSigned: false;
}

/** The result of `safeVerifyStandardSignature`. */
export type StandardVerifyResult = { readonly ok: true; readonly delivery: StandardDelivery } | VerifyFailure;

/**
 * Checks that a request comes from a sender that follows Standard Webhooks 1.0, over the raw bytes and synchronously:
 * https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#standard-webhooks
 *
 * @throws SignatureError with a stable `code` and a `hint`.
 * @example
 * const { eventId } = verifyStandardSignature({ body: rawBytes, headers: request.headers, secret });
 */
export type VerifyStandardSignature = (options: StandardVerifyOptions) => StandardDelivery;

/** {@link VerifyStandardSignature} with a result for every failure, instead of an exception. */
export type SafeVerifyStandardSignature = (options: StandardVerifyOptions) => StandardVerifyResult;

interface StandardVerifier {
  readonly verify: VerifyStandardSignature;
  readonly safeVerify: SafeVerifyStandardSignature;
}

export function standardVerifierOver(hmac: Hmac, builtIn?: Ed25519): StandardVerifier {
  const keysFor = createStandardRing(hmac, builtIn);

  function check(options: StandardVerifyOptions): StandardVerifyResult {
    const keys = keysFor(options.secret, options.ed25519);
    const body = rawBody(options.body);
    const limit = ageLimit(options);
    const source = readStandardHeaders(options.headers);
    const request = readRequest(source);
    if ("code" in request) return request;
    const { id, timestamp, signatures } = request;
    const secretIndex = matchingKey(keys, request, body);
    if (secretIndex === undefined) return mismatch(keys, signatures);
    // The age is checked last, so that only an authentic signature is called stale.
    const stale = checkAge(timestamp, limit);
    return (
      stale ?? { ok: true, delivery: { eventId: id, timestamp, secretIndex, headersSigned: false as const } }
    );
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

interface StandardRequest {
  readonly id: string;
  readonly timestamp: number;
  readonly signatures: StandardSignatures;
}

/** Empty headers count as missing. */
function readRequest({ id, timestamp, signature, prefix }: StandardSource): StandardRequest | VerifyFailure {
  if (!signature) {
    const hint = `${prefix}-signature is missing: either a proxy removes it or the request is from another sender.`;
    return failure("signature_missing", hint);
  }
  if (!id || !timestamp)
    return failure("headers_missing", `Pass ${prefix}-id and ${prefix}-timestamp to the receiver.`);
  const malformed = (hint: string): VerifyFailure => failure("signature_malformed", `${prefix}-${hint}`);
  if (id.length > MAX_ID_CHARACTERS) return malformed(`id has more than ${MAX_ID_CHARACTERS} characters.`);
  if (signature.length > MAX_HEADER_CHARACTERS)
    return malformed(`signature has more than ${MAX_HEADER_CHARACTERS} characters.`);
  const seconds = readDigits(timestamp);
  if (seconds === undefined) return malformed("timestamp is not a Unix time in whole seconds.");
  const signatures = splitStandardSignature(signature);
  if (signatures.v1.length + signatures.v1a.length === 0)
    return malformed("signature has no v1,<base64 of 32 bytes> and no v1a,<base64 of 64 bytes>.");
  return { id, timestamp: seconds, signatures };
}

/** The index of the first key that matches a signature of its version. */
function matchingKey(
  keys: readonly PreparedKey[],
  { id, timestamp, signatures: { v1, v1a } }: StandardRequest,
  body: string | Uint8Array,
): number | undefined {
  const head = standardHead(id, timestamp);
  const index = keys.findIndex((key) => {
    if (key.version === "v1")
      return v1.length > 0 && includesInConstantTime(v1, hexToBase64(key.hmac.digest(head, body)));
    if (v1a.length === 0) return false;
    const message = messageOf(head, body);
    return v1a.some((text) => key.publicKey.verify(message, decodeBase64(text) ?? new Uint8Array(64)));
  });
  return index === -1 ? undefined : index;
}

function mismatch(keys: readonly PreparedKey[], signatures: StandardSignatures): VerifyFailure {
  const isTried = keys.some(({ version }) => signatures[version].length > 0);
  if (isTried)
    return failure(
      "signature_mismatch",
      "Either the body or webhook-id was changed on the way, or the secret belongs to a different endpoint.",
    );
  const hint =
    signatures.v1.length > 0
      ? "The request is signed with v1 only: use the sender's secret (whsec_…), not a public key."
      : "The request is signed with v1a only: use the sender's public key (whpk_…), not a secret.";
  return failure("signature_mismatch", hint);
}
