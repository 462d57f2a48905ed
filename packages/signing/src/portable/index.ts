import { type CreateSigner, createSignerOver } from "../create-signer.js";
import { portableHmac } from "../hmac/portable.js";

export * from "../common.js";
export { safeVerifySignature, verifySignature } from "./verify.js";

/** Signs the bytes of a body as Harbor does: see {@link CreateSigner}. */
export const createSigner: CreateSigner = /* @__PURE__ */ createSignerOver(portableHmac);
