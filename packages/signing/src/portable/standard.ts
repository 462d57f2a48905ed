import { portableHmac } from "../hmac/portable.js";
import { type CreateStandardSigner, createStandardSignerOver } from "../standard/create-standard-signer.js";
import {
  type SafeVerifyStandardSignature,
  standardVerifierOver,
  type VerifyStandardSignature,
} from "../standard/verify-standard.js";

export * from "../standard/common.js";

const verifier = /* @__PURE__ */ standardVerifierOver(portableHmac);

/** Verifies a request, or throws a `SignatureError` with a stable `code`: see {@link VerifyStandardSignature}. */
export const verifyStandardSignature: VerifyStandardSignature = (options) => verifier.verify(options);

/** Verifies a request and returns a result for every failure: see {@link VerifyStandardSignature}. */
export const safeVerifyStandardSignature: SafeVerifyStandardSignature = (options) =>
  verifier.safeVerify(options);

/** Signs as Standard Webhooks 1.0 says: see {@link CreateStandardSigner}. */
export const createStandardSigner: CreateStandardSigner =
  /* @__PURE__ */ createStandardSignerOver(portableHmac);
