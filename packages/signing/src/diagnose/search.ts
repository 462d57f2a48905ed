import { equalInConstantTime, includesInConstantTime } from "../constant-time.js";
import { type Ed25519PublicKey } from "../ed25519.js";
import { type Hmac, type HmacKey } from "../hmac.js";
import { isComplete } from "../match-signature.js";
import { parseSignatureHeader } from "../parse-signature-header.js";
import { type SignatureSource } from "../received-headers.js";
import { v2Content } from "../signed-content.js";
import { type Budget } from "./budget.js";
import { type Cause, type Suspect } from "./finding.js";
import { type HeaderEvidence, MAX_DIGESTS } from "./header-suspects.js";
import { type Key } from "./secret-suspects.js";
import { messageOf } from "../standard/content.js";

export type HmacKeys = readonly Suspect<HmacKey>[];

/** A key to try, with its way to compare. */
export interface SearchKey {
  /** The causes to undo in the signature that matches; undefined if none matches. */
  match(head: string, body: Uint8Array): readonly Cause[] | undefined;
  /** Takes the cost of `match` from the budget and returns whether that much was left. */
  spend(budget: Budget, bytes: number): boolean;
}

type Keys = readonly Suspect<SearchKey>[];

type Body = Suspect<Uint8Array>;

interface Suspects {
  readonly keys: Keys;
  readonly header: HeaderEvidence;
  readonly bodies: Iterable<Body>;
  readonly budget: Budget;
}

export const importKeys = (hmac: Hmac, secrets: readonly Suspect<Key>[]): HmacKeys =>
  secrets.map(({ value, causes }) => ({ value: hmac.importKey(value), causes }));

export function hmacSearchKey(key: HmacKey, digests: HeaderEvidence["digests"]): SearchKey {
  return {
    match(head, body) {
      const expected = key.digest(head, body);
      return digests.find(({ value }) => equalInConstantTime(value, expected))?.causes;
    },
    spend: (budget, bytes) => budget.spendDigest(bytes),
  };
}

export function ed25519SearchKey(
  key: Ed25519PublicKey,
  signatures: readonly Uint8Array[],
  unitsPerVerification: number,
): SearchKey {
  return {
    match(head, body) {
      const message = messageOf(head, body);
      return signatures.some((signature) => key.verify(message, signature)) ? [] : undefined;
    },
    spend: (budget, bytes) => budget.spend(signatures.length * (unitsPerVerification + bytes * 4)),
  };
}

/**
 * The causes that, undone together, make `v1` match; undefined if no combination does within the budget. Single faults come
 * first, because they are common; two at once happen; three would cost many times as much.
 */
export function findMatch(suspects: Suspects): Cause[] | undefined {
  const { bodies, header } = suspects;
  if (header.digests.length === 0 && header.signatures.length === 0) return undefined;
  const seen: Body[] = [];
  for (const body of bodies) {
    seen.push(body);
    const match = matchOf(suspects, body, (changes) => changes <= 1);
    if (match !== undefined) return match;
  }
  for (const body of seen) {
    const match = matchOf(suspects, body, (changes) => changes === 2);
    if (match !== undefined) return match;
  }
  return undefined;
}

function matchOf(
  { keys, header, budget }: Suspects,
  body: Body,
  isWanted: (changes: number) => boolean,
): Cause[] | undefined {
  for (const key of keys) {
    for (const head of header.heads) {
      const parts = [key, head, body];
      if (!isWanted(parts.filter(({ causes }) => causes.length > 0).length)) continue;
      if (!key.value.spend(budget, body.value.length)) return undefined;
      const causes = key.value.match(head.value, body.value);
      if (causes !== undefined) return [...parts.flatMap((part) => part.causes), ...causes];
    }
  }
  return undefined;
}

/** The evidence of `v2`: nothing, that headers are missing, that no key matches, or the causes of the key that does. */
export type V2Evidence =
  "absent" | "headers_missing" | "matches_no_key" | { readonly causes: readonly Cause[] };

/** `v2` covers `v1` and not the body, so it distinguishes a wrong secret from a changed body. */
export function readV2(keys: HmacKeys, source: SignatureSource): V2Evidence {
  const parsed = parseSignatureHeader(source.signature ?? "");
  const ids = source.readIds?.();
  if (!parsed.ok || !parsed.header.hasV2 || ids === undefined) return "absent";
  if (!isComplete(ids)) return "headers_missing";
  const { timestamp } = parsed.header;
  const v1 = parsed.header.v1.slice(0, MAX_DIGESTS);
  const v2 = parsed.header.v2.slice(0, MAX_DIGESTS);
  const signedBy = (key: HmacKey): boolean =>
    v1.some((body) => includesInConstantTime(v2, key.digest(v2Content(timestamp, ids, body))));
  return keys.find(({ value }) => signedBy(value)) ?? "matches_no_key";
}
