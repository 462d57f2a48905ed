import { equalInConstantTime, includesInConstantTime } from "../constant-time.js";
import { type Hmac, type HmacKey } from "../hmac.js";
import { isComplete } from "../match-signature.js";
import { parseSignatureHeader } from "../parse-signature-header.js";
import { type SignatureSource } from "../received-headers.js";
import { v2Content } from "../signed-content.js";
import { type Cause, type Suspect } from "./finding.js";
import { type HeaderEvidence } from "./header-suspects.js";
import { type Key } from "./secret-suspects.js";

/** Two faults at once happen; three would cost many times as much to look for. */
const MAX_CHANGES = 2;

export type Keys = readonly Suspect<HmacKey>[];

interface Suspects {
  readonly keys: Keys;
  readonly header: HeaderEvidence;
  readonly bodies: Iterable<Suspect<Uint8Array | string>>;
}

export const importKeys = (hmac: Hmac, secrets: readonly Suspect<Key>[]): Keys =>
  secrets.map(({ value, causes }) => ({ value: hmac.importKey(value), causes }));

/** The causes that, undone together, make `v1` match; undefined if no combination does. */
export function findMatch({ keys, header, bodies }: Suspects): Cause[] | undefined {
  if (header.digests.length === 0) return undefined;
  for (const body of bodies) {
    for (const key of keys) {
      for (const head of header.heads) {
        const parts = [key, head, body];
        if (parts.filter(({ causes }) => causes.length > 0).length > MAX_CHANGES) continue;
        const expected = key.value.digest(head.value, body.value);
        const digest = header.digests.find(({ value }) => equalInConstantTime(value, expected));
        if (digest !== undefined) return [...parts, digest].flatMap(({ causes }) => causes);
      }
    }
  }
  return undefined;
}

/** What `v2` says: nothing, that headers are missing, that no key made it, or what is wrong with the key that did. */
export type V2Evidence =
  "absent" | "headers_missing" | "matches_no_key" | { readonly causes: readonly Cause[] };

/** As `v2` covers `v1` and not the body, it tells a wrong secret from a changed body. */
export function readV2(keys: Keys, source: SignatureSource): V2Evidence {
  const parsed = parseSignatureHeader(source.signature ?? "");
  const ids = source.readIds?.();
  if (!parsed.ok || !parsed.header.hasV2 || ids === undefined) return "absent";
  if (!isComplete(ids)) return "headers_missing";
  const { timestamp, v1, v2 } = parsed.header;
  const made = (key: HmacKey): boolean =>
    v1.some((body) => includesInConstantTime(v2, key.digest(v2Content(timestamp, ids, body))));
  return keys.find(({ value }) => made(value)) ?? "matches_no_key";
}
