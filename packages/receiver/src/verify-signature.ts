import {
  safeVerifySignature as safeVerifyHarbor,
  type VerifiedDelivery,
  type VerifyOptions,
  type VerifyResult,
  verifySignature as verifyHarbor,
} from "@harbor/signing/verify";
import {
  safeVerifyStandardSignature,
  type StandardDelivery,
  type StandardVerifyOptions,
  type StandardVerifyResult,
  verifyStandardSignature,
} from "@harbor/signing/standard";

/** The options of `verifySignature` for a delivery of Harbor. */
export interface HarborSignatureOptions extends VerifyOptions {
  readonly scheme?: "harbor" | undefined;
}

/** The options of `verifySignature` for a sender that follows Standard Webhooks. */
export interface StandardSignatureOptions extends StandardVerifyOptions {
  readonly scheme: "standard";
}

/**
 * Checks a signature over the raw bytes, synchronously: that of Harbor, or with `scheme: "standard"` that of any sender that
 * follows Standard Webhooks 1.0.
 *
 * @throws SignatureError with a stable `code` and a `hint`.
 * @example
 * const { eventId } = verifySignature({ scheme: "standard", body: rawBytes, headers: request.headers, secret });
 */
export function verifySignature(options: StandardSignatureOptions): StandardDelivery;
export function verifySignature(options: HarborSignatureOptions): VerifiedDelivery;
export function verifySignature(
  options: HarborSignatureOptions | StandardSignatureOptions,
): VerifiedDelivery | StandardDelivery {
  return options.scheme === "standard" ? verifyStandardSignature(options) : verifyHarbor(options);
}

/** `verifySignature` with a result for every failure, instead of an exception. */
export function safeVerifySignature(options: StandardSignatureOptions): StandardVerifyResult;
export function safeVerifySignature(options: HarborSignatureOptions): VerifyResult;
export function safeVerifySignature(
  options: HarborSignatureOptions | StandardSignatureOptions,
): VerifyResult | StandardVerifyResult {
  return options.scheme === "standard" ? safeVerifyStandardSignature(options) : safeVerifyHarbor(options);
}
