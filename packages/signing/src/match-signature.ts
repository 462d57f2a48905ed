import { type Hmac, type HmacKey } from "./hmac.js";
import { type SignatureHeader } from "./parse-signature-header.js";
import { type ReceivedIds } from "./received-headers.js";
import { type DeliveryIds, v1Head, v2Content } from "./signed-content.js";
import { failure, success, type VerifyResult } from "./verify-result.js";

interface Candidate {
  readonly hmac: Hmac;
  readonly keys: readonly HmacKey[];
  readonly body: string | Uint8Array;
  readonly header: SignatureHeader;
  /** What `v2` has to cover; undefined where `v2` is not looked at. */
  readonly ids: ReceivedIds | undefined;
}

/** Finds the first secret under which `v1`, and `v2` where it counts, are good. */
export function matchSignature({ hmac, keys, body, header, ids }: Candidate): VerifyResult {
  const { timestamp } = header;
  let bodyIsGenuine = false;
  for (let secretIndex = 0; secretIndex < keys.length; secretIndex += 1) {
    const key = keys[secretIndex] as HmacKey;
    const v1 = key.digest(v1Head(timestamp), body);
    if (!includes(hmac, header.v1, v1)) continue;
    if (ids === undefined) return success({ timestamp, secretIndex, headersSigned: false });
    if (!isComplete(ids))
      return failure("headers_missing", "Pass all headers of the request on to the receiver.");
    const v2 = key.digest(v2Content(timestamp, ids, v1));
    if (includes(hmac, header.v2, v2)) {
      const { eventId, eventType, deliveryId } = ids;
      return success({ timestamp, secretIndex, headersSigned: true, eventId, eventType, deliveryId });
    }
    bodyIsGenuine = true;
  }
  return bodyIsGenuine
    ? failure("headers_mismatch", "A proxy has changed them, or somebody has put them on a captured request.")
    : failure(
        "signature_mismatch",
        "Either the body's bytes were changed on the way, or the secret is another one's.",
      );
}

/** Compares with every digest, so that the time taken does not tell which one came close. */
export function includes(hmac: Hmac, digests: readonly string[], expected: string): boolean {
  let found = false;
  for (const digest of digests) found = hmac.equal(digest, expected) || found;
  return found;
}

/** An empty header counts as none. */
export const isComplete = (ids: ReceivedIds): ids is DeliveryIds =>
  Boolean(ids.eventId && ids.eventType && ids.deliveryId);
