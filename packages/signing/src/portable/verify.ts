import { portableHmac } from "../hmac/portable.js";
import { type SafeVerifySignature, verifierOver, type VerifySignature } from "../verify-signature.js";

export * from "../verify-common.js";

const verifier = /* @__PURE__ */ verifierOver(portableHmac);

/** Verifies a delivery, or throws a `SignatureError` with a stable `code`: see {@link VerifySignature}. */
export const verifySignature: VerifySignature = (options) => verifier.verify(options);

/** Verifies a delivery and returns a result for every failure: see {@link VerifyResult}. */
export const safeVerifySignature: SafeVerifySignature = (options) => verifier.safeVerify(options);
