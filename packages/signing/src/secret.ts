import { SignatureError } from "./signature-error.js";

const PREFIX = "whsec_";
const MIN_SECRET_BYTES = 16;
/** Control characters, blanks other than the space, and characters without a width: none of them shows in a terminal. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u3000]/u;

/** Why a string cannot be a signing secret. */
export type SecretFault =
  | "not_a_string"
  | "empty"
  | "blank_padded"
  | "api_key"
  | "quoted"
  | "joined"
  | "text_before"
  | "escaped_line_break"
  | "invisible_character"
  | "too_short";

const hints: Record<SecretFault, string> = {
  not_a_string: "The secret is not a string. Is the environment variable set?",
  empty: "The secret is empty. Is the environment variable set?",
  blank_padded: "The secret begins or ends with white space or a line break: trim it where it is read.",
  api_key: "This is an API key (hk_…). Use the destination's signing secret (whsec_…).",
  quoted: "The secret has quotation marks around it: remove them where it is read.",
  joined: "The secret contains a second secret: pass a list of secrets.",
  text_before: 'The secret has text before whsec_, such as "KEY=": remove it.',
  escaped_line_break: "The secret contains a backslash and an n instead of a line break: remove both.",
  invisible_character: "The secret contains an invisible character: copy it again as plain text.",
  too_short: `The secret is shorter than ${MIN_SECRET_BYTES} bytes: part of it is missing.`,
};

/** Whether a value can be a signing secret; if not, the reason and the remedy. */
export type SecretCheck =
  { readonly ok: true } | { readonly ok: false; readonly fault: SecretFault; readonly hint: string };

/**
 * Creates a signing secret: `whsec_` and the base64 of 32 random bytes.
 * https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#4-requests-to-a-destination
 */
export function generateSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return PREFIX + btoa(String.fromCharCode(...bytes));
}

/**
 * Checks whether a value can be a signing secret, and returns the reason if it cannot:
 * https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#secrets
 *
 * Any other string of 16 bytes or more is accepted, with or without the `whsec_` prefix. Call it at start-up, so that a bad
 * setting fails before the first request. The hint never contains the secret.
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
  return copyingFault(secret) ?? (isTooShort(secret) ? "too_short" : undefined);
}

/** Traces of how the secret was copied or stored. */
function copyingFault(secret: string): SecretFault | undefined {
  if (/^(["'`]).*\1$/s.test(secret)) return "quoted";
  const position = secret.indexOf(PREFIX);
  if (position !== -1 && secret.includes(PREFIX, position + 1)) return "joined";
  if (INVISIBLE.test(secret)) return "invisible_character";
  if (position > 0) return "text_before";
  return position === 0 && secret.includes("\\n") ? "escaped_line_break" : undefined;
}

const isTooShort = (secret: string): boolean => new TextEncoder().encode(secret).length < MIN_SECRET_BYTES;
