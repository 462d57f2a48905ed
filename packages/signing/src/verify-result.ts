import { type SignatureErrorCode } from "./signature-error.js";
import { type DeliveryIds } from "./signed-content.js";

/** What a good signature vouches for. The ids are there only where a `v2` signature covers them. */
export type VerifiedDelivery = {
  /** Unix seconds at which the attempt was signed. */
  readonly timestamp: number;
  /** Which of the secrets matched; 0 if there is one. */
  readonly secretIndex: number;
} & (
  | ({ readonly headersSigned: true } & DeliveryIds)
  | ({ readonly headersSigned: false } & { readonly [Id in keyof DeliveryIds]?: never })
);

/** A signature that verifies. */
export interface VerifySuccess {
  readonly ok: true;
  readonly delivery: VerifiedDelivery;
  readonly secretIndex: number;
}

/** A signature that does not verify, and why. */
export interface VerifyFailure {
  readonly ok: false;
  readonly code: SignatureErrorCode;
  /** What to do about it. Holds no secret; for logs, not for the answer. */
  readonly hint: string;
}

/** What `verifySignature.safe` answers. */
export type VerifyResult = VerifySuccess | VerifyFailure;

export const success = (delivery: VerifiedDelivery): VerifySuccess => ({
  ok: true,
  delivery,
  secretIndex: delivery.secretIndex,
});

export const failure = (code: SignatureErrorCode, hint: string): VerifyFailure => ({ ok: false, code, hint });
