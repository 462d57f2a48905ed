import { SignatureError } from "./signature-error.js";

const PREFIX = "whsec_";
const MIN_SECRET_BYTES = 16;

/** Why a string cannot be a signing secret. */
export type SecretFault = "not_a_string" | "empty" | "blank_padded" | "api_key" | "too_short";

const hints: Record<SecretFault, string> = {
  not_a_string: "The secret is not a string. Is the environment variable set?",
  empty: "The secret is empty. Is the environment variable set?",
  blank_padded: "The secret begins or ends with white space or a line break: trim it where it is read.",
  api_key:
    "This is an API key (hk_…). The signing secret (whsec_…) came with the destination when it was created.",
  too_short: `The secret is shorter than ${MIN_SECRET_BYTES} bytes: part of it is missing.`,
};

/** Whether a text can be a signing secret; if not, why, and what to do. */
export type SecretCheck =
  { readonly ok: true } | { readonly ok: false; readonly fault: SecretFault; readonly hint: string };

/** A new signing secret: `whsec_` and the base64 of 32 random bytes (docs/contract.md §4). */
export function generateSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return PREFIX + btoa(String.fromCharCode(...bytes));
}

/**
 * Says whether a value can be a signing secret, and if not, why (docs/contract.md §7). Any other string of 16 bytes or
 * more is accepted, with or without the `whsec_` prefix. Meant for start-up, so that a bad setting does not wait for
 * the first request. The hint never contains the secret.
 *
 * @example
 * const check = checkSecret(process.env.HARBOR_SIGNING_SECRET);
 * if (!check.ok) throw new Error(check.hint);
 */
export function checkSecret(secret: unknown): SecretCheck {
  const fault = faultOf(secret);
  return fault === undefined ? { ok: true } : { ok: false, fault, hint: hints[fault] };
}

/**
 * {@link checkSecret} as an assertion.
 * @throws SignatureError with code `secret_invalid`.
 */
export function assertSecret(secret: unknown): asserts secret is string {
  const check = checkSecret(secret);
  if (!check.ok) throw new SignatureError("secret_invalid", check.hint);
}

function faultOf(secret: unknown): SecretFault | undefined {
  if (typeof secret !== "string") return "not_a_string";
  const trimmed = secret.trim();
  if (trimmed === "") return "empty";
  if (trimmed !== secret) return "blank_padded";
  if (secret.startsWith("hk_")) return "api_key";
  return new TextEncoder().encode(secret).length < MIN_SECRET_BYTES ? "too_short" : undefined;
}
