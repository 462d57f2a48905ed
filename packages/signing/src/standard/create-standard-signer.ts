import { encodeBase64 } from "../base64.js";
import { assertTimestamp } from "../create-signer.js";
import { type Ed25519 } from "../ed25519.js";
import { type Hmac } from "../hmac.js";
import { rawBody } from "../raw-body.js";
import { SignatureError } from "../signature-error.js";
import { hexToBase64, messageOf, standardHead } from "./content.js";
import { ED25519_MISSING } from "./key-ring.js";
import { readSigningKey } from "./keys.js";

/** One attempt to be signed. Every attempt has a new signature with its own timestamp. */
export interface StandardSignInput {
  /** `webhook-id`: the same on every attempt of an event. Printable ASCII without spaces and full stops. */
  readonly id: string;
  /** Unix seconds, a whole number of at most 12 digits. */
  readonly timestamp: number;
  /** The bytes that will be sent; a string counts as its UTF-8 bytes. */
  readonly body: string | Uint8Array;
}

/** The headers of a signed request. A type and not an interface, so that it fits a `Record<string, string>`. */
export type StandardHeaders = {
  readonly "webhook-id": string;
  readonly "webhook-timestamp": string;
  /** `v1,<base64>` or `v1a,<base64>` for each key, in their order, separated by spaces. */
  readonly "webhook-signature": string;
};

/** Signs with one key, or during a rotation with several. */
export interface StandardSigner {
  /**
   * The three headers of Standard Webhooks 1.0.
   * @throws RangeError if the id or the timestamp cannot be signed.
   */
  sign(input: StandardSignInput): StandardHeaders;
}

/** The options of `createStandardSigner`. */
export interface StandardSignerOptions {
  /** For `whsk_…` keys in workers and browsers: imported from `@harbor/signing/ed25519`. */
  readonly ed25519?: Ed25519 | undefined;
}

/**
 * Prepares the keys once and signs many attempts.
 * @param keys - the keys in force, newest first: secrets (`whsec_…`, signed with `v1`) and private keys (`whsk_…`, with `v1a`).
 * @throws SignatureError with code `secret_invalid` without a key, or with one that cannot sign.
 * @example
 * const headers = createStandardSigner([secret]).sign({ id: "evt_1", timestamp, body });
 */
export type CreateStandardSigner = (
  keys: readonly string[],
  options?: StandardSignerOptions,
) => StandardSigner;

const ID = /^[\x21-\x2d\x2f-\x7e]{1,1024}$/;

type Sign = (head: string, body: string | Uint8Array) => string;

export function createStandardSignerOver(hmac: Hmac, builtIn?: Ed25519): CreateStandardSigner {
  return (keys, { ed25519 = builtIn } = {}) => {
    if (keys.length === 0) throw new SignatureError("secret_invalid", "The list of secrets is empty.");
    const signers = keys.map((key) => signerOf(hmac, ed25519, key));
    return {
      sign({ id, timestamp, body: given }) {
        assertTimestamp(timestamp);
        if (!ID.test(id))
          throw new RangeError(
            "id must be 1 to 1,024 printable ASCII characters without spaces and full stops",
          );
        const body = rawBody(given);
        const head = standardHead(id, timestamp);
        return {
          "webhook-id": id,
          "webhook-timestamp": String(timestamp),
          "webhook-signature": signers.map((sign) => sign(head, body)).join(" "),
        };
      },
    };
  };
}

function signerOf(hmac: Hmac, ed25519: Ed25519 | undefined, text: string): Sign {
  const key = readSigningKey(text);
  if ("fault" in key) throw new SignatureError("secret_invalid", key.hint);
  if (key.version === "v1") {
    const secret = hmac.importKey(key.bytes);
    return (head, body) => `v1,${hexToBase64(secret.digest(head, body))}`;
  }
  if (ed25519 === undefined) throw new SignatureError("secret_invalid", ED25519_MISSING);
  const privateKey = ed25519.importPrivateKey(key.bytes);
  return (head, body) => `v1a,${encodeBase64(privateKey.sign(messageOf(head, body)))}`;
}
