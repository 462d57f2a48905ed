import { isDigest, splitSignatureHeader } from "../parse-signature-header.js";
import { v1Head } from "../signed-content.js";
import { base64ToBytes } from "./base64.js";
import { type Cause, type Suspect } from "./finding.js";

/** A `Harbor-Signature` value, read as leniently as possible. */
export interface HeaderEvidence {
  /** In seconds, also if the header has milliseconds. */
  readonly timestamp: number | undefined;
  /** Faults of the header that do not depend on what it signs. */
  readonly causes: readonly Cause[];
  /** Texts that may have been signed in front of the body. Empty if the header is too damaged to search for a match. */
  readonly heads: readonly Suspect<string>[];
  /** The `v1` digests, in lower-case hex. */
  readonly digests: readonly Suspect<string>[];
  /** The `v1a` signatures of Standard Webhooks. */
  readonly signatures: readonly Uint8Array[];
}

export const MILLISECONDS = /^[1-9][0-9]{12}$/;
const SECONDS = /^[0-9]{1,12}$/;

/** A proxy that joins two header lines gives two. No known mistake gives more, and each multiplies the search. */
const MAX_TIMESTAMPS = 3;
/** A rotation has two secrets, and a joined header doubles them. The rest of a longer list is ignored. */
export const MAX_DIGESTS = 8;

export function readHeader(value: string): HeaderEvidence {
  const { t, v1 } = splitSignatureHeader(value);
  const times = [...new Set(t)];
  const isSearchable = times.length <= MAX_TIMESTAMPS;
  const stamped = isSearchable ? times.map(headSuspect) : [];
  const digests = v1.slice(0, MAX_DIGESTS).flatMap(digestSuspects);
  const duplicated: Cause[] = t.length > 1 ? ["header_duplicated"] : [];
  return {
    timestamp: isSearchable ? times.map(secondsOf).find((seconds) => seconds !== undefined) : undefined,
    causes: [...duplicated, ...[...stamped, ...digests].flatMap(({ causes }) => causes)],
    heads: isSearchable ? [...stamped, { value: "", causes: ["timestamp_left_out"] }] : [],
    digests,
    signatures: [],
  };
}

const headSuspect = (time: string): Suspect<string> => ({
  value: v1Head(time),
  causes: MILLISECONDS.test(time) ? ["timestamp_in_milliseconds"] : [],
});

export function secondsOf(time: string): number | undefined {
  if (SECONDS.test(time)) return Number(time);
  return MILLISECONDS.test(time) ? Math.floor(Number(time) / 1000) : undefined;
}

/** Base64 of 32 bytes has 43 or 44 characters; a longer text is not worth decoding. */
const MAX_DIGEST_CHARACTERS = 64;

function digestSuspects(text: string): Suspect<string>[] {
  if (text.length > MAX_DIGEST_CHARACTERS) return [];
  if (isDigest(text)) return [{ value: text, causes: [] }];
  const lower = text.toLowerCase();
  if (isDigest(lower)) return [{ value: lower, causes: ["signature_in_upper_case"] }];
  const bytes = base64ToBytes(text);
  return bytes?.length === 32 ? [{ value: toHex(bytes), causes: ["signature_in_base64"] }] : [];
}

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
