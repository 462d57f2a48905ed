import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type Hmac, type HmacKey } from "../hmac.js";

const encoder = new TextEncoder();

const utf8 = (content: string | Uint8Array): Uint8Array =>
  typeof content === "string" ? encoder.encode(content) : content;

class PortableHmacKey implements HmacKey {
  /** Holds the state after the key's own block, so that a message starts from a clone instead of from the key. */
  readonly #keyed: ReturnType<typeof hmac.create>;

  constructor(secret: string | Uint8Array) {
    this.#keyed = hmac.create(sha256, utf8(secret));
  }

  digest(head: string, body?: string | Uint8Array): string {
    const message = this.#keyed.clone().update(utf8(head));
    if (body !== undefined) message.update(utf8(body));
    return bytesToHex(message.digest());
  }
}

/** Looks at every character whatever the earlier ones were. */
function equal(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  for (let index = 0; index < left.length; index += 1) {
    difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  }
  return difference === 0;
}

/** HMAC-SHA256 on `@noble/hashes`: synchronous where there is no `node:crypto` (workers, browsers). */
export const portableHmac: Hmac = {
  importKey: (secret) => new PortableHmacKey(secret),
  equal,
};
