export { createReceiver, type Receiver } from "./receiver.js";
export type {
  BaseOptions,
  KeyInput,
  ReceiverOptions,
  StandardReceiverOptions,
  WithHarborScheme,
  WithIdempotency,
  WithStandardScheme,
  WithoutIdempotency,
} from "./options.js";
export type { Secrets, SecretSource } from "./secrets.js";
export type { RetentionOptions } from "./stores/retention.js";
export type { Context } from "./context.js";
export type {
  BodyOf,
  ContextOf,
  EventSchemas,
  Handler,
  HandlerResult,
  Matches,
  MatchesRest,
  Matching,
  TypeOf,
  Wildcard,
  WildcardContext,
} from "./events.js";
export { ack, isOutcome, reject, retry, type Outcome, type OutcomeKind } from "./outcome.js";
export type {
  DeliveryHandler,
  DeliveryHeaders,
  DeliveryRequest,
  DeliveryResponse,
} from "./delivery-request.js";
export { BodyError } from "./body.js";
export type { Code } from "./verdict.js";
export type { Log } from "./log.js";
export * from "./idempotency.js";
export * from "./verify.js";
export {
  safeVerifySignature,
  verifySignature,
  type HarborSignatureOptions,
  type StandardSignatureOptions,
} from "./verify-signature.js";
export type { SchemeName, UnsignedHeaders } from "./scheme.js";
export type { StandardSchemeOptions } from "./standard-scheme.js";
export type {
  Ed25519,
  Ed25519PrivateKey,
  Ed25519PublicKey,
  StandardDelivery,
  StandardVerifyOptions,
  StandardVerifyResult,
} from "@harbor/signing/standard";
