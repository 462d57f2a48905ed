import { type Ed25519 } from "../ed25519.js";
import { nodeEd25519 } from "../ed25519/node.js";
import { type GenerateKeyPair, keyPairsOver, type PublicKeyOf } from "../standard/key-pair.js";

export type { Ed25519, Ed25519PrivateKey, Ed25519PublicKey } from "../ed25519.js";
export type { GenerateKeyPair, KeyPair, PublicKeyOf } from "../standard/key-pair.js";

/** The implementation of Ed25519 for this runtime, as the option `ed25519` takes it. */
export const ed25519: Ed25519 = nodeEd25519;

const pairs = /* @__PURE__ */ keyPairsOver(nodeEd25519);

/** Creates a pair of keys: see {@link GenerateKeyPair}. */
export const generateKeyPair: GenerateKeyPair = () => pairs.generateKeyPair();

/** Derives the public key: see {@link PublicKeyOf}. */
export const publicKeyOf: PublicKeyOf = (privateKey) => pairs.publicKeyOf(privateKey);
