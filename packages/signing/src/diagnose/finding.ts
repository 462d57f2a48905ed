/** Stable names for what can have gone wrong. */
export type Cause =
  | "body_not_raw"
  | "body_reserialized"
  | "trailing_newline_trimmed"
  | "trailing_newline_added"
  | "line_endings_changed"
  | "bom_stripped"
  | "bom_added"
  | "decoded_as_latin1"
  | "encoded_as_latin1"
  | "invalid_utf8_replaced"
  | "body_changed"
  | "secret_padded"
  | "secret_quoted"
  | "secret_prefix_missing"
  | "secret_decoded"
  | "secret_incomplete"
  | "secret_is_api_key"
  | "wrong_secret"
  | "timestamp_left_out"
  | "timestamp_in_milliseconds"
  | "signature_in_base64"
  | "signature_in_upper_case"
  | "header_missing"
  | "header_duplicated"
  | "headers_missing"
  | "headers_changed"
  | "clock_off";

/**
 * `certain`: undoing the cause makes the signature match, or the input shows it. `likely` and `possible`: what is known
 * points to it, or only does not rule it out.
 */
export type Certainty = "certain" | "likely" | "possible";

/** One reason why a signature does not match. */
export interface Finding {
  readonly cause: Cause;
  readonly certainty: Certainty;
  /** What happened, in a sentence. */
  readonly detail: string;
  /** What to do about it. */
  readonly fix: string;
  /** With `clock_off`: how many seconds this clock is ahead of the timestamp, negative if behind. */
  readonly offsetSeconds?: number;
}

/** An input as it may have been before something happened to it, and what that would be. */
export interface Suspect<Value> {
  readonly value: Value;
  readonly causes: readonly Cause[];
}

const explanations: Record<Cause, readonly [detail: string, fix: string]> = {
  body_not_raw: [
    "The body was parsed before it was verified.",
    "Hand over the bytes as they were received, before any body parser.",
  ],
  body_reserialized: [
    "The body was parsed and written out again in another layout.",
    "Verify the bytes as they were received; JSON.stringify does not restore them.",
  ],
  trailing_newline_trimmed: [
    "A line break at the end of the body was removed.",
    "Do not trim the body before it is verified.",
  ],
  trailing_newline_added: [
    "A line break was added to the end of the body, as editors and echo do.",
    "Save the captured body without it (printf '%s', curl --data-binary).",
  ],
  line_endings_changed: [
    "The line endings of the body were converted.",
    "Carry the body as bytes; nothing may treat it as a text file.",
  ],
  bom_stripped: [
    "The byte order mark at the start of the body was removed, as TextDecoder and many parsers do.",
    "Verify the bytes; for text use new TextDecoder('utf-8', { ignoreBOM: true }).",
  ],
  bom_added: [
    "A byte order mark was put in front of the body.",
    "Save the captured body as UTF-8 without BOM.",
  ],
  decoded_as_latin1: [
    "The UTF-8 body was read as latin1 or windows-1252.",
    "Verify the bytes, or decode them as UTF-8.",
  ],
  encoded_as_latin1: [
    "The body's text was turned into bytes as latin1.",
    "Verify the bytes as received, or encode the text as UTF-8.",
  ],
  invalid_utf8_replaced: [
    "The body contains U+FFFD, which decoders put in place of bytes that are not UTF-8.",
    "Verify the bytes before they are decoded.",
  ],
  body_changed: [
    "The body is not the one that was signed.",
    "Look for whatever rewrites requests between Harbor and the receiver, and compare with the event's body in Harbor.",
  ],
  secret_padded: [
    "The secret has white space or a line break around it.",
    "Trim it where it is stored or read.",
  ],
  secret_quoted: ["The secret has quotation marks around it.", "Remove them where it is stored or read."],
  secret_prefix_missing: [
    "One side used the secret without its whsec_ prefix.",
    "Use the whole secret string, prefix included, as the key.",
  ],
  secret_decoded: [
    "The signature was made with the base64-decoded secret.",
    "The key is the UTF-8 bytes of the whole secret string; do not decode it.",
  ],
  secret_incomplete: [
    "The secret is not whsec_ and 44 characters of base64: part of it is missing.",
    "Copy the secret again, all of it.",
  ],
  secret_is_api_key: [
    "The secret is an API key (hk_…).",
    "Use the destination's signing secret (whsec_…), shown when it was created or rotated.",
  ],
  wrong_secret: [
    "The signature was made with another secret: of another destination, or from before a rotation.",
    "Take the secret of the destination whose URL this is.",
  ],
  timestamp_left_out: [
    "The signature covers the body alone.",
    "Sign the timestamp, a dot and the body: HMAC(secret, t + '.' + body).",
  ],
  timestamp_in_milliseconds: ["The timestamp is in milliseconds.", "Sign and send whole Unix seconds."],
  signature_in_base64: ["The signature is in base64.", "Write it in lower-case hex."],
  signature_in_upper_case: ["The signature is in upper-case hex.", "Write it in lower case."],
  header_missing: [
    "There is no Harbor-Signature header.",
    "Let proxies and gateways pass the Harbor-* headers through.",
  ],
  header_duplicated: [
    "Harbor-Signature is there twice, or was joined from two header lines.",
    "Find the proxy or middleware that adds the header again.",
  ],
  headers_missing: [
    "The signature covers headers of which at least one is missing.",
    "Pass Harbor-Event-Id, Harbor-Event-Type and Harbor-Delivery-Id on to the receiver.",
  ],
  headers_changed: [
    "The body is genuine, but the Harbor-Event-Id, -Event-Type or -Delivery-Id is not the one that was signed.",
    "Find what rewrites them. If nothing does, a captured request was relabelled and sent again.",
  ],
  clock_off: [
    "The timestamp is outside the tolerance.",
    "Synchronise the clock (NTP); for a delivery that has waited in a queue pass receivedAt.",
  ],
};

export function finding(cause: Cause, certainty: Certainty): Finding {
  const [detail, fix] = explanations[cause];
  return { cause, certainty, detail, fix };
}

/** `offsetSeconds` is what this clock shows less the timestamp. */
export function clockFinding(offsetSeconds: number, certainty: Certainty): Finding {
  const detail =
    offsetSeconds > 0
      ? `This clock is ${offsetSeconds} s ahead of the timestamp, or the request waited or was replayed.`
      : `This clock is ${-offsetSeconds} s behind the timestamp.`;
  return { ...finding("clock_off", certainty), detail, offsetSeconds };
}
