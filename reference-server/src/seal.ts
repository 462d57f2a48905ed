import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import type { Sealed, SealedOf } from "./domain/domain.js";

/** Encrypts what must not be readable in the database: signing secrets, custom header values, remembered responses. */
export interface Sealer {
  /** `place` names the row that the value belongs to (`signing_key/skey_…`); opening it for any other place fails. */
  seal(plain: string, place: string): Sealed;
  open(sealed: Sealed, place: string): string;
  /** Prefix of values sealed with the current key. */
  readonly prefix: Uint8Array;
  /** A key for another purpose (cursors), derived from the sealing key so that it needs no setting of its own. */
  derive(purpose: string): Uint8Array;
}

/** An AES-256 key of `HARBOR_ENCRYPTION_KEY`. */
export interface SealingKey {
  /** 1-32 characters of `[A-Za-z0-9_-]`; written in front of every sealed value. */
  id: string;
  key: Uint8Array;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM. A sealed value is `<id length><id><iv><tag><ciphertext>`, so that the sealing key can be rotated: the first key
 * seals, and each of them opens. A value is bound to its key's id and its place by the additional data.
 */
export function createSealer(keys: readonly SealingKey[]): Sealer {
  const [current] = keys;
  if (current === undefined) throw new TypeError("createSealer needs at least one key");
  const byId = new Map(keys.map((key) => [key.id, key]));
  const prefix = Buffer.concat([Buffer.of(current.id.length), Buffer.from(current.id)]);
  return {
    prefix,
    seal(plain, place) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", current.key, iv);
      cipher.setAAD(additionalData(current.id, place));
      const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return Buffer.concat([prefix, iv, cipher.getAuthTag(), text]);
    },
    open(sealed, place) {
      const { id, iv, tag, text } = split(Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength));
      const key = byId.get(id);
      if (key === undefined) {
        throw new Error(
          `A stored secret is sealed with the key "${id}", which HARBOR_ENCRYPTION_KEY does not contain. Add that key after the current one.`,
        );
      }
      // Without the length, a tag that was cut to 4 bytes would count as a valid shorter tag.
      const decipher = createDecipheriv("aes-256-gcm", key.key, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(additionalData(id, place));
      decipher.setAuthTag(tag);
      return decipher.update(text, undefined, "utf8") + decipher.final("utf8");
    },
    derive: (purpose) => createHmac("sha256", current.key).update(`harbor/${purpose}`).digest(),
  };
}

function additionalData(id: string, place: string): Buffer {
  return Buffer.from(`${id}\n${place}`);
}

function split(sealed: Buffer): { id: string; iv: Buffer; tag: Buffer; text: Buffer } {
  const afterId = 1 + sealed.readUInt8(0);
  const afterIv = afterId + IV_BYTES;
  const afterTag = afterIv + TAG_BYTES;
  return {
    id: sealed.toString("latin1", 1, afterId),
    iv: sealed.subarray(afterId, afterIv),
    tag: sealed.subarray(afterIv, afterTag),
    text: sealed.subarray(afterTag),
  };
}

/** The place of a value, for its additional data. */
export function placeOf(of: SealedOf, id: string): string {
  return `${of}/${id}`;
}
