import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { type Ed25519 } from "../ed25519.js";

/** RFC 8410: the prefix of the 32 bytes of a key in its DER encoding. */
const SPKI_HEAD = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00);
const PKCS8_HEAD = Uint8Array.of(
  ...[0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20],
);

const publicKeyOf = (bytes: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI_HEAD, bytes]), format: "der", type: "spki" });

/** Ed25519 on `node:crypto`. */
export const nodeEd25519: Ed25519 = {
  importPublicKey(bytes) {
    const key = publicKeyOf(bytes);
    return { verify: (message, signature) => verify(null, message, key, signature) };
  },
  importPrivateKey(seed) {
    const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: "der", type: "pkcs8" });
    const spki = createPublicKey(key).export({ format: "der", type: "spki" });
    return {
      publicKey: new Uint8Array(spki.subarray(SPKI_HEAD.length)),
      sign: (message) => new Uint8Array(sign(null, message, key)),
    };
  },
  unitsPerVerification: 200_000,
};
