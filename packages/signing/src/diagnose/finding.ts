/** Stable names for the reasons why a signature does not match. */
export type Cause =
  | "body_not_raw"
  | "body_compressed"
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
  | "secret_not_decoded"
  | "secret_incomplete"
  | "secret_is_api_key"
  | "secret_is_private_key"
  | "secret_of_other_version"
  | "secret_joined"
  | "secret_has_text_before"
  | "secret_has_escaped_line_break"
  | "secret_has_invisible_character"
  | "wrong_secret"
  | "id_left_out"
  | "timestamp_left_out"
  | "timestamp_in_milliseconds"
  | "signature_in_base64"
  | "signature_in_upper_case"
  | "signature_in_hex"
  | "signature_in_base64url"
  | "signature_version_missing"
  | "header_missing"
  | "header_duplicated"
  | "headers_missing"
  | "headers_changed"
  | "clock_off";

/**
 * `certain`: undoing the cause makes the signature match, or the input shows it. `likely`: the evidence points to it.
 * `possible`: the evidence does not rule it out.
 */
export type Certainty = "certain" | "likely" | "possible";

/** One reason why a signature does not match. */
export interface Finding {
  readonly cause: Cause;
  readonly certainty: Certainty;
  /** The fault, in one sentence. */
  readonly detail: string;
  /** The remedy. */
  readonly fix: string;
  /** With `clock_off`: how many seconds this clock is ahead of the timestamp, negative if behind. */
  readonly offsetSeconds?: number;
}

/** A value that may be the original one, and what would have changed it into the received one. */
export interface Suspect<Value> {
  readonly value: Value;
  readonly causes: readonly Cause[];
}

const explanations: Record<Cause, readonly [detail: string, fix: string]> = {
  body_not_raw: [
    "The body was parsed before it was verified.",
    "Pass the bytes as they were received, before any body parser.",
  ],
  body_compressed: [
    "The body is compressed with gzip, which Harbor does not do: a proxy or gateway compressed it on the way.",
    "Switch the compression of requests off there, or decompress the body before it is verified.",
  ],
  body_reserialized: [
    "The body was parsed and serialised again in a different layout.",
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
    "Keep the body as bytes; nothing may convert it as a text file.",
  ],
  bom_stripped: [
    "The byte order mark at the start of the body was removed, as TextDecoder and many parsers do.",
    "Verify the bytes; for text use new TextDecoder('utf-8', { ignoreBOM: true }).",
  ],
  bom_added: [
    "A byte order mark was added in front of the body.",
    "Save the captured body as UTF-8 without BOM.",
  ],
  decoded_as_latin1: [
    "The UTF-8 body was read as latin1 or windows-1252.",
    "Verify the bytes, or decode them as UTF-8.",
  ],
  encoded_as_latin1: [
    "The body's text was encoded as latin1.",
    "Verify the bytes as received, or encode the text as UTF-8.",
  ],
  invalid_utf8_replaced: [
    "The body contains U+FFFD, with which decoders replace bytes that are not UTF-8.",
    "Verify the bytes before they are decoded.",
  ],
  body_changed: [
    "The body is not the one that was signed.",
    "Find the component between Harbor and the receiver that rewrites requests, and compare with the event's body in Harbor.",
  ],
  secret_padded: [
    "The secret has white space or a line break around it.",
    "Trim it where it is stored or read.",
  ],
  secret_quoted: ["The secret has quotation marks around it.", "Remove them where it is stored or read."],
  secret_prefix_missing: [
    "The signer or the receiver used the secret without its whsec_ prefix.",
    "Use the whole secret string, prefix included, as the key.",
  ],
  secret_decoded: [
    "The signature was created with the base64-decoded secret.",
    "The key is the UTF-8 bytes of the whole secret string; do not decode it.",
  ],
  secret_not_decoded: [
    "The signature was created with the text of the secret as the key.",
    "The key is the base64-decoded bytes behind whsec_: decode it in the sender.",
  ],
  secret_incomplete: [
    "The secret is not whsec_ and 44 characters of base64: part of it is missing.",
    "Copy the secret again, all of it.",
  ],
  secret_is_api_key: [
    "The secret is an API key (hk_…).",
    "Use the destination's signing secret (whsec_…), shown when it was created or rotated.",
  ],
  secret_is_private_key: [
    "The receiver has the sender's private key (whsk_…).",
    "Use the public key (whpk_…), and replace the pair: the private key has left the sender.",
  ],
  secret_of_other_version: [
    "The request has no signature of the version that the receiver's keys are for.",
    "Use whsec_… for a request signed with v1 and whpk_… for one signed with v1a.",
  ],
  secret_joined: ["The value contains two secrets.", "Pass a list of secrets, one string for each."],
  secret_has_text_before: [
    "The secret has text before whsec_, such as a variable name or a version.",
    "Keep only what starts with whsec_.",
  ],
  secret_has_escaped_line_break: [
    "The secret contains a backslash and an n where a line break was meant.",
    "Remove both characters where the secret is stored.",
  ],
  secret_has_invisible_character: [
    "The secret contains an invisible character.",
    "Copy the secret again as plain text.",
  ],
  wrong_secret: [
    "The signature was created with a different secret: of another destination, or from before a rotation.",
    "Use the secret of the destination that has this URL.",
  ],
  id_left_out: [
    "The signature does not cover webhook-id.",
    "Sign the id, a dot, the timestamp, a dot and the body.",
  ],
  timestamp_left_out: [
    "The signature covers the body alone.",
    "Sign the timestamp, a dot and the body: HMAC(secret, t + '.' + body).",
  ],
  timestamp_in_milliseconds: ["The timestamp is in milliseconds.", "Sign and send whole Unix seconds."],
  signature_in_base64: ["The signature is in base64.", "Write it in lower-case hex."],
  signature_in_upper_case: ["The signature is in upper-case hex.", "Write it in lower case."],
  signature_in_hex: ["The signature is in hex.", "Write it in base64: v1,<base64>."],
  signature_in_base64url: [
    "The signature is in base64url or has no padding.",
    "Write it in base64, with + and / and the padding.",
  ],
  signature_version_missing: [
    "The signature has no version in front of it.",
    "Write v1, in front of each signature: v1,<base64>.",
  ],
  header_missing: [
    "The Harbor-Signature header is missing.",
    "Let proxies and gateways pass the Harbor-* headers through.",
  ],
  header_duplicated: [
    "The request has two Harbor-Signature headers, or a proxy joined two header lines.",
    "Find the proxy or middleware that adds the header again.",
  ],
  headers_missing: [
    "The signature covers headers of which at least one is missing.",
    "Pass Harbor-Event-Id, Harbor-Event-Type and Harbor-Delivery-Id to the receiver.",
  ],
  headers_changed: [
    "The body is authentic, but Harbor-Event-Id, Harbor-Event-Type or Harbor-Delivery-Id is not the one that was signed.",
    "Find the component that rewrites them. Without one, a captured request was sent again with other headers.",
  ],
  clock_off: [
    "The timestamp is outside the tolerance.",
    "Synchronise the clock (NTP); for a delivery that waited in a queue pass receivedAt.",
  ],
};

