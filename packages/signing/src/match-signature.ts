import { includesInConstantTime } from "./constant-time.js";
import { type HmacKey } from "./hmac.js";
import { type ReceivedIds } from "./received-headers.js";
import { type DeliveryIds, v1Head, v2Content } from "./signed-content.js";
import { failure, success, type VerifyResult } from "./verify-result.js";

interface Candidate {
  readonly keys: readonly HmacKey[];
  readonly timestamp: number;
  readonly body: string | Uint8Array;
  /** What stands behind `v1=` and `v2=` in the header, well-formed or not. */
  readonly v1: readonly string[];
  readonly v2: readonly string[];
  /** What `v2` has to cover; undefined where `v2` is not looked at. */
  readonly ids: ReceivedIds | undefined;
}

/** Finds the first secret under which `v1`, and `v2` where it counts, are good. */
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
      // Whoever made this `v2` has the key and needs no `v1` guessed: a plain comparison tells nobody anything.
      if (!v1.includes(digest)) continue;
      const { eventId, eventType, deliveryId } = ids;
      return success({ timestamp, secretIndex, headersSigned: true, eventId, eventType, deliveryId });
    }
    if (!includesInConstantTime(v1, digest)) continue;
    if (ids === undefined) return success({ timestamp, secretIndex, headersSigned: false });
    if (!isComplete(ids))
      return failure("headers_missing", "Pass all headers of the request on to the receiver.");
    bodyIsGenuine = true;
  }
  return bodyIsGenuine
    ? failure("headers_mismatch", "A proxy has changed them, or somebody has put them on a captured request.")
    : failure(
        "signature_mismatch",
        "Either the body's bytes were changed on the way, or the secret is another one's.",
      );
}

/** An empty header counts as none. */
export const isComplete = (ids: ReceivedIds): ids is DeliveryIds =>
  Boolean(ids.eventId && ids.eventType && ids.deliveryId);
