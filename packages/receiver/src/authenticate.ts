import type { DeliveryRequest } from "./delivery-request.js";
import type { Settings } from "./options.js";
import { type Authentication, refusal } from "./scheme.js";

/** Verifies that the sender sent the request and identifies the event. */
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
  const { toleranceSeconds, scheme, diagnose } = settings;
  const receivedAt = request.receivedAt ?? settings.now();
  return scheme.authenticate({ body, headers, secret, toleranceSeconds, receivedAt }, diagnose);
}