/** Where Standard Webhooks differs. */
const standardExplanations: Partial<typeof explanations> = {
  body_compressed: [
    "The body is compressed with gzip: a proxy or gateway compressed it on the way.",
    "Switch the compression of requests off there, or decompress the body before it is verified.",
  ],
  body_changed: [
    "The body is not the one that was signed.",
    "Find the component between the sender and the receiver that rewrites requests.",
  ],
  secret_incomplete: [
    "The key is not whsec_ and the base64 of 16 to 64 bytes, nor whpk_ and the base64 of 32 bytes.",
    "Copy the key again, all of it.",
  ],
  secret_is_api_key: [
    "The secret is an API key (hk_…).",
    "Use the signing secret (whsec_…) or the public key (whpk_…) of the sender.",
  ],
  wrong_secret: [
    "The signature was created with a different key: of another endpoint, or from before a rotation.",
    "Use the secret or the public key that the sender shows for this URL.",
  ],
  timestamp_left_out: [
    "The signature covers the body alone.",
    "Sign the id, a dot, the timestamp, a dot and the body.",
  ],
  header_missing: [
    "The webhook-signature header is missing.",
    "Let proxies and gateways pass the webhook-* headers through.",
  ],
  header_duplicated: [
    "The request has webhook-id or webhook-timestamp twice, or a proxy joined two header lines.",
    "Find the proxy or middleware that adds the header again.",
  ],
  headers_missing: [
    "webhook-id or webhook-timestamp is missing, and the signature covers both.",
    "Let proxies and gateways pass the webhook-* headers through.",
  ],
};

/** The same finding in the words of Standard Webhooks. */
export function inStandardWords(found: Finding): Finding {
  const [detail, fix] = standardExplanations[found.cause] ?? [found.detail, found.fix];
  return { ...found, detail, fix };
}

export function finding(cause: Cause, certainty: Certainty): Finding {
  const [detail, fix] = explanations[cause];
  return { cause, certainty, detail, fix };
}

/** `offsetSeconds` is this clock minus the timestamp. */
export function clockFinding(offsetSeconds: number, certainty: Certainty): Finding {
  const detail =
    offsetSeconds > 0
      ? `This clock is ${offsetSeconds} s ahead of the timestamp, or the request waited or was replayed.`
      : `This clock is ${-offsetSeconds} s behind the timestamp.`;
  return { ...finding("clock_off", certainty), detail, offsetSeconds };
}
