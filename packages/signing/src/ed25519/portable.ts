import { ed25519 } from "@noble/curves/ed25519.js";
import { type Ed25519 } from "../ed25519.js";

/** Ed25519 on `@noble/curves`: synchronous where there is no `node:crypto` (workers, browsers). */
export const portableEd25519: Ed25519 = {
  importPublicKey: (publicKey) => ({
    verify(message, signature) {
      try {
        // Without `zip215: false` it accepts encodings that RFC 8032 and node:crypto refuse.
        return ed25519.verify(signature, message, publicKey, { zip215: false });
      } catch {
        return false;
      }
    },
  }),
  importPrivateKey: (seed) => ({
    publicKey: ed25519.getPublicKey(seed),
    sign: (message) => ed25519.sign(message, seed),
  }),
  unitsPerVerification: 1_500_000,
};
