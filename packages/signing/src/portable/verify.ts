import { portableHmac } from "../hmac/portable.js";
import { type SafeVerifySignature, type VerifySignature, verifySignatureOver } from "../verify-signature.js";

export * from "../verify-common.js";

/** Verifies a delivery, or throws a `SignatureError` with a stable `code`: see {@link VerifySignature}. */
export const verifySignature: VerifySignature = /* @__PURE__ */ verifySignatureOver(portableHmac);

/** `verifySignature` with a result in the place of a throw: see {@link VerifyResult}. */
export const safeVerifySignature: SafeVerifySignature = (options) => verifySignature.safe(options);
