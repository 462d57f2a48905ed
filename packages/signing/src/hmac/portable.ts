import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type Hmac, type HmacKey } from "../hmac.js";

const encoder = new TextEncoder();

const utf8 = (content: string | Uint8Array): Uint8Array =>
  typeof content === "string" ? encoder.encode(content) : content;

/** The part of the library's HMAC object that is used. */
interface State {
  update(bytes: Uint8Array): State;
  digest(): Uint8Array;
  _cloneInto(to?: State): State;
}

class PortableHmacKey implements HmacKey {
  /** The state after the key's own block, in which every message starts. */
  readonly #keyed: State;
  /** Takes a copy of that state per message; a fresh object each time would cost a third of a short message. */
  readonly #message: State;

  constructor(secret: string | Uint8Array) {
    this.#keyed = hmac.create(sha256, utf8(secret));
    this.#message = this.#keyed._cloneInto();
  }

  digest(head: string, body?: string | Uint8Array): string {
    const message = this.#keyed._cloneInto(this.#message).update(utf8(head));
    if (body !== undefined) message.update(utf8(body));
    return bytesToHex(message.digest());
  }
}

/** HMAC-SHA256 on `@noble/hashes`: synchronous where there is no `node:crypto` (workers, browsers). */
export const portableHmac: Hmac = {
  importKey: (secret) => new PortableHmacKey(secret),
  unitsPerHashedByte: 100,
};
