export {
  SignatureError,
  safeVerifySignature,
  verifySignature,
  type RawBody,
  type ReceivedHeaders,
  type SignatureErrorCode,
  type VerifiedDelivery,
  type VerifyOptions,
  type VerifyResult,
} from "@harbor/signing/verify";
