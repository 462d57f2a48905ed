import { newDestination, DEFAULT_RETRY_POLICY, type Destination } from "../../domain/domain.js";
import { ApiError, overDestinationLimit } from "../../errors.js";
import { isTunnelUrl } from "../../delivery/send/tunnel-url.js";
import { respond, type ApiResponse, type Call, environmentNow } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { checkDestinationInput, destinationFields } from "./destination-input.js";
import { idempotent } from "../idempotent.js";
import { isId } from "../is-id.js";
import { presentDestination } from "./present.js";
import { newSigningKey } from "./signing-keys.js";

export const destinations: Pick<
  Handlers,
  "createDestination" | "listDestinations" | "getDestination" | "updateDestination" | "deleteDestination"
> = { createDestination, listDestinations, getDestination, updateDestination, deleteDestination };

async function createDestination(context: Context, call: Call<"createDestination">): Promise<ApiResponse> {
  const { store, config, urlGuard } = context;
  const { environment } = call.caller;
  const destination = destinationFrom(context, call);
  const { secret, signingKey } = newSigningKey(context, destination.id, destination.created_at);
  return await idempotent(context, call, {
    status: 201,
    json: (created: Destination) =>
      JSON.stringify({ ...presentDestination(created, environment.mode), signing_secret: secret }),
    about: ({ id }) => ({ destination_id: id }),
    async perform(request) {
      checkDestinationInput(call.body, call.json);
      const url = await urlGuard.checkUrl(call.body.url, environment.mode);
      const limit = config.limits.maxDestinations;
      const created = await store.destinations.create(
        { destination: { ...destination, url }, signingKey, limit },
        request,
      );
      if (created === "over_destination_limit") throw overDestinationLimit(limit);
      return created;
    },
  });
}

function destinationFrom({ newId, sealer }: Context, call: Call<"createDestination">): Destination {
  const id = newId("dest");
  const { url } = call.body;
  return {
    ...newDestination({ id, environmentId: call.caller.environment.id, url, now: environmentNow(call) }),
    ...destinationFields(call.body, id, sealer),
    retry_policy: { ...DEFAULT_RETRY_POLICY, ...call.body.retry_policy },
  };
}

async function listDestinations(
  { store, respondWithPage }: Context,
  { caller, query }: Call<"listDestinations">,
): Promise<ApiResponse> {
  const { status } = query;
  return await respondWithPage({
    name: "listDestinations",
    query,
    caller,
    fetch: (page) =>
      store.destinations.list(caller.environment.id, status === undefined ? {} : { status }, page),
    json: (destination) => JSON.stringify(presentDestination(destination, caller.environment.mode)),
  });
}

async function getDestination(context: Context, call: Call<"getDestination">): Promise<ApiResponse> {
  return respond(200, presentDestination(await find(context, call), call.caller.environment.mode));
}

async function updateDestination(context: Context, call: Call<"updateDestination">): Promise<ApiResponse> {
  const { store, urlGuard, sealer } = context;
  const { environment } = call.caller;
  const { url, status } = call.body;
  const before = await find(context, call);
  checkDestinationInput(call.body, call.json);
  if (url !== undefined && isTunnelUrl(before.url)) throw fixedUrl();
  const checkedUrl = url === undefined ? undefined : await urlGuard.checkUrl(url, environment.mode);
  const after = await store.destinations.update(environment.id, before.id, {
    ...destinationFields(call.body, before.id, sealer),
    ...(checkedUrl !== undefined && { url: checkedUrl }),
    ...(status !== undefined && { status, paused_reason: status === "paused" ? "manual" : null }),
    now: call.now,
  });
  if (after === null) throw new ApiError("destination_not_found");
  return respond(200, presentDestination(after, environment.mode), { destination_id: after.id });
}

async function deleteDestination(
  { store }: Context,
  { caller, path, now }: Call<"deleteDestination">,
): Promise<ApiResponse> {
  const { environment } = caller;
  const deleted =
    isId("dest", path.id) && (await store.destinations.delete(environment.id, path.id, { now }));
  if (!deleted) throw new ApiError("destination_not_found");
  return { status: 204, content: null, about: { destination_id: path.id } };
}

async function find(
  { store }: Context,
  { caller, path }: Call<"getDestination" | "updateDestination">,
): Promise<Destination> {
  const found = isId("dest", path.id) ? await store.destinations.get(caller.environment.id, path.id) : null;
  if (found === null) throw new ApiError("destination_not_found");
  return found;
}

/** Its destination ends with the tunnel; one with a real URL would then end too. */
function fixedUrl(): ApiError {
  const message = "The URL of a tunnel's destination cannot be changed.";
  return new ApiError("invalid_url", message, { details: [{ path: "body/url", message }] });
}
