/** What the scheme needs of a crypto library. `hmac/node.ts` and `hmac/portable.ts` implement it. */
export interface Hmac {
  /** Prepares a key once for many messages. A string counts as its UTF-8 bytes. */
  importKey(secret: string | Uint8Array): HmacKey;
  /**
   * Whether what a header has in the place of a digest is `digest`, which is 64 characters of lower-case hex. Takes the
   * same time for every text of that length.
   */
  equal(text: string, digest: string): boolean;
}

export interface HmacKey {
  /** HMAC-SHA256 over `head` and then `body`, in lower-case hex. Text counts as its UTF-8 bytes. */
  digest(head: string, body?: string | Uint8Array): string;
}
