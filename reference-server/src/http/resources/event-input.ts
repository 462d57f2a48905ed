import { ApiError } from "../../errors.js";
import type { IngestInput } from "../../ingest/new-event.js";
import { parseTrace, type StoredTrace, toStored } from "../../domain/trace-context.js";
import type { Body, Call, Caller, OperationId } from "../api.js";
import { bytesOf, depthFault, invalid, type JsonObject } from "../json/json-body.js";
import { isStorable, UNSTORABLE_TEXT } from "../text.js";
import { parseTime } from "../time.js";

const SMALL_BYTES = 1024;

interface EventSource {
  caller: Caller;
  /** Valid by the schema. */
  input: Body<"createEvent">;
  json: JsonObject | null;
  /** The `Idempotency-Key` header: another way to send the member. */
  header?: string | null;
  trace: StoredTrace | null;
}

/** An event of a request, for ingest. Throws `ApiError` `invalid_request`, `body_too_deep`, with paths below `body`. */
export function eventInput({ caller, input, json, header = null, trace }: EventSource): IngestInput {
  const {
    type,
    tenant = null,
    idempotency_key: member = null,
    ordering_key = null,
    occurred_at = null,
  } = input;
  const body = json === null ? undefined : eventBodyOf(json);
  if (body === undefined) throw invalid("body/body", "is required");
  if (member !== null && !isStorable(member)) throw invalid("body/idempotency_key", UNSTORABLE_TEXT);
  if (ordering_key !== null && !isStorable(ordering_key)) throw invalid("body/ordering_key", UNSTORABLE_TEXT);
  if (header !== null && member !== null && header !== member) {
    throw invalid("body/idempotency_key", "differs from the Idempotency-Key header");
  }
  return {
    environment: caller.environment,
    apiKeyId: caller.keyId,
    version: caller.version,
    type,
    tenant,
    body,
    idempotencyKey: header ?? member,
    orderingKey: ordering_key,
    occurredAt: occurred_at === null ? null : parseTime(occurred_at),
    trace,
  };
}

/** The trace that the events of the request belong to. That of a portal session is not the sender's. */
export function traceOfCall({
  caller,
  ...headers
}: Pick<Call<OperationId>, "caller" | "traceparent" | "tracestate">): StoredTrace | null {
  const trace = caller.session === null ? parseTrace(headers) : null;
  return trace === null ? null : toStored(trace);
}

/** The bytes of the member `body`, as submitted; undefined when the member is missing. Throws `ApiError` `body_too_deep`. */
export function eventBodyOf(json: JsonObject): Buffer | undefined {
  const message = depthFault(json, "body");
  if (message !== null) {
    throw new ApiError("body_too_deep", undefined, { details: [{ path: "body/body", message }] });
  }
  const bytes = bytesOf(json, "body");
  if (bytes === undefined) return undefined;
  // A small part of a large request is copied: until its deliveries are sent it would keep the whole request in memory.
  return json.raw.length > 2 * bytes.length + SMALL_BYTES ? Buffer.from(bytes) : bytes;
}
