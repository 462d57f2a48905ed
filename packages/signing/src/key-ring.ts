import { type Hmac, type HmacKey } from "./hmac.js";
import { assertSecret } from "./secret.js";
import { SignatureError } from "./signature-error.js";

/** Bounds the memory of a process that verifies for many tenants; past it the oldest key is prepared again. */
const MAX_CACHED_KEYS = 1000;

/** The keys of the Harbor scheme: the bytes of the whole secret. */
export const createKeyRing = (hmac: Hmac) =>
  createRing((secret): HmacKey => {
    assertSecret(secret);
    return hmac.importKey(secret);
  });

/** Prepared keys by secret, so that a secret is checked and imported once and not per request. */
export function createRing<Key>(
  prepare: (secret: string) => Key,
): (secret: string | readonly string[]) => readonly Key[] {
  const keys = new Map<string, Key>();

  function keyFor(secret: string): Key {
    let key = keys.get(secret);
    if (key === undefined) {
      key = prepare(secret);
      for (const oldest of keys.keys()) {
        if (keys.size < MAX_CACHED_KEYS) break;
        keys.delete(oldest);
      }
      keys.set(secret, key);
    }
    return key;
  }

  return (secret) => {
    if (!Array.isArray(secret)) return [keyFor(secret as string)];
    if (secret.length === 0) throw new SignatureError("secret_invalid", "The list of secrets is empty.");
    return (secret as readonly string[]).map(keyFor);
  };
}
