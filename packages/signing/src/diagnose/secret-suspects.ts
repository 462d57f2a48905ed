import { checkSecret } from "../secret.js";
import { base64ToBytes } from "./base64.js";
import { type Cause, type Suspect } from "./finding.js";

export type Key = string | Uint8Array;

const PREFIX = "whsec_";
const COMPLETE = /^whsec_[A-Za-z0-9+/]{43}=$/;
const QUOTED = /^(["'])(.*)\1$/s;

/** The secret as given, first, and as it may have been when the signature was made. */
export function secretSuspects(secret: string): Suspect<Key>[] {
  const causes: Cause[] = [];
  const trimmed = secret.trim();
  if (trimmed !== secret) causes.push("secret_padded");
  const text = QUOTED.exec(trimmed)?.[2] ?? trimmed;
  if (text !== trimmed) causes.push("secret_quoted");

  const hasPrefix = text.startsWith(PREFIX);
  const stem = hasPrefix ? text.slice(PREFIX.length) : text;
  const decoded = base64ToBytes(stem);
  const suspects: Suspect<Key>[] = [
    { value: secret, causes: [] },
    { value: hasPrefix ? stem : PREFIX + stem, causes: [...causes, "secret_prefix_missing"] },
  ];
  if (causes.length > 0) suspects.push({ value: text, causes });
  if (decoded) suspects.push({ value: decoded, causes: [...causes, "secret_decoded"] });
  return suspects.filter(({ value }) => value.length > 0);
}

/** What is wrong with a secret whatever it is meant to verify. */
export function visibleSecretFault(secret: string): Cause | undefined {
  const check = checkSecret(secret);
  if (check.ok) return undefined;
  if (check.fault === "api_key") return "secret_is_api_key";
  return check.fault === "blank_padded" ? "secret_padded" : "secret_incomplete";
}

/** Whether a secret has the prefix of Harbor's but not the length. */
export const looksCut = (secret: string): boolean => secret.startsWith(PREFIX) && !COMPLETE.test(secret);
