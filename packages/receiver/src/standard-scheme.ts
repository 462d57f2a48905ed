import { type Ed25519, safeVerifyStandardSignature, type StandardDelivery } from "@harbor/signing/standard";
import { parseJson } from "./parse-json.js";
import { type Authentication, refusal, type Scheme } from "./scheme.js";

/** The options of the scheme `standard`. */
export interface StandardSchemeOptions {
  /**
   * Returns the event's type from the parsed body, for a sender that does not have it in the top-level field `type`. Undefined means
   * that the body has none; the response is then 422.
   */
  readonly typeOf?: ((body: unknown) => string | undefined) | undefined;
  /**
   * Ed25519 for `whpk_…` keys in workers and browsers, imported from `@harbor/receiver/ed25519`. Node.js, Deno and Bun have their
   * own.
   */
  readonly ed25519?: Ed25519 | undefined;
}

/** Standard Webhooks 1.0: https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#standard-webhooks */
export function standardScheme({ typeOf, ed25519 }: StandardSchemeOptions): Scheme {
  return {
    headerNames: ["webhook", "svix"].flatMap((name) => [
      `${name}-id`,
      `${name}-timestamp`,
      `${name}-signature`,
    ]),
    // The standard names no content type, and the body is parsed anyway.
    isAlwaysJson: false,
    authenticate(request, diagnose) {
      const result = safeVerifyStandardSignature({ ...request, headers: request.headers, ed25519 });
      if (result.ok) return identify(request.body, result.delivery, typeOf ?? topLevelType);
      const findings = diagnose({ ...request, scheme: "standard", ed25519 });
      return refusal({ code: result.code, hint: result.hint, findings });
    },
    secretFault(secret) {
      // Keys are prepared before the headers are read, so this also finds a public key without an implementation of Ed25519.
      const result = safeVerifyStandardSignature({
        body: "",
        headers: {},
        secret: secret as string,
        ed25519,
      });
      return !result.ok && result.code === "secret_invalid" ? result.hint : undefined;
    },
  };
}

/** Only the id, the timestamp and the body are proven, so the type comes from the body. */
function identify(
  body: Uint8Array,
  { eventId, timestamp, secretIndex, headersSigned }: StandardDelivery,
  typeOf: (body: unknown) => unknown,
): Authentication {
  const parsed = parseJson(body);
  if (!parsed.ok) return refusal({ code: "invalid_json", reason: "the body is not JSON" }, eventId);
  let eventType: unknown;
  try {
    eventType = typeOf(parsed.json);
  } catch (cause) {
    return refusal({ code: "type_failed", hint: "typeOf threw.", cause }, eventId);
  }
  if (typeof eventType !== "string" || eventType === "")
    return refusal({ code: "type_missing", reason: "the body has no event type" }, eventId);
  const signedAt = new Date(timestamp * 1000);
  const proven = { eventId, eventType, timestamp: signedAt, secretIndex, headersSigned };
  // Harbor-* headers are never read: any sender may have made the request.
  const unread = { deliveryId: undefined, retryCount: undefined, unsigned: { tenant: null } };
  return { ok: true, delivery: { ...proven, ...unread }, parsed };
}

function topLevelType(body: unknown): unknown {
  const isObject = typeof body === "object" && body !== null;
  return isObject && Object.hasOwn(body, "type") ? (body as { type: unknown }).type : undefined;
}
