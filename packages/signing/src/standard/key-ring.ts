import { type Ed25519, type Ed25519PublicKey } from "../ed25519.js";
import { type Hmac, type HmacKey } from "../hmac.js";
import { createRing } from "../key-ring.js";
import { SignatureError } from "../signature-error.js";
import { readVerificationKey } from "./keys.js";

/** A prepared key, tried on the signatures of its own version only. */
export type PreparedKey =
  | { readonly version: "v1"; readonly hmac: HmacKey }
  | { readonly version: "v1a"; readonly publicKey: Ed25519PublicKey };

/** Why a key of Ed25519 cannot be used in the build for workers and browsers unless the caller imports the library. */
export const ED25519_MISSING =
  'A key of Ed25519 needs a library in this runtime: pass the option ed25519, imported from "@harbor/signing/ed25519" or "@harbor/receiver/ed25519".';

/** Keys that were prepared with one implementation of Ed25519 are not taken for another. */
export function createStandardRing(hmac: Hmac, builtIn: Ed25519 | undefined) {
  const rings = new WeakMap<Ed25519, ReturnType<typeof ringOver>>();
  const without = ringOver(hmac, builtIn);
  return (secret: string | readonly string[], given: Ed25519 | undefined): readonly PreparedKey[] => {
    if (given === undefined) return without(secret);
    let ring = rings.get(given);
    if (ring === undefined) rings.set(given, (ring = ringOver(hmac, given)));
    return ring(secret);
  };
}

const ringOver = (hmac: Hmac, ed25519: Ed25519 | undefined) =>
  createRing((text) => prepare(hmac, ed25519, text));

function prepare(hmac: Hmac, ed25519: Ed25519 | undefined, text: string): PreparedKey {
  const key = readVerificationKey(text);
  if ("fault" in key) throw new SignatureError("secret_invalid", key.hint);
  if (key.version === "v1") return { version: "v1", hmac: hmac.importKey(key.bytes) };
  if (ed25519 === undefined) throw new SignatureError("secret_invalid", ED25519_MISSING);
  return { version: "v1a", publicKey: ed25519.importPublicKey(key.bytes) };
}
