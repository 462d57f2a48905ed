/** The request is at fault: it may be forged, or something on the way changed it. */
export type RequestFaultCode =
  | "signature_missing"
  | "signature_malformed"
  | "signature_mismatch"
  | "signature_stale"
  | "headers_missing"
  | "headers_mismatch";

/** The receiver itself is at fault, not the sender of the request. */
export type ReceiverFaultCode = "body_not_raw" | "secret_invalid" | "options_invalid";

/** Stable: a code is never renamed or given another meaning. */
export type SignatureErrorCode = RequestFaultCode | ReceiverFaultCode;

const summaries: Record<SignatureErrorCode, string> = {
  signature_missing: "The signature header is missing.",
  signature_malformed: "The signature header is malformed.",
  signature_mismatch: "No signature matches this body with the given secrets.",
  signature_stale: "The signature is valid, but its timestamp is outside the tolerance.",
  headers_missing: "A header that the signature covers is missing.",
  headers_mismatch:
    "The body is authentic, but the headers that v2 covers are not the ones that were signed.",
  body_not_raw: "The body is not raw: the signature covers the bytes as they were received.",
  secret_invalid: "The signing secret cannot be used.",
  options_invalid: "An option of the verification is invalid.",
};

const SIGNATURE_ERROR = Symbol.for("@harbor/signing SignatureError");

/**
 * Why a request was not accepted. `code` is for programs, `hint` names the remedy. Neither contains the secret, the body or a
 * digest, so both may be logged. Do not send them to the caller:
 * https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#the-receivers-response
 */
export class SignatureError extends Error {
  override readonly name = "SignatureError";
  /** @internal */
  readonly [SIGNATURE_ERROR] = true;
  readonly code: SignatureErrorCode;
  readonly hint: string;

  constructor(code: SignatureErrorCode, hint: string, options?: { cause?: unknown }) {
    super(`${summaries[code]} ${hint}`, options);
    this.code = code;
    this.hint = hint;
  }

  /**
   * True across copies of this package in one program, such as its ESM and its CJS build; by prototype for a subclass. The class does not
   * name itself: it would be `_SignatureError` in a bundle, and Node.js prints an error with the name of its class.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return Object.hasOwn(this, Symbol.hasInstance)
      ? (value as SignatureError | null | undefined)?.[SIGNATURE_ERROR] === true
      : super[Symbol.hasInstance](value);
  }
}
