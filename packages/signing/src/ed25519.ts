/** The port to a crypto library. `ed25519/node.ts` and `ed25519/portable.ts` implement it. */
export interface Ed25519 {
  /** Prepares a public key of 32 bytes for many signatures. */
  importPublicKey(publicKey: Uint8Array): Ed25519PublicKey;
  /** Prepares a private key, the seed of 32 bytes, for many messages. */
  importPrivateKey(seed: Uint8Array): Ed25519PrivateKey;
  /** The cost of one verification, compared with hashing a byte by `node:crypto`. Measured, rounded up. */
  readonly unitsPerVerification: number;
}

/** A prepared public key. */
export interface Ed25519PublicKey {
  /** Whether the signature, of 64 bytes, covers the message. Never throws. */
  verify(message: Uint8Array, signature: Uint8Array): boolean;
}

/** A prepared private key. */
export interface Ed25519PrivateKey {
  /** The public key, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** The signature, 64 bytes. */
  sign(message: Uint8Array): Uint8Array;
}
