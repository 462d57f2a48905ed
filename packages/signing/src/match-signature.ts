import { includesInConstantTime } from "./constant-time.js";
import { type HmacKey } from "./hmac.js";
import { type ReceivedIds } from "./received-headers.js";
import { type DeliveryIds, v1Head, v2Content } from "./signed-content.js";
import { failure, success, type VerifyResult } from "./verify-result.js";

interface Candidate {
  readonly keys: readonly HmacKey[];
  readonly timestamp: number;
  readonly body: string | Uint8Array;
  /** The values of `v1=` and `v2=` in the header, well-formed or not. */
  readonly v1: readonly string[];
  readonly v2: readonly string[];
  /** The ids that `v2` covers; undefined if `v2` is not checked. */
  readonly ids: ReceivedIds | undefined;
}

/** Finds the first secret for which `v1`, and `v2` if it is checked, match. */
export function matchSignature({ keys, timestamp, body, v1, v2, ids }: Candidate): VerifyResult {
  let bodyIsGenuine = false;
  for (let secretIndex = 0; secretIndex < keys.length; secretIndex += 1) {
    const key = keys[secretIndex] as HmacKey;
    const digest = key.digest(v1Head(timestamp), body);
    if (
      ids !== undefined &&
      isComplete(ids) &&
      includesInConstantTime(v2, key.digest(v2Content(timestamp, ids, digest)))
    ) {
      // The sender of a valid `v2` has the key, so a comparison in variable time reveals nothing new.
      if (!v1.includes(digest)) continue;
      const { eventId, eventType, deliveryId } = ids;
      return success({ timestamp, secretIndex, headersSigned: true, eventId, eventType, deliveryId });
    }
    if (!includesInConstantTime(v1, digest)) continue;
    if (ids === undefined) return success({ timestamp, secretIndex, headersSigned: false });
    if (!isComplete(ids))
      return failure("headers_missing", "Pass Harbor-Event-Id, Harbor-Event-Type and Harbor-Delivery-Id.");
    bodyIsGenuine = true;
  }
  return bodyIsGenuine
    ? failure("headers_mismatch", "A proxy changed them, or they were added to a captured request.")
    : failure(
        "signature_mismatch",
        "Either the body was changed on the way, or the secret belongs to a different destination.",
      );
}

/** An empty header counts as missing. */
export const isComplete = (ids: ReceivedIds): ids is DeliveryIds =>
  Boolean(ids.eventId && ids.eventType && ids.deliveryId);
