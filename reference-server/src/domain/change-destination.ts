import { isDeepStrictEqual } from "node:util";
import type { StatusChange } from "./circuit-breaker.js";
import type {
  ActiveOrPaused,
  Destination,
  Millis,
  PausedReason,
  RetryPolicy,
  Sealed,
  SignatureScheme,
} from "./domain.js";

export type DestinationPatch = Partial<
  Pick<
    Destination,
    | "uid"
    | "url"
    | "url_from_portal"
    | "name"
    | "max_concurrent_deliveries"
    | "max_per_second"
    | "timeout_seconds"
    | "ordering"
    | "headers"
    | "header_names"
    | "metadata"
  > & {
    /** The members given replace those of the current policy. */
    retry_policy: Partial<RetryPolicy>;
    status: ActiveOrPaused;
    paused_reason: PausedReason | null;
    /** A sealed value with the content of `headers`. As long as it is the destination's, it stays: sealing is random. */
    same_headers: Sealed | null;
  }
>;

/** `now` is environment time. A repeated pause keeps its start, so that it does not prolong holds; its reason may change. */
export function patchDestination(before: Destination, patch: DestinationPatch, now: Millis): Destination {
  const { status = before.status, paused_reason, retry_policy = {}, same_headers = null, ...fields } = patch;
  const policy = { ...before.retry_policy, ...retry_policy };
  const kept = hasHeaders(before, same_headers) ? { headers: before.headers } : {};
  const changed = { ...before, ...fields, ...kept, retry_policy: policy, status, updated_at: now };
  if (status === "active") return { ...changed, paused_reason: null, paused_at: null };
  return {
    ...changed,
    paused_reason: reasonOf(before, paused_reason),
    paused_at: before.paused_at ?? now,
  };
}

function hasHeaders({ headers }: Destination, sealed: Sealed | null): boolean {
  return headers !== null && sealed !== null && Buffer.compare(headers, sealed) === 0;
}

/** Whether the destination stays as it was. */
export function isUnchanged(before: Destination, after: Destination): boolean {
  return isDeepStrictEqual({ ...after, updated_at: before.updated_at }, before);
}

/** A tenant's pause does not replace the sender's, because a tenant may end its own. */
function reasonOf(before: Destination, reason: PausedReason | null = null): PausedReason {
  if (reason === "portal" && before.paused_reason === "manual") return "manual";
  return reason ?? before.paused_reason ?? "manual";
}

/** A tenant cannot resume a destination that the sender has paused. */
export function isResumeRefused(
  before: Destination,
  { owner = null, patch }: { owner?: string | null | undefined; patch: DestinationPatch },
): boolean {
  return owner !== null && patch.status === "active" && before.paused_reason === "manual";
}

/** Resuming resets the circuit breaker's count. */
export function isResumed(before: Destination, after: Destination): boolean {
  return before.status === "paused" && after.status === "active";
}

/** The destination after an attempt that pauses or resumes it. */
export function changeStatus(before: Destination, change: StatusChange, now: Millis): Destination {
  const patch =
    change === "resumed"
      ? ({ status: "active" } as const)
      : ({ status: "paused", paused_reason: change } as const);
  return patchDestination(before, patch, now);
}

/** Kept while deliveries refer to it, without its secrets. Its uid is free. */
export function deletedDestination(destination: Destination, now: Millis): Destination {
  return {
    ...destination,
    uid: null,
    headers: null,
    header_names: [],
    metadata: null,
    ...NO_OLD_KEY,
    updated_at: now,
  };
}

export interface Rotation {
  destination: Destination;
  /** Which of the offered keys becomes the current one; null: the current one stays. */
  newKey: KeyKind | null;
  /** `end`: every other key ends now. `expire`: a replaced current one ends with the grace period. */
  earlierKeys: "end" | "expire";
}

/** A secret signs with `harbor` and `standard`, a key pair with `standard_ed25519`. */
export type KeyKind = "secret" | "key_pair";

/** Times are environment time. `endNow` is for a leaked key: a running grace period does not prevent it. */
export interface RotationTerms {
  now: Millis;
  endNow: boolean;
  oldKeysExpireAt: Millis;
  /** Of the offered key pair. */
  publicKey: string;
  /** The secret is the sender's own: a key pair cannot replace it. */
  isImported?: boolean;
}

export const keyKindOf = (signature: SignatureScheme): KeyKind =>
  signature === "standard_ed25519" ? "key_pair" : "secret";

export function rotateKey(
  before: Destination,
  terms: RotationTerms,
): Rotation | "rotation_in_progress" | "invalid_signing_secret" {
  if (terms.isImported === true && keyKindOf(before.signature) === "key_pair")
    return "invalid_signing_secret";
  return rotate(before, { ...terms, signature: before.signature, newKey: keyKindOf(before.signature) });
}

/** Between `harbor` and `standard` the secret stays. */
export function changeSignature(
  before: Destination,
  { signature, ...terms }: RotationTerms & { signature: SignatureScheme },
): Rotation | "rotation_in_progress" {
  if (signature === before.signature) {
    return { destination: before, newKey: null, earlierKeys: "expire" };
  }
  const kind = keyKindOf(signature);
  return rotate(before, { ...terms, signature, newKey: kind === keyKindOf(before.signature) ? null : kind });
}

function rotate(
  before: Destination,
  terms: RotationTerms & { signature: SignatureScheme; newKey: KeyKind | null },
): Rotation | "rotation_in_progress" {
  const { now, endNow, signature, newKey } = terms;
  if (!endNow && isInGrace(before, now)) return "rotation_in_progress";
  const destination = {
    ...before,
    signature,
    public_key: newKey === "key_pair" ? terms.publicKey : null,
    ...(endNow ? NO_OLD_KEY : oldKeyOf(before, terms)),
    updated_at: now,
  };
  return { destination, newKey, earlierKeys: endNow ? "end" : "expire" };
}

function oldKeyOf(before: Destination, { oldKeysExpireAt }: RotationTerms) {
  return {
    old_signature: before.signature,
    old_public_key: before.public_key,
    old_key_expires_at: oldKeysExpireAt,
  };
}

/** Fields of a destination with one key and one scheme in force. */
export const NO_OLD_KEY = { old_signature: null, old_public_key: null, old_key_expires_at: null } as const;

/** Whether the key or scheme of an earlier rotation still signs. */
export function isInGrace({ old_key_expires_at: end }: Destination, now: Millis): boolean {
  return end !== null && end > now;
}

/** The public keys in force, newest first. */
export function publicKeysOf(destination: Destination, now: Millis): string[] {
  const { public_key, old_public_key } = destination;
  return [public_key, isInGrace(destination, now) ? old_public_key : null].filter((key) => key !== null);
}
