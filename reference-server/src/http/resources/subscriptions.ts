import type { Millis, Environment, Subscription } from "../../domain/domain.js";
import type { NewSubscription } from "../../store/store.js";
import { ApiError, overLimit } from "../../errors.js";
import { compileFilter } from "../../domain/filter.js";
import { isPattern } from "@harbor/shared/event-patterns";
import { type ApiResponse, type Call, environmentNow } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { idempotent } from "../idempotent.js";
import { isId } from "../is-id.js";
import { jsonOf } from "../json/json-body.js";
import { repeatedMember } from "../json/repeated-member.js";
import { tenantFilter } from "../pages.js";
import { subscriptionJson } from "./present.js";

const PATTERN_RULE =
  "must be dotted segments of A-Z, a-z, 0-9, _ and -, where a segment can be * and the last one **; maximum 256 characters";

export const subscriptions: Pick<
  Handlers,
  "createSubscription" | "listSubscriptions" | "getSubscription" | "updateSubscription" | "deleteSubscription"
> = { createSubscription, listSubscriptions, getSubscription, updateSubscription, deleteSubscription };

async function createSubscription(context: Context, call: Call<"createSubscription">): Promise<ApiResponse> {
  const { store, newId, config } = context;
  const limit = config.limits.maxSubscriptions;
  const { environment, scope } = call.caller;
  const { destination_id, event_type } = call.body;
  const filter = jsonOf(call.json, "filter") ?? null;
  const now = environmentNow(call);
  return await idempotent(context, call, {
    status: 201,
    json: (created: Subscription) => subscriptionJson(created, environment.mode),
    about: ({ id }) => ({ subscription_id: id, destination_id }),
    async perform(request) {
      checkMatching(event_type, filter);
      if (!isId("dest", destination_id)) return "destination_not_found";
      const subscription = newSubscription({
        id: newId("sub"),
        environment,
        destination_id,
        event_type,
        filter,
        now,
      });
      const input = { ...subscription, owner: scope.owner, limit };
      const created = await store.subscriptions.create(input, request);
      if (created === "over_subscription_limit") throw overLimit(created, limit, "destination");
      return created;
    },
  });
}

/** `now` is environment time. */
export function newSubscription({
  id,
  environment,
  now,
  ...matching
}: Pick<Subscription, "id" | "destination_id" | "event_type" | "filter"> & {
  environment: Environment;
  now: Millis;
}): NewSubscription {
  return {
    id,
    environment_id: environment.id,
    ...matching,
    status: "active",
    created_at: now,
    updated_at: now,
  };
}

/** Throws `ApiError`: `invalid_event_type_pattern`, `invalid_filter`. */
export function checkMatching(
  eventType: string | undefined,
  filter: string | null | undefined,
  place = "body",
): void {
  if (eventType !== undefined && !isPattern(eventType)) {
    const details = [{ path: `${place}/event_type`, message: PATTERN_RULE }];
    throw new ApiError("invalid_event_type_pattern", undefined, { details });
  }
  if (filter === undefined || filter === null) return;
  compileFilter(filter, `${place}/filter`);
  const repeated = repeatedMember(filter);
  if (repeated === null) return;
  const details = [{ path: `${place}/filter${repeated}`, message: "is given more than once" }];
  throw new ApiError("invalid_filter", undefined, { details });
}

async function listSubscriptions(
  { store, respondWithPage }: Context,
  { caller, query }: Call<"listSubscriptions">,
): Promise<ApiResponse> {
  const { destination_id } = query;
  const filter = { ...tenantFilter(query), ...(destination_id !== undefined && { destination_id }) };
  const possible = destination_id === undefined || isId("dest", destination_id);
  return await respondWithPage({
    name: "listSubscriptions",
    query,
    caller,
    fetch: possible ? (page) => store.subscriptions.list(caller.scope, filter, page) : null,
    json: (subscription) => subscriptionJson(subscription, caller.environment.mode),
  });
}

async function getSubscription(
  { store }: Context,
  { caller, path }: Call<"getSubscription">,
): Promise<ApiResponse> {
  const found = isId("sub", path.id) ? await store.subscriptions.get(caller.scope, path.id) : null;
  if (found === null) throw new ApiError("subscription_not_found");
  return { status: 200, content: subscriptionJson(found, caller.environment.mode) };
}

async function updateSubscription(
  { store }: Context,
  { caller, path, body, json, now }: Call<"updateSubscription">,
): Promise<ApiResponse> {
  const { environment } = caller;
  const { status, event_type } = body;
  const filter = jsonOf(json, "filter");
  checkMatching(event_type, filter);
  const patch = {
    ...(status !== undefined && { status }),
    ...(event_type !== undefined && { event_type }),
    ...(filter !== undefined && { filter }),
    now,
  };
  const after = isId("sub", path.id) ? await store.subscriptions.update(caller.scope, path.id, patch) : null;
  if (after === null) throw new ApiError("subscription_not_found");
  return {
    status: 200,
    content: subscriptionJson(after, environment.mode),
    about: { subscription_id: after.id },
  };
}

async function deleteSubscription(
  { store }: Context,
  { caller, path }: Call<"deleteSubscription">,
): Promise<ApiResponse> {
  const deleted = isId("sub", path.id) && (await store.subscriptions.delete(caller.scope, path.id));
  if (!deleted) throw new ApiError("subscription_not_found");
  return { status: 204, content: null, about: { subscription_id: path.id } };
}
