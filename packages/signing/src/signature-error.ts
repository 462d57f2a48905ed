/** What can be wrong with a request. Nobody but the genuine sender would act on the answer. */
export type RequestFaultCode =
  | "signature_missing"
  | "signature_malformed"
  | "signature_mismatch"
  | "signature_stale"
  | "headers_missing"
  | "headers_mismatch";

/** What can be wrong with the receiver itself, whoever sent the request. */
export type ReceiverFaultCode = "body_not_raw" | "secret_invalid" | "options_invalid";

/** Stable: a code is never renamed or given another meaning. */
export type SignatureErrorCode = RequestFaultCode | ReceiverFaultCode;

const summaries: Record<SignatureErrorCode, string> = {
  signature_missing: "There is no Harbor-Signature header.",
  signature_malformed: "The Harbor-Signature header is malformed.",
  signature_mismatch: "No v1 signature matches this body under the given secrets.",
  signature_stale: "The signature is genuine, but its timestamp is outside the tolerance.",
  headers_missing:
    "The signature covers the headers, but Harbor-Event-Id, -Event-Type or -Delivery-Id is missing.",
  headers_mismatch: "The body is genuine, but the headers that v2 covers are not the ones that were signed.",
  body_not_raw: "The body is not raw: the signature covers the bytes as they were received.",
  secret_invalid: "The signing secret cannot be used.",
  options_invalid: "An option of the verification is invalid.",
};

/**
 * Why a request was not accepted. `code` is for programs, `hint` says what to do. Neither carries the secret, the body
 * or a digest, so both may be logged; neither belongs in the answer to the request (docs/contract.md §7).
 */
export class SignatureError extends Error {
  override readonly name = "SignatureError";
  readonly code: SignatureErrorCode;
  readonly hint: string;

  constructor(code: SignatureErrorCode, hint: string, options?: ErrorOptions) {
    super(`${summaries[code]} ${hint}`, options);
    this.code = code;
    this.hint = hint;
  }
}
