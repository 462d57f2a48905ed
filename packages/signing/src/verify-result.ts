import { SignatureError, type SignatureErrorCode } from "./signature-error.js";
import { type DeliveryIds } from "./signed-content.js";

/** The facts that a valid signature proves. The ids are present only if a `v2` signature covers them. */
export type VerifiedDelivery = {
  /** Unix seconds at which the attempt was signed. */
  readonly timestamp: number;
  /** Index of the secret that matched; 0 with a single secret. */
  readonly secretIndex: number;
} & (
  | ({ readonly headersSigned: true } & DeliveryIds)
  | ({ readonly headersSigned: false } & { readonly [Id in keyof DeliveryIds]?: never })
);

/** A signature that verifies. */
export interface VerifySuccess {
  readonly ok: true;
  readonly delivery: VerifiedDelivery;
}

/** A signature that does not verify, and why. */
export interface VerifyFailure {
  readonly ok: false;
  readonly code: SignatureErrorCode;
  /** The remedy. Contains no secret; for logs, not for the response. */
  readonly hint: string;
}

/** The result of `safeVerifySignature`. */
export type VerifyResult = VerifySuccess | VerifyFailure;

export const success = (delivery: VerifiedDelivery): VerifySuccess => ({ ok: true, delivery });

export const failure = (code: SignatureErrorCode, hint: string): VerifyFailure => ({ ok: false, code, hint });

/** A `SignatureError` as a result; every other exception is a bug and is thrown. */
export function safely<Result>(check: () => Result): Result | VerifyFailure {
  try {
    return check();
  } catch (error) {
    if (error instanceof SignatureError) return failure(error.code, error.hint);
    throw error;
  }
}
