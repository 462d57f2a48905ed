import { decodeBase64 } from "../base64.js";
import { checkSecret, type SecretFault } from "../secret.js";

const SECRET_PREFIX = "whsec_";
const PUBLIC_PREFIX = "whpk_";
const PRIVATE_PREFIX = "whsk_";
const MIN_SECRET_BYTES = 16;
const MAX_SECRET_BYTES = 64;
const ED25519_KEY_BYTES = 32;

/** Why a string cannot be a key of a Standard Webhooks receiver. */
export type StandardKeyFault =
  | Exclude<SecretFault, "too_short">
  | "not_base64"
  | "secret_length"
  | "public_key_length"
  | "private_key"
  | "public_key"
  | "private_key_length";

/** Whether a value can be a key; if not, the reason and the remedy. */
export type StandardKeyCheck =
  { readonly ok: true } | { readonly ok: false; readonly fault: StandardKeyFault; readonly hint: string };

/** A key without its prefix: `v1` is the secret of an HMAC, `v1a` a key of Ed25519. */
export interface StandardKey {
  readonly version: "v1" | "v1a";
  readonly bytes: Uint8Array;
}

type Fault = { readonly fault: StandardKeyFault; readonly hint: string };

const hints = {
  not_base64:
    "The key is not base64 (A-Z a-z 0-9 + /) after its prefix: copy it again, all of it. A secret of the Harbor scheme that is not base64 works with that scheme only.",
  secret_length: "The secret must be whsec_ and the base64 of 16 to 64 bytes: part of it may be missing.",
  public_key_length: "The public key must be whpk_ and the base64 of 32 bytes: part of it may be missing.",
  private_key:
    "This is a private key (whsk_…), which only the sender may have. Use the public key (whpk_…) that belongs to it, and replace the pair: it has left the sender.",
  public_key: "This is a public key (whpk_…). Sign with the private key (whsk_…) that belongs to it.",
  private_key_length: "The private key must be whsk_ and the base64 of 32 or 64 bytes.",
} as const;

const fault = (name: keyof typeof hints): Fault => ({ fault: name, hint: hints[name] });

/** The key that a receiver verifies with, or why the text is not one. */
export function readVerificationKey(text: unknown): StandardKey | Fault {
  const copied = copyingFault(text);
  if (copied !== undefined) return copied;
  const key = text as string;
  if (key.startsWith(PRIVATE_PREFIX)) return fault("private_key");
  if (!key.startsWith(PUBLIC_PREFIX)) return readSecret(key);
  const bytes = decodeBase64(key.slice(PUBLIC_PREFIX.length));
  if (bytes === undefined) return fault("not_base64");
  return bytes.length === ED25519_KEY_BYTES ? { version: "v1a", bytes } : fault("public_key_length");
}

/** The key that a sender signs with, or why the text is not one. Of a pair of 64 bytes the first 32 are the seed. */
export function readSigningKey(text: unknown): StandardKey | Fault {
  const copied = copyingFault(text);
  if (copied !== undefined) return copied;
  const key = text as string;
  if (key.startsWith(PUBLIC_PREFIX)) return fault("public_key");
  if (!key.startsWith(PRIVATE_PREFIX)) return readSecret(key);
  const bytes = decodeBase64(key.slice(PRIVATE_PREFIX.length));
  if (bytes === undefined) return fault("not_base64");
  if (bytes.length !== ED25519_KEY_BYTES && bytes.length !== 2 * ED25519_KEY_BYTES)
    return fault("private_key_length");
  return { version: "v1a", bytes: bytes.subarray(0, ED25519_KEY_BYTES) };
}

function readSecret(text: string): StandardKey | Fault {
  const bytes = decodeBase64(text.startsWith(SECRET_PREFIX) ? text.slice(SECRET_PREFIX.length) : text);
  if (bytes === undefined) return fault("not_base64");
  const isUsable = bytes.length >= MIN_SECRET_BYTES && bytes.length <= MAX_SECRET_BYTES;
  return isUsable ? { version: "v1", bytes } : fault("secret_length");
}

/** Traces of how the key was copied or stored, which are the same in both schemes. */
function copyingFault(text: unknown): Fault | undefined {
  const check = checkSecret(text);
  // The length that counts is that of the decoded bytes.
  if (check.ok || check.fault === "too_short") return undefined;
  return { fault: check.fault, hint: check.hint };
}

/**
 * Checks whether a value can be a key of a Standard Webhooks receiver, and returns the reason if it cannot: a secret, which is
 * `whsec_` (optional) and the base64 of 16 to 64 bytes, or a public key, which is `whpk_` and the base64 of 32 bytes. The padding
 * is optional. The hint never contains the key.
 * https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#standard-webhooks
 *
 * @example
 * const check = checkStandardKey(process.env.WEBHOOK_SECRET);
 * if (!check.ok) throw new Error(check.hint);
 */
export function checkStandardKey(key: unknown): StandardKeyCheck {
  const result = readVerificationKey(key);
  return "fault" in result ? { ok: false, ...result } : { ok: true };
}
