import { createSigner } from "@harbor/signing";
import { createStandardSigner } from "@harbor/signing/standard";
import { isInGrace } from "../domain/change-destination.js";
import type { Destination, Millis, SignatureScheme } from "../domain/domain.js";

/** A signing key, opened. */
export interface OpenKey {
  /** `whsec_…` or `whsk_…`. */
  key: string;
  /** Environment time; null for the current key. */
  expiresAt: Millis | null;
}

/** One attempt to be signed. `timestamp` is in Unix seconds. */
export interface AttemptToSign {
  timestamp: number;
  body: Uint8Array;
  eventId: string;
  eventType: string;
  deliveryId: string;
}

/** Returns the headers that prove an attempt, as name, value, name, value. */
export type SignDelivery = (attempt: AttemptToSign) => string[];

export interface DeliverySigner {
  sign: SignDelivery;
  /** Environment time from which another set of keys signs. */
  validUntil: Millis;
}

/**
 * Signs with the current scheme and key and, in the grace period of a change, also with the earlier scheme or key (docs/contract.md
 * §4, Signature). `keys` are newest first, `now` is environment time.
 */
export function signerAt(destination: Destination, keys: readonly OpenKey[], now: Millis): DeliverySigner {
  const used = keysInUse(destination, keys, now);
  const secrets = used.filter(({ scheme }) => scheme === "harbor").map(({ key }) => key);
  const standard = used.filter(({ scheme }) => scheme !== "harbor").map(({ key }) => key);
  const signs = [
    ...(secrets.length > 0 ? [harbor(secrets)] : []),
    ...(standard.length > 0 ? [webhook(standard)] : []),
  ];
  const [first] = signs;
  return {
    sign:
      first !== undefined && signs.length === 1 ? first : (attempt) => signs.flatMap((sign) => sign(attempt)),
    validUntil: isInGrace(destination, now) ? (destination.old_key_expires_at ?? Infinity) : Infinity,
  };
}

function keysInUse(
  destination: Destination,
  keys: readonly OpenKey[],
  now: Millis,
): { scheme: SignatureScheme; key: string }[] {
  const { signature, old_signature } = destination;
  const current = keys.find(({ expiresAt }) => expiresAt === null);
  if (current === undefined) throw new Error(`Destination ${destination.id} has no signing key.`);
  const inUse = [{ scheme: signature, key: current.key }];
  if (old_signature === null || !isInGrace(destination, now)) return inUse;
  // Between harbor and standard the key stays.
  const old = keys.find(({ expiresAt }) => expiresAt !== null && expiresAt > now) ?? current;
  return [...inUse, { scheme: old_signature, key: old.key }];
}

function harbor(secrets: readonly string[]): SignDelivery {
  const signer = createSigner(secrets);
  return (attempt) => ["Harbor-Signature", signer.sign(attempt)];
}

function webhook(keys: readonly string[]): SignDelivery {
  const signer = createStandardSigner(keys);
  return ({ eventId: id, timestamp, body }) => Object.entries(signer.sign({ id, timestamp, body })).flat();
}
