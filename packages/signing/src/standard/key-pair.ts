import { encodeBase64 } from "../base64.js";
import { type Ed25519 } from "../ed25519.js";
import { SignatureError } from "../signature-error.js";
import { readSigningKey } from "./keys.js";

/** A pair of keys of Ed25519 in the form of Standard Webhooks. */
export interface KeyPair {
  /** `whsk_` and the base64 of 64 bytes, the seed and the public key. Only the sender has it. */
  readonly privateKey: string;
  /** `whpk_` and the base64 of 32 bytes, for receivers. */
  readonly publicKey: string;
}

/** Creates a pair of keys from 32 random bytes. */
export type GenerateKeyPair = () => KeyPair;

/**
 * The public key (`whpk_…`) of a private key (`whsk_…`).
 * @throws SignatureError with code `secret_invalid`.
 */
export type PublicKeyOf = (privateKey: string) => string;

export function keyPairsOver(ed25519: Ed25519): {
  readonly generateKeyPair: GenerateKeyPair;
  readonly publicKeyOf: PublicKeyOf;
} {
  return {
    generateKeyPair() {
      const seed = crypto.getRandomValues(new Uint8Array(32));
      const { publicKey } = ed25519.importPrivateKey(seed);
      const privateKey = `whsk_${encodeBase64(Uint8Array.of(...seed, ...publicKey))}`;
      return { privateKey, publicKey: `whpk_${encodeBase64(publicKey)}` };
    },
    publicKeyOf(privateKey) {
      const key = readSigningKey(privateKey);
      if ("fault" in key) throw new SignatureError("secret_invalid", key.hint);
      if (key.version === "v1")
        throw new SignatureError("secret_invalid", "This is a secret (whsec_…), which has no public key.");
      return `whpk_${encodeBase64(ed25519.importPrivateKey(key.bytes).publicKey)}`;
    },
  };
}
