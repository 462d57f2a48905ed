import type { Event } from "../../domain/domain.js";
import type { StoredTrace } from "../../domain/trace-context.js";
import { ApiError } from "../../errors.js";
import type { BatchResult } from "../../ingest/accept-event.js";
import type { IngestInput } from "../../ingest/new-event.js";
import type { ApiResponse, Body, Call } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { errorObject } from "../error-shape.js";
import { idempotent } from "../idempotent.js";
import { invalid, type JsonItem, refuseDuplicates } from "../json/json-body.js";
import { invalidRequest } from "../validation.js";
import { eventInput, traceOfCall } from "./event-input.js";
import { eventJson, idsWithoutBody, withBodies } from "./present.js";

export const eventBatch: Pick<Handlers, "createEventBatch"> = { createEventBatch };

type Item = Body<"createEventBatch">["events"][number];
type ValidItem = Body<"createEvent">;

/** Each event is accepted or refused independently: its error is its result, in its place. */
async function createEventBatch(context: Context, call: Call<"createEventBatch">): Promise<ApiResponse> {
  const { json, body } = call;
  if (json === null) throw invalid("body", "is required");
  const trace = traceOfCall(call);
  const inputs = body.events.map((item, at) => {
    const source = json.items[at];
    if (source === undefined) throw new Error("an event of a batch has no bytes");
    return inputOrRefusal(context, { call, item, trace, source: { raw: json.raw, members: source.members } });
  });
  return await idempotent(context, call, {
    status: 207,
    json: (results: BatchResult[]) => batchJson(results, call),
    stored: {
      json: (results) => batchJson(results.map(withoutBody), call),
      restore: (json) => restoreBodies(context, call, json),
    },
    perform: (request) => context.pipeline.ingest.many(inputs, request),
  });
}

interface BatchItem {
  call: Call<"createEventBatch">;
  item: Item;
  trace: StoredTrace | null;
  source: { raw: Buffer } & Pick<JsonItem, "members">;
}

function inputOrRefusal(
  { validateEvent }: Context,
  { call, item, trace, source }: BatchItem,
): IngestInput | ApiError {
  try {
    if (source.members !== null) refuseDuplicates(source.members, "body");
    if (!isEvent(item, validateEvent)) return invalidRequest(validateEvent.errors ?? [], "body");
    return eventInput({ caller: call.caller, input: item, json: source, trace });
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

function isEvent(item: Item, validate: Context["validateEvent"]): item is ValidItem {
  return validate(item);
}

function batchJson(results: readonly BatchResult[], { caller, requestId }: Call<"createEventBatch">): string {
  const data = results.map((result, at) => {
    if (result instanceof ApiError) {
      const error = errorObject(inPlace(result, at), requestId);
      return `{"status":${result.status},"error":${JSON.stringify(error)}}`;
    }
    const { event, deliveries, duplicate } = result;
    const status = duplicate ? 200 : 202;
    return `{"status":${status},"event":${eventJson(event, caller.environment.mode, deliveries)}}`;
  });
  return `{"data":[${data.join(",")}]}`;
}

function withoutBody(result: BatchResult): BatchResult {
  return result instanceof ApiError ? result : { ...result, event: { ...result.event, body: null } };
}

async function restoreBodies(
  { store }: Context,
  { caller }: Call<"createEventBatch">,
  json: string,
): Promise<string> {
  const events = new Map<string, Event>();
  for (const id of idsWithoutBody(json)) {
    const event = await store.events.get(caller.scope, id);
    if (event !== null) events.set(id, event);
  }
  return withBodies(json, events);
}

/** Details about a single event, with the path of its place in the batch. */
function inPlace({ code, message, extra }: ApiError, at: number): ApiError {
  const details = extra.details?.map((detail) => ({
    ...detail,
    path: detail.path.replace(/^body(?=\/|$)/, `body/events/${at}`),
  }));
  return new ApiError(code, message, { ...extra, ...(details !== undefined && { details }) });
}
