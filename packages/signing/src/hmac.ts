/** The port to a crypto library. `hmac/node.ts` and `hmac/portable.ts` implement it. */
export interface Hmac {
  /** Prepares a key once for many messages. A string counts as its UTF-8 bytes. */
  importKey(secret: string | Uint8Array): HmacKey;
  /** The cost of hashing a byte, compared with `node:crypto`. Measured, rounded up. */
  readonly unitsPerHashedByte: number;
}

export interface HmacKey {
  /** HMAC-SHA256 over `head` and then `body`, in lower-case hex. Text counts as its UTF-8 bytes. */
  digest(head: string, body?: string | Uint8Array): string;
}
