import { keyKindOf } from "../../domain/change-destination.js";
import { newDestination, DEFAULT_RETRY_POLICY, type Destination } from "../../domain/domain.js";
import { ApiError, overLimit } from "../../errors.js";
import { isTunnelUrl } from "../../delivery/send/tunnel-url.js";
import type { DestinationPatch, Updated } from "../../store/store.js";
import { respond, type ApiResponse, type Body, type Call, environmentNow } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { checkDestinationInput, checkUrl, destinationFields } from "./destination-input.js";
import { idempotent } from "../idempotent.js";
import { isId } from "../is-id.js";
import { invalid } from "../json/json-body.js";
import { tenantFilter } from "../pages.js";
import { presentDestination } from "./present.js";
import { newKeys, rotationInput, shownSecret } from "./signing-keys.js";

export const destinations: Pick<
  Handlers,
  "createDestination" | "listDestinations" | "getDestination" | "updateDestination" | "deleteDestination"
> = { createDestination, listDestinations, getDestination, updateDestination, deleteDestination };

async function createDestination(context: Context, call: Call<"createDestination">): Promise<ApiResponse> {
  const {
    store,
    config: { limits },
  } = context;
  const fields = destinationFrom(context, call);
  const { signature, created_at } = fields;
  const keys = newKeys(context, fields.id, created_at);
  const { publicKey, ...offered } = keys.offered;
  const kind = keyKindOf(signature);
  const destination = { ...fields, public_key: kind === "key_pair" ? publicKey : null };
  return await idempotent(context, call, {
    status: 201,
    json: (created: Destination) =>
      JSON.stringify({
        ...presentDestination(created, call.caller, created_at),
        signing_secret: shownSecret(keys, signature),
      }),
    about: ({ id }) => ({ destination_id: id }),
    async perform(request) {
      checkDestinationInput(call.body, call.json);
      const url = await checkUrl(context, call.caller, call.body.url);
      const limit = destination.tenant === null ? limits.maxDestinations : limits.maxTenantDestinations;
      const created = await store.destinations.create(
        { destination: { ...destination, url }, signingKey: offered[kind], limit },
        request,
      );
      if (created === "over_destination_limit")
        throw overLimit(created, limit, destination.tenant === null ? "environment" : "tenant");
      return created;
    },
  });
}

function destinationFrom({ newId, sealer }: Context, call: Call<"createDestination">): Destination {
  const id = newId("dest");
  const { url, signature } = call.body;
  const { scope, session } = call.caller;
  return {
    ...newDestination({ id, environmentId: call.caller.environment.id, url, now: environmentNow(call) }),
    ...destinationFields(call.body, id, sealer),
    tenant: scope.owner ?? call.body.tenant ?? null,
    url_from_portal: session !== null,
    ...(signature !== undefined && { signature }),
    retry_policy: { ...DEFAULT_RETRY_POLICY, ...call.body.retry_policy },
  };
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
  const keys = newKeys(context, id, changedAt);
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
  { body, json, caller }: Call<"updateDestination">,
  before: Destination,
): Promise<DestinationPatch> {
  const { url, status } = body;
  checkDestinationInput(body, json);
  if (isTunnelUrl(before.url)) checkTunnelUpdate(body);
  const checkedUrl = url === undefined ? undefined : await checkUrl(context, caller, url);
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
