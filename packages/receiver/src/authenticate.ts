import { safeVerifySignature, type VerifiedDelivery } from "@harbor/signing";
import { headerOf, type DeliveryHeaders, type DeliveryRequest } from "./delivery-request.js";
import type { Settings } from "./options.js";
import type { Verdict } from "./verdict.js";

/** A delivery that Harbor has signed. */
export interface AuthenticDelivery {
  readonly eventId: string;
  readonly eventType: string;
  readonly deliveryId: string;
  readonly retryCount: number;
  readonly timestamp: Date;
  readonly secretIndex: number;
  readonly headersSigned: boolean;
}

export type Authentication =
  | { readonly ok: true; readonly delivery: AuthenticDelivery }
  | { readonly ok: false; readonly verdict: Verdict };

/** Verifies that Harbor sent the request and identifies the event. */
export async function authenticate(
  settings: Settings,
  request: DeliveryRequest,
  body: Uint8Array,
): Promise<Authentication> {
  let secret: readonly string[];
  try {
    secret = await settings.readSecrets();
  } catch (cause) {
    return refusal({ code: "secret_unavailable", cause });
  }
  const { headers } = request;
  const { toleranceSeconds } = settings;
  const receivedAt = request.receivedAt ?? settings.now();
  const input = { body, headers, secret, toleranceSeconds, receivedAt };
  const result = safeVerifySignature(input);
  if (!result.ok)
    return refusal({ code: result.code, hint: result.hint, findings: settings.diagnose(input) });
  return identify(settings, headers, result.delivery);
}

/** Returns the ids that `v2` covers, or those of unsigned headers if the user accepts them. */
function identify(settings: Settings, headers: DeliveryHeaders, verified: VerifiedDelivery): Authentication {
  const { headersSigned, secretIndex } = verified;
  if (!headersSigned && !settings.acceptUnsignedHeaders) {
    const hint =
      "The signature has no v2 part, so the event's id and type are not proven; acceptUnsignedHeaders would accept them.";
    return refusal({ code: "headers_not_signed", hint });
  }
  const eventId = verified.eventId ?? headerOf(headers, "harbor-event-id");
  const eventType = verified.eventType ?? headerOf(headers, "harbor-event-type");
  const deliveryId = verified.deliveryId ?? headerOf(headers, "harbor-delivery-id");
  if (eventId === undefined || eventType === undefined || deliveryId === undefined) {
    return refusal({
      code: "headers_missing",
      hint: "Does a proxy remove Harbor-Event-Id, Harbor-Event-Type or Harbor-Delivery-Id?",
    });
  }
  const timestamp = new Date(verified.timestamp * 1000);
  const retryCount = retryCountOf(headers);
  return {
    ok: true,
    delivery: { eventId, eventType, deliveryId, retryCount, timestamp, secretIndex, headersSigned },
  };
}

function retryCountOf(headers: DeliveryHeaders): number {
  const text = headerOf(headers, "harbor-retry-count") ?? "";
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}

function refusal(verdict: Verdict): Authentication {
  return { ok: false, verdict };
}
