import { ApiError } from "../errors.js";
import type { Caller, OperationId } from "./api.js";

/** The fields of a destination that a portal session may set; all fields of other operations. */
const FIELDS: Partial<Record<OperationId, readonly string[]>> = {
  createDestination: ["url", "name", "headers", "signature", "tenant", "subscriptions"],
  rotateSigningKey: ["grace_period_days"],
  updateDestination: ["url", "name", "headers", "status", "signature", "grace_period_days"],
};

/** A session may name its own tenant only. The validation refuses other values than text. */
export function refuseTenant({ session }: Pick<Caller, "session">, { tenant }: { tenant?: unknown }): void {
  if (session === null || tenant === undefined || Array.isArray(tenant) || tenant === session.tenant) return;
  throw new ApiError("forbidden", "This portal session belongs to another tenant.");
}

/** Throws `ApiError` `forbidden` for a field of a valid body that a portal session may not set. */
export function refuseFields({ session }: Pick<Caller, "session">, id: OperationId, body: object): void {
  if (session === null) return;
  refuseTenant({ session }, body);
  const allowed = FIELDS[id];
  const refused =
    allowed === undefined ? undefined : Object.keys(body).find((field) => !allowed.includes(field));
  if (refused !== undefined) throw new ApiError("forbidden", `A portal session may not set ${refused}.`);
}
