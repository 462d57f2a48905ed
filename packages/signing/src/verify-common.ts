/** Shared by the `verify` entries of both builds. */
export type { AgeOptions } from "./check-age.js";
export type { RawBody } from "./raw-body.js";
export type { HeaderRecord, HeadersLike, ReceivedHeaders, RequestLike } from "./received-headers.js";
export {
  type ReceiverFaultCode,
  type RequestFaultCode,
  SignatureError,
  type SignatureErrorCode,
} from "./signature-error.js";
export type { DeliveryIds } from "./signed-content.js";
export type { VerifiedDelivery, VerifyFailure, VerifyResult, VerifySuccess } from "./verify-result.js";
export type { SafeVerifySignature, VerifyOptions, VerifySignature } from "./verify-signature.js";
