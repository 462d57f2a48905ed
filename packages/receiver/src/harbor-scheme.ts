import { checkSecret, safeVerifySignature, type VerifiedDelivery } from "@harbor/signing";
import { type DeliveryHeaders, headerOf } from "./delivery-request.js";
import { type Authentication, refusal, type Scheme } from "./scheme.js";

/** `Harbor-Signature`: https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#signature */
export function harborScheme(acceptUnsignedHeaders: boolean): Scheme {
  return {
    headerNames: ["harbor-signature", "harbor-event-id", "harbor-event-type", "harbor-delivery-id"],
    isAlwaysJson: true,
    authenticate(request, diagnose) {
      const result = safeVerifySignature(request);
      if (!result.ok)
        return refusal({ code: result.code, hint: result.hint, findings: diagnose({ ...request }) });
      const { delivery } = result;
      if (delivery.headersSigned || acceptUnsignedHeaders) return identify(request.headers, delivery);
      const hint =
        "The signature has no v2 part, so the event's id and type are not proven; acceptUnsignedHeaders would accept them.";
      return refusal({ code: "headers_not_signed", hint });
    },
    secretFault(secret) {
      const check = checkSecret(secret);
      return check.ok ? undefined : check.hint;
    },
  };
}

/** Returns the ids that `v2` covers, or those of unsigned headers, which the user accepts. */
function identify(headers: DeliveryHeaders, verified: VerifiedDelivery): Authentication {
  const eventId = verified.eventId ?? headerOf(headers, "harbor-event-id");
  const eventType = verified.eventType ?? headerOf(headers, "harbor-event-type");
  const deliveryId = verified.deliveryId ?? headerOf(headers, "harbor-delivery-id");
  if (eventId === undefined || eventType === undefined || deliveryId === undefined) {
    return refusal({
      code: "headers_missing",
      hint: "Does a proxy remove Harbor-Event-Id, Harbor-Event-Type or Harbor-Delivery-Id?",
    });
  }
  const { secretIndex, headersSigned } = verified;
  const timestamp = new Date(verified.timestamp * 1000);
  const retryCount = retryCountOf(headers);
  const unsigned = { tenant: tenantOf(headers) };
  return {
    ok: true,
    delivery: { eventId, eventType, deliveryId, retryCount, timestamp, secretIndex, headersSigned, unsigned },
  };
}

/** https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#tenants */
const TENANT = /^[A-Za-z0-9][\w.:-]{0,127}$/;

/** Null also for two headers, which are joined by a comma. */
function tenantOf(headers: DeliveryHeaders): string | null {
  const text = headerOf(headers, "harbor-tenant") ?? "";
  return TENANT.test(text) ? text : null;
}

function retryCountOf(headers: DeliveryHeaders): number {
  const text = headerOf(headers, "harbor-retry-count") ?? "";
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}
