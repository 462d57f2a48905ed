import { nodeHmac } from "../hmac/node.js";
import { type SafeVerifySignature, type VerifySignature, verifySignatureOver } from "../verify-signature.js";

export * from "../verify-common.js";

export const verifySignature: VerifySignature = /* @__PURE__ */ verifySignatureOver(nodeHmac);

export const safeVerifySignature: SafeVerifySignature = (options) => verifySignature.safe(options);
