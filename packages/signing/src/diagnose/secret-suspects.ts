import { checkSecret, type SecretFault } from "../secret.js";
import { base64ToBytes } from "./base64.js";
import { type Cause, type Suspect } from "./finding.js";

export type Key = string | Uint8Array;

const PREFIX = "whsec_";
const COMPLETE = /^whsec_[A-Za-z0-9+/]{43}=$/;
const QUOTED = /^(["'])(.*)\1$/s;

/** The secret as given, first, and then the secrets that may have created the signature. */
export function secretSuspects(secret: string): Suspect<Key>[] {
  const { value: text, causes } = unwrapped(secret);
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

/** The secret without the blanks and quotation marks around it. */
export function unwrapped(secret: string): Suspect<string> {
  const causes: Cause[] = [];
  const trimmed = secret.trim();
  if (trimmed !== secret) causes.push("secret_padded");
  const text = QUOTED.exec(trimmed)?.[2] ?? trimmed;
  if (text !== trimmed) causes.push("secret_quoted");
  return { value: text, causes };
}

/** A fault of the secret that does not depend on what it verifies. */
export function visibleSecretFault(secret: string): Cause | undefined {
  const check = checkSecret(secret);
  if (check.ok) return undefined;
  return causeOf[check.fault];
}

export const causeOf: Record<SecretFault, Cause> = {
  not_a_string: "secret_incomplete",
  empty: "secret_incomplete",
  too_short: "secret_incomplete",
  blank_padded: "secret_padded",
  api_key: "secret_is_api_key",
  quoted: "secret_quoted",
  joined: "secret_joined",
  text_before: "secret_has_text_before",
  escaped_line_break: "secret_has_escaped_line_break",
  invisible_character: "secret_has_invisible_character",
};

/** Whether a secret has the prefix of Harbor's secrets but not their length. */
export const looksCut = (secret: string): boolean => secret.startsWith(PREFIX) && !COMPLETE.test(secret);
