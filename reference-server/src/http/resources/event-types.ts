import { builtInEventTypes } from "../../domain/built-in-event-types.js";
import type { EventType } from "../../domain/domain.js";
import { isEventType, isReservedEventType } from "@harbor/shared/event-patterns";
import { ApiError, overLimit } from "../../errors.js";
import { EVENT_TYPE_RULE } from "../../ingest/check-event.js";
import type { Listed, Page, Visible } from "../../store/store.js";
import type { ApiResponse, Call } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { checkExample, eventTypeInput } from "./event-type-input.js";
import { eventTypeJson } from "./present.js";

export const eventTypes: Pick<
  Handlers,
  "listEventTypes" | "getEventType" | "putEventType" | "deleteEventType"
> = { listEventTypes, getEventType, putEventType, deleteEventType };

async function listEventTypes(
  context: Context,
  { caller, query }: Call<"listEventTypes">,
): Promise<ApiResponse> {
  return await context.respondWithPage<EventType & { id: string }>({
    name: "listEventTypes",
    query,
    caller,
    async fetch(page) {
      const { items, more } = await pageOf(context, caller.scope, page);
      return { items: items.map((item) => ({ ...item, id: item.type })), more };
    },
    json: eventTypeJson,
  });
}

/** A page of the store with the built-in entries in their places. */
async function pageOf({ store }: Context, scope: Visible, page: Page): Promise<Listed<EventType>> {
  const stored = await store.eventTypes.list(scope, page);
  const last = stored.more ? stored.items.at(-1)?.type : undefined;
  const builtIn = builtInEventTypes(scope.environmentId).filter(
    ({ type }) => type > (page.after ?? "") && (last === undefined || type < last),
  );
  const all = [...stored.items, ...builtIn].sort((a, b) => (a.type < b.type ? -1 : 1));
  const items = all.slice(0, page.limit);
  return { items, more: stored.more || items.length < all.length };
}

async function getEventType(
  { store }: Context,
  { caller, path: { type } }: Call<"getEventType">,
): Promise<ApiResponse> {
  const found = isReservedEventType(type)
    ? builtInEventTypes(caller.environment.id).find((entry) => entry.type === type)
    : isEventType(type) && (await store.eventTypes.get(caller.scope, type));
  if (!found) throw new ApiError("event_type_not_found");
  return { status: 200, content: eventTypeJson(found) };
}

async function putEventType(context: Context, call: Call<"putEventType">): Promise<ApiResponse> {
  const { store, config, pipeline } = context;
  const { type } = call.path;
  refuseReserved(type);
  if (!isEventType(type)) {
    throw new ApiError("invalid_event_type", EVENT_TYPE_RULE, {
      details: [{ path: "path/type", message: EVENT_TYPE_RULE }],
    });
  }
  const eventType = eventTypeInput(call, config.limits);
  await checkExample(eventType, pipeline.schemas);
  const limit = config.limits.maxEventTypes;
  const outcome = await store.eventTypes.put({ eventType, limit });
  if (outcome === "over_event_type_limit") throw overLimit(outcome, limit, "environment");
  return { status: outcome === "created" ? 201 : 200, content: eventTypeJson(eventType) };
}

async function deleteEventType(
  { store }: Context,
  { caller, path: { type } }: Call<"deleteEventType">,
): Promise<ApiResponse> {
  refuseReserved(type);
  const isDeleted = isEventType(type) && (await store.eventTypes.delete(caller.environment.id, type));
  if (!isDeleted) throw new ApiError("event_type_not_found");
  return { status: 204, content: null };
}

function refuseReserved(type: string): void {
  if (isReservedEventType(type))
    throw new ApiError("forbidden", "The entries of Harbor's own types are read-only.");
}
