import { isDigest, splitSignatureHeader } from "../parse-signature-header.js";
import { v1Head } from "../signed-content.js";
import { base64ToBytes } from "./base64.js";
import { type Cause, type Suspect } from "./finding.js";

/** What can be read of a `Harbor-Signature` value by someone who forgives everything. */
export interface HeaderEvidence {
  /** In seconds, also where the header has milliseconds. */
  readonly timestamp: number | undefined;
  /** What is wrong with the header whatever it signs. */
  readonly causes: readonly Cause[];
  /** What may have been signed in front of the body. */
  readonly heads: readonly Suspect<string>[];
  /** The `v1` digests, in lower-case hex. */
  readonly digests: readonly Suspect<string>[];
}

const MILLISECONDS = /^[1-9][0-9]{12}$/;
const SECONDS = /^[0-9]{1,12}$/;

export function readHeader(value: string): HeaderEvidence {
  const { t, v1 } = splitSignatureHeader(value);
  const stamped = t.map(headSuspect);
  const digests = v1.flatMap(digestSuspects);
  const duplicated: Cause[] = t.length > 1 ? ["header_duplicated"] : [];
  return {
    timestamp: t.map(secondsOf).find((seconds) => seconds !== undefined),
    causes: [...duplicated, ...[...stamped, ...digests].flatMap(({ causes }) => causes)],
    heads: [...stamped, { value: "", causes: ["timestamp_left_out"] }],
    digests,
  };
}

const headSuspect = (time: string): Suspect<string> => ({
  value: v1Head(time),
  causes: MILLISECONDS.test(time) ? ["timestamp_in_milliseconds"] : [],
});

function secondsOf(time: string): number | undefined {
  if (SECONDS.test(time)) return Number(time);
  return MILLISECONDS.test(time) ? Math.floor(Number(time) / 1000) : undefined;
}

function digestSuspects(text: string): Suspect<string>[] {
  if (isDigest(text)) return [{ value: text, causes: [] }];
  const lower = text.toLowerCase();
  if (isDigest(lower)) return [{ value: lower, causes: ["signature_in_upper_case"] }];
  const bytes = base64ToBytes(text);
  return bytes?.length === 32 ? [{ value: toHex(bytes), causes: ["signature_in_base64"] }] : [];
}

const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
