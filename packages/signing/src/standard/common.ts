/** Shared by the `standard` entries of both builds. */
export type { AgeOptions } from "../check-age.js";
export type { Ed25519, Ed25519PrivateKey, Ed25519PublicKey } from "../ed25519.js";
export type { RawBody } from "../raw-body.js";
export type { HeaderRecord, HeadersLike, RequestLike } from "../received-headers.js";
export {
  type ReceiverFaultCode,
  type RequestFaultCode,
  SignatureError,
  type SignatureErrorCode,
} from "../signature-error.js";
export type { VerifyFailure } from "../verify-result.js";
export type {
  CreateStandardSigner,
  StandardHeaders,
  StandardSigner,
  StandardSignerOptions,
  StandardSignInput,
} from "./create-standard-signer.js";
export { checkStandardKey, type StandardKeyCheck, type StandardKeyFault } from "./keys.js";
export type {
  SafeVerifyStandardSignature,
  StandardDelivery,
  StandardVerifyOptions,
  StandardVerifyResult,
  VerifyStandardSignature,
} from "./verify-standard.js";
