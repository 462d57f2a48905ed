import { decodeBase64 } from "../base64.js";
import { type Ed25519 } from "../ed25519.js";
import { isDigest } from "../parse-signature-header.js";
import { type ReceivedHeaders } from "../received-headers.js";
import { standardHead } from "../standard/content.js";
import {
  MAX_HEADER_CHARACTERS,
  readStandardHeaders,
  splitStandardSignature,
  type StandardSource,
} from "../standard/headers.js";
import { readVerificationKey, type StandardKeyFault } from "../standard/keys.js";
import { base64ToBytes } from "./base64.js";
import { type Cause, type Suspect } from "./finding.js";
import { type HeaderEvidence, MAX_DIGESTS, MILLISECONDS, secondsOf, toHex } from "./header-suspects.js";
import { type Crypto, type SchemeEvidence } from "./evidence.js";
import { ed25519SearchKey, hmacSearchKey, type SearchKey } from "./search.js";
import { causeOf as causeOfSecret, unwrapped } from "./secret-suspects.js";

/** The evidence of a request that should follow Standard Webhooks. */
export function standardEvidence(
  crypto: Crypto,
  secrets: readonly string[],
  headers: ReceivedHeaders,
): SchemeEvidence {
  const source = readStandardHeaders(headers);
  const header = source.signature ? readHeader(source, source.signature) : undefined;
  const faults = secrets.map(visibleFault);
  const usable = secrets.filter((_, index) => faults[index] === undefined);
  const secretCauses = faults.filter((cause) => cause !== undefined);
  return {
    header,
    keys: header === undefined ? [] : secrets.flatMap((secret) => keysOf(crypto, secret, header)),
    v2: "absent",
    secretCauses:
      header && isOfOtherVersion(usable, header) ? [...secretCauses, OTHER_VERSION] : secretCauses,
    hasUsableSecret: usable.length > 0,
    hasCutSecret: false,
  };
}

const OTHER_VERSION: Cause = "secret_of_other_version";

function readHeader({ id, timestamp }: StandardSource, signature: string): HeaderEvidence {
  const isMissing = !id || !timestamp;
  const isDuplicated = [id, timestamp].some((value) => value?.includes(", "));
  const parts = signature.slice(0, MAX_HEADER_CHARACTERS).split(" ");
  const digests = parts.flatMap(digestSuspects).slice(0, MAX_DIGESTS);
  const heads = isMissing ? [] : headSuspects(id, timestamp);
  const causes: Cause[] = [];
  if (isMissing) causes.push("headers_missing");
  if (isDuplicated) causes.push("header_duplicated");
  return {
    timestamp: timestamp === undefined ? undefined : secondsOf(timestamp),
    causes: [...causes, ...[...heads.slice(0, 1), ...digests].flatMap((each) => each.causes)],
    heads,
    digests,
    signatures: splitStandardSignature(signature).v1a.flatMap((text) => decodeBase64(text) ?? []),
  };
}

function headSuspects(id: string, timestamp: string): Suspect<string>[] {
  const causes: Cause[] = MILLISECONDS.test(timestamp) ? ["timestamp_in_milliseconds"] : [];
  return [
    { value: standardHead(id, timestamp), causes },
    { value: `${timestamp}.`, causes: ["id_left_out"] },
    { value: "", causes: ["timestamp_left_out"] },
  ];
}

/** Hex has 64 characters and base64 44; a longer text is not worth decoding. */
const MAX_CHARACTERS = 70;

function digestSuspects(part: string): Suspect<string>[] {
  if (part.length > MAX_CHARACTERS || part.startsWith("v1a,")) return [];
  const hasVersion = part.startsWith("v1,");
  const text = hasVersion ? part.slice(3) : part;
  const causes: Cause[] = hasVersion ? [] : ["signature_version_missing"];
  if (isDigest(text.toLowerCase()))
    return [{ value: text.toLowerCase(), causes: [...causes, "signature_in_hex"] }];
  const bytes = base64ToBytes(text);
  if (bytes?.length !== 32) return [];
  const isPlain = text.endsWith("=") && decodeBase64(text) !== undefined;
  return [{ value: toHex(bytes), causes: isPlain ? causes : [...causes, "signature_in_base64url"] }];
}

/** The key as the standard reads it, first, and then the keys that may have created the signature. */
function keysOf({ hmac, ed25519 }: Crypto, secret: string, header: HeaderEvidence): Suspect<SearchKey>[] {
  const { value: text, causes } = unwrapped(secret);
  const key = readVerificationKey(text);
  if (!("fault" in key) && key.version === "v1a")
    return ed25519 === undefined ? [] : [{ value: publicKeyOf(ed25519, key.bytes, header), causes }];
  const hmacKeyOf = (bytes: string | Uint8Array): SearchKey =>
    hmacSearchKey(hmac.importKey(bytes), header.digests);
  const decoded = "fault" in key ? [] : [{ value: hmacKeyOf(key.bytes), causes }];
  const texts = [text, text.replace(/^whsec_/, "")].filter((each) => each !== "");
  const undecodedCauses: Cause[] = [...causes, "secret_not_decoded"];
  return [...decoded, ...texts.map((each) => ({ value: hmacKeyOf(each), causes: undecodedCauses }))];
}

const publicKeyOf = (ed25519: Ed25519, bytes: Uint8Array, { signatures }: HeaderEvidence): SearchKey =>
  ed25519SearchKey(ed25519.importPublicKey(bytes), signatures, ed25519.unitsPerVerification);

/** The keys can be used, but each is for a version that the header does not have. */
function isOfOtherVersion(usable: readonly string[], { digests, signatures }: HeaderEvidence): boolean {
  const keys = usable.map(readVerificationKey);
  const isTried = keys.some(
    (key) => "version" in key && (key.version === "v1" ? digests : signatures).length > 0,
  );
  return usable.length > 0 && digests.length + signatures.length > 0 && !isTried;
}

function visibleFault(secret: string): Cause | undefined {
  const key = readVerificationKey(secret);
  return "fault" in key ? causeOf(key.fault) : undefined;
}

function causeOf(fault: StandardKeyFault): Cause {
  if (fault === "private_key") return "secret_is_private_key";
  return fault in causeOfSecret ? causeOfSecret[fault as keyof typeof causeOfSecret] : "secret_incomplete";
}
