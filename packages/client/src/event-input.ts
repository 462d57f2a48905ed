import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { EventSchemas, EventToSend } from "./define-events.js";
import type { ErrorDetail, EventInput } from "./generated/schemas.js";
import { HarborError } from "./harbor-error.js";
import { RawJson, serialize } from "./raw-json.js";

/** An event as the API accepts it, with the exact text of its body. */
export type CheckedEvent = EventInput & { body: RawJson };

/**
 * Checks an event against its schema. The check sees the JSON that the receiver will parse: a `Date` in the body is text.
 * Returns a promise only if the schema does.
 *
 * @throws HarborError `invalid_event`, with the invalid places in `details`
 */
export function checkEvent(
  event: EventToSend,
  schemas: EventSchemas | undefined,
): CheckedEvent | Promise<CheckedEvent> {
  const { type, idempotency_key, ordering_key, occurred_at, tenant } = event;
  const body = toRawJson(event.body);
  const input: CheckedEvent = {
    type,
    body,
    ...(typeof idempotency_key === "string" && { idempotency_key }),
    ...(typeof ordering_key === "string" && { ordering_key }),
    ...(occurred_at !== undefined && occurred_at !== null && { occurred_at: toTime(occurred_at) }),
    ...(typeof tenant === "string" && { tenant }),
  };
  if (schemas === undefined) return input;
  const schema = Object.hasOwn(schemas, type) ? schemas[type] : undefined;
  if (schema === undefined)
    throw invalidEvent(type, [{ path: "type", message: "is not in the client's events" }]);
  const result = schema["~standard"].validate(body.toJSON());
  const finish = ({ issues }: StandardSchemaV1.Result<unknown>): CheckedEvent => {
    if (issues !== undefined) throw invalidEvent(type, issues.map(toDetail));
    return input;
  };
  return result instanceof Promise ? result.then(finish) : finish(result);
}

function toRawJson(body: unknown): RawJson {
  if (body instanceof RawJson) return body;
  const text = serialize(body);
  if (text === undefined) throw new TypeError("body must be a JSON value; undefined is not one, null is.");
  return new RawJson(text);
}

function toTime(time: Date | string): string {
  return typeof time === "string" ? time : time.toISOString();
}

function invalidEvent(type: string, details: ErrorDetail[]): HarborError {
  const places = details.map(({ path, message }) => `\n  ${path}: ${message}`).join("");
  const message = `The event ${JSON.stringify(type)} was not sent: it does not match its schema.${places}`;
  return new HarborError({ code: "invalid_event", message, details });
}

function toDetail({ path = [], message }: StandardSchemaV1.Issue): ErrorDetail {
  const keys = path.map((part) => String(typeof part === "object" ? part.key : part));
  const pointer = keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  return { path: `body${pointer}`, message };
}
