import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { type Hmac, type HmacKey } from "../hmac.js";

class NodeHmacKey implements HmacKey {
  readonly #key: KeyObject;

  constructor(secret: string | Uint8Array) {
    this.#key = typeof secret === "string" ? createSecretKey(secret, "utf8") : createSecretKey(secret);
  }

  digest(head: string, body?: string | Uint8Array): string {
    const hmac = createHmac("sha256", this.#key).update(head, "utf8");
    // Two updates rather than one concatenation: a copy of the body costs more than the second call.
    if (typeof body === "string") hmac.update(body, "utf8");
    else if (body !== undefined) hmac.update(body);
    return hmac.digest("hex");
  }
}

/** HMAC-SHA256 on `node:crypto`, with a `KeyObject` kept per secret. */
export const nodeHmac: Hmac = { importKey: (secret) => new NodeHmacKey(secret), unitsPerHashedByte: 1 };
