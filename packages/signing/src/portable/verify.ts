import { portableHmac } from "../hmac/portable.js";
import { type SafeVerifySignature, type VerifySignature, verifySignatureOver } from "../verify-signature.js";

export * from "../verify-common.js";

export const verifySignature: VerifySignature = /* @__PURE__ */ verifySignatureOver(portableHmac);

export const safeVerifySignature: SafeVerifySignature = (options) => verifySignature.safe(options);
