export {
  SignatureError,
  safeVerifySignature,
  verifySignature,
  type SignatureErrorCode,
  type VerifiedDelivery,
  type VerifyOptions,
  type VerifyResult,
} from "@harbor/signing/verify";
