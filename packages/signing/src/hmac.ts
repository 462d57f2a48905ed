/** What the scheme needs of a crypto library. `hmac/node.ts` and `hmac/portable.ts` implement it. */
export interface Hmac {
  /** Prepares a key once for many messages. A string counts as its UTF-8 bytes. */
  importKey(secret: string | Uint8Array): HmacKey;
}

export interface HmacKey {
  /** HMAC-SHA256 over `head` and then `body`, in lower-case hex. Text counts as its UTF-8 bytes. */
  digest(head: string, body?: string | Uint8Array): string;
}
