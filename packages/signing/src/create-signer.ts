import { type Hmac } from "./hmac.js";
import { createKeyRing } from "./key-ring.js";
import { rawBody } from "./raw-body.js";
import { type DeliveryIds, v1Head, v2Content } from "./signed-content.js";

/** One attempt to be signed. Every attempt has a new signature with its own timestamp. */
export interface SignInput extends DeliveryIds {
  /** Unix seconds, a whole number of at most 12 digits. */
  readonly timestamp: number;
  /** The bytes that will be sent; a string counts as its UTF-8 bytes. */
  readonly body: string | Uint8Array;
}

/** Signs with one secret, or during a rotation with several. */
export interface Signer {
  /**
   * The value of `Harbor-Signature`: `t=…,v1=…[,v1=…],v2=…[,v2=…]`, in each scheme one signature per secret in their
   * order ([signature](https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#signature)). The body is hashed once per secret.
   * @throws RangeError if the timestamp is not one, or if an id or the type contains a character that a header must not contain.
   */
  sign(input: SignInput): string;
}

/**
 * Prepares the keys once and signs many attempts.
 * @param secrets - the secrets in force, newest first; two during a rotation.
 * @throws SignatureError with code `secret_invalid` without a secret, or with one that {@link checkSecret} refuses.
 * @example
 * const signer = createSigner([secret]);
 * headers["harbor-signature"] = signer.sign({ timestamp, body, eventId, eventType, deliveryId });
 */
export type CreateSigner = (secrets: readonly string[]) => Signer;

const MAX_TIMESTAMP = 999_999_999_999;
const HEADER_TEXT = /^[\x21-\x7e]+$/;

export function createSignerOver(hmac: Hmac): CreateSigner {
  return (secrets) => {
    // A ring of its own: the keys live exactly as long as their signer.
    const keys = createKeyRing(hmac)(secrets);
    return {
      sign(input) {
        assertSignable(input);
        const { timestamp } = input;
        const head = v1Head(timestamp);
        const body = rawBody(input.body);
        let v1Parts = "";
        let v2Parts = "";
        for (const key of keys) {
          const v1 = key.digest(head, body);
          v1Parts += `,v1=${v1}`;
          v2Parts += `,v2=${key.digest(v2Content(timestamp, input, v1))}`;
        }
        return `t=${timestamp}${v1Parts}${v2Parts}`;
      },
    };
  };
}

/** @throws RangeError unless it is whole Unix seconds of at most 12 digits. */
export function assertTimestamp(timestamp: number): void {
  if (!Number.isInteger(timestamp) || timestamp < 0 || timestamp > MAX_TIMESTAMP) {
    throw new RangeError(`timestamp must be whole Unix seconds, got ${timestamp}`);
  }
}

function assertSignable({ timestamp, eventId, eventType, deliveryId }: SignInput): void {
  assertTimestamp(timestamp);
  // A line feed inside a field would let one v2 content be read as another.
  if (!HEADER_TEXT.test(eventId) || !HEADER_TEXT.test(eventType) || !HEADER_TEXT.test(deliveryId)) {
    throw new RangeError("eventId, eventType and deliveryId must be printable ASCII without spaces");
  }
}
