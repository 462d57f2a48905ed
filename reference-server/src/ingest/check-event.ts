import { isEventType, isReservedEventType } from "@harbor/shared/event-patterns";
import { ApiError } from "../errors.js";

interface Checked {
  type: string;
  body: Buffer;
  /** Null for Harbor's own events, which may have a reserved type. */
  apiKeyId: string | null;
}

export const EVENT_TYPE_RULE =
  "An event type is 1-256 characters: dotted segments of A-Z a-z 0-9 _ -, such as order.created.";

/** `invalid_event_type`, `body_too_large`, or null for an event that can be taken. */
export function eventFault(
  { type, body, apiKeyId }: Checked,
  { maxBodyBytes }: { maxBodyBytes: number },
): ApiError | null {
  if (!isEventType(type)) {
    return typeFault(EVENT_TYPE_RULE);
  }
  if (apiKeyId !== null && isReservedEventType(type)) {
    return typeFault("Types that start with harbor. are reserved for Harbor's own events.");
  }
  if (body.length <= maxBodyBytes) return null;
  const message = `The event body is ${body.length} bytes; the limit is ${maxBodyBytes}.`;
  return new ApiError("body_too_large", message, { details: [{ path: "body/body", message }] });
}

export function typeFault(message: string): ApiError {
  return new ApiError("invalid_event_type", message, { details: [{ path: "body/type", message }] });
}
