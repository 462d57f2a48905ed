import { ApiError } from "../../errors.js";
import type { BatchResult, IngestInput } from "../../ingest/accept-event.js";
import type { ApiResponse, Body, Call } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { errorObject } from "../error-shape.js";
import { requiredEventBodyOf } from "../json/event-body.js";
import { invalid, type JsonBody, type JsonItem, refuseDuplicates } from "../json/json-body.js";
import { eventJson } from "./present.js";
import { isStorable, UNSTORABLE_TEXT } from "../text.js";
import { parseTime } from "../time.js";
import { invalidRequest } from "../validation.js";

export const eventBatch: Pick<Handlers, "createEventBatch"> = { createEventBatch };

type Item = Body<"createEventBatch">["events"][number];
type ValidItem = Body<"createEvent">;

/** Each event is accepted or refused independently: its error is its result, in its place. */
async function createEventBatch(context: Context, call: Call<"createEventBatch">): Promise<ApiResponse> {
  const { pipeline } = context;
  const prepared = prepare(context, call);
  const inputs = prepared.filter((input): input is IngestInput => !(input instanceof ApiError));
  const json = (results: BatchResult[]) => batchJson(merge(prepared, results), call);
  // Without a valid event nothing changes, so no response is stored.
  if (inputs.length === 0) return { status: 207, content: json([]) };
  return await context.runOnce(call, {
    status: 207,
    json,
    async perform(once) {
      return await pipeline.ingest.many(inputs, once);
    },
  });
}

function prepare(
  context: Context,
  { caller, body, json }: Call<"createEventBatch">,
): (IngestInput | ApiError)[] {
  if (json === null) throw invalid("body", "is required");
  return body.events.map((item, at) => {
    const source = json.items[at];
    if (source === undefined) throw new Error("an event of a batch has no bytes");
    try {
      return toInput(context, { item, at, source, json, caller });
    } catch (error) {
      if (error instanceof ApiError) return error;
      throw error;
    }
  });
}

interface Place {
  item: Item;
  at: number;
  source: JsonItem;
  json: JsonBody;
  caller: Call<"createEventBatch">["caller"];
}

function toInput({ validateEvent }: Context, { item, at, source, json, caller }: Place): IngestInput {
  const path = `body/events/${at}`;
  if (source.members !== null) refuseDuplicates(source.members, path);
  if (!isEvent(item, validateEvent)) throw invalidRequest(validateEvent.errors ?? [], path);
  const { type, idempotency_key = null, occurred_at = null } = item;
  const bytes = requiredEventBodyOf({ raw: json.raw, members: source.members }, path);
  if (idempotency_key !== null && !isStorable(idempotency_key)) {
    throw invalid(`${path}/idempotency_key`, UNSTORABLE_TEXT);
  }
  return {
    environment: caller.environment,
    apiKeyId: caller.keyId,
    version: caller.version,
    type,
    body: bytes,
    idempotencyKey: idempotency_key,
    occurredAt: occurred_at === null ? null : parseTime(occurred_at),
  };
}

function isEvent(item: Item, validate: Context["validateEvent"]): item is ValidItem {
  return validate(item);
}

/** Puts the results of the well-formed events into their places. */
function merge(
  prepared: readonly (IngestInput | ApiError)[],
  results: readonly BatchResult[],
): BatchResult[] {
  let next = 0;
  return prepared.map((input, at) => {
    if (input instanceof ApiError) return input;
    const result = results[next++];
    if (result === undefined) throw new Error("an event of a batch has no result");
    return result instanceof ApiError ? inPlace(result, at) : result;
  });
}

/** Details about a single event, with the path of its place in the batch. */
function inPlace({ code, message, extra }: ApiError, at: number): ApiError {
  const details = extra.details?.map((detail) => ({
    ...detail,
    path: detail.path.replace(/^body\//, `body/events/${at}/`),
  }));
  return new ApiError(code, message, { ...extra, ...(details !== undefined && { details }) });
}

function batchJson(results: readonly BatchResult[], { caller, requestId }: Call<"createEventBatch">): string {
  const data = results.map((result) => {
    if (result instanceof ApiError) {
      return `{"status":${result.status},"error":${JSON.stringify(errorObject(result, requestId))}}`;
    }
    const { event, deliveries, duplicate } = result;
    const status = duplicate ? 200 : 202;
    return `{"status":${status},"event":${eventJson(event, caller.environment.mode, deliveries)}}`;
  });
  return `{"data":[${data.join(",")}]}`;
}
