import type { Destination } from "../../domain/domain.js";
import { ApiError } from "../../errors.js";
import { isTunnelUrl } from "../../delivery/send/tunnel-url.js";
import type { DestinationPatch, Updated } from "../../store/store.js";
import { respond, type ApiResponse, type Body, type Call, environmentNow } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { checkDestinationInput, checkUrl, destinationFields } from "./destination-input.js";
import { checkSubscriptions } from "./destination-subscriptions.js";
import { idempotent } from "../idempotent.js";
import { isId } from "../is-id.js";
import { invalid } from "../json/json-body.js";
import { tenantFilter } from "../pages.js";
import { create, newDestinationFrom } from "./new-destination.js";
import { presentDestination } from "./present.js";
import { checkSigningSecret, newKeys, rotationInput, shownSecret } from "./signing-keys.js";

export const destinations: Pick<
  Handlers,
  "createDestination" | "listDestinations" | "getDestination" | "updateDestination" | "deleteDestination"
> = { createDestination, listDestinations, getDestination, updateDestination, deleteDestination };

async function createDestination(context: Context, call: Call<"createDestination">): Promise<ApiResponse> {
  const { input, secret } = newDestinationFrom(context, call);
  return await idempotent(context, call, {
    status: 201,
    json: (created: Destination) =>
      JSON.stringify({
        ...presentDestination(created, call.caller, created.created_at),
        signing_secret: secret,
      }),
    about: ({ id }) => ({ destination_id: id }),
    async perform(request) {
      checkDestinationInput(call.body, call.json);
      checkSubscriptions(context, call);
      checkSigningSecret(call.body.signing_secret, call.body.signature);
      const url = await checkUrl(context, call, call.body.url);
      return await create(context, { ...input, destination: { ...input.destination, url } }, request);
    },
  });
}

async function listDestinations(
  { store, respondWithPage }: Context,
  call: Call<"listDestinations">,
): Promise<ApiResponse> {
  const { caller, query } = call;
  const { status } = query;
  return await respondWithPage({
    name: "listDestinations",
    query,
    caller,
    fetch: (page) =>
      store.destinations.list(
        caller.scope,
        { ...tenantFilter(query), ...(status !== undefined && { status }) },
        page,
      ),
    json: (destination) => JSON.stringify(presentDestination(destination, caller, environmentNow(call))),
  });
}

async function getDestination(context: Context, call: Call<"getDestination">): Promise<ApiResponse> {
  const found = await find(context, call);
  return respond(200, presentDestination(found, call.caller, environmentNow(call)));
}

async function updateDestination(context: Context, call: Call<"updateDestination">): Promise<ApiResponse> {
  const { store } = context;
  const { id } = call.path;
  const changedAt = environmentNow(call);
  const keys = newKeys(context, id, { createdAt: changedAt });
  return await idempotent(context, call, {
    status: 200,
    json: ({ destination, hasNewKey }: Updated) =>
      JSON.stringify({
        ...presentDestination(destination, call.caller, changedAt),
        signing_secret: hasNewKey ? shownSecret(keys, destination.signature) : null,
      }),
    about: () => ({ destination_id: id }),
    async perform(request) {
      const before = await find(context, call);
      const patch = await checkedPatch(context, call, before);
      const { signature, grace_period_days: graceDays } = call.body;
      const signing =
        signature === undefined
          ? {}
          : { signing: { signature, ...rotationInput(keys, { at: changedAt, graceDays }) } };
      const update = { ...call.caller.scope, id, patch, ...signing, now: call.now };
      const updated = await store.destinations.update(update, request);
      if (updated === "paused_by_sender")
        throw new ApiError("forbidden", "The sender has paused this destination.");
      return updated;
    },
  });
}

async function checkedPatch(
  context: Context,
  call: Call<"updateDestination">,
  before: Destination,
): Promise<DestinationPatch> {
  const { body, caller } = call;
  const { url, status } = body;
  checkDestinationInput(body, call.json);
  if (isTunnelUrl(before.url)) checkTunnelUpdate(body);
  const checkedUrl = url === undefined ? undefined : await checkUrl(context, call, url);
  const pausedReason = caller.session === null ? "manual" : "portal";
  return {
    ...destinationFields(body, before.id, context.sealer),
    ...(checkedUrl !== undefined && { url: checkedUrl, url_from_portal: caller.session !== null }),
    ...(status !== undefined && { status, paused_reason: status === "paused" ? pausedReason : null }),
  };
}

async function deleteDestination(
  { store }: Context,
  { caller, path, now }: Call<"deleteDestination">,
): Promise<ApiResponse> {
  const deleted = isId("dest", path.id)
    ? await store.destinations.delete(caller.scope, path.id, { now })
    : null;
  if (deleted === null) throw new ApiError("destination_not_found");
  return { status: 204, content: null, about: { destination_id: path.id } };
}

async function find(
  { store }: Context,
  { caller, path }: Call<"getDestination" | "updateDestination">,
): Promise<Destination> {
  const found = isId("dest", path.id) ? await store.destinations.get(caller.scope, path.id) : null;
  if (found === null) throw new ApiError("destination_not_found");
  return found;
}

/** Its destination ends with the tunnel; one with a real URL would then end too. Its client verifies with the secret it was given. */
function checkTunnelUpdate({ url, uid, signature }: Body<"updateDestination">): void {
  if (url !== undefined) {
    const message = "The URL of a tunnel's destination cannot be changed.";
    throw new ApiError("invalid_url", message, { details: [{ path: "body/url", message }] });
  }
  if (typeof uid === "string") throw invalid("body/uid", "must be null for the destination of a tunnel");
  if (signature !== undefined && signature !== "harbor") {
    throw invalid("body/signature", "must be harbor for the destination of a tunnel");
  }
}
