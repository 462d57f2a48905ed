import { DESTINATION_DEFAULTS, DEFAULT_RETRY_POLICY, type Destination } from "../../domain/domain.js";
import { ApiError } from "../../errors.js";
import { placeOf, type Sealer } from "../../seal.js";
import {
  type DestinationPatch,
  type Idempotent,
  type IdempotentRequest,
  requestFor,
  type UpdateRefusal,
} from "../../store/store.js";
import { respond, type ApiResponse, type Call, environmentNow } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { idempotent } from "../idempotent.js";
import { checkDestinationInput, checkUrl, destinationFields } from "./destination-input.js";
import { checkSubscriptions, subscriptionsFrom } from "./destination-subscriptions.js";
import { create, newDestinationFrom } from "./new-destination.js";
import { presentDestination } from "./present.js";
import { checkSigningSecret, newKeys, rotationInput, shownSecret } from "./signing-keys.js";

/** Destinations by the id that the sender gave them. */
export const destinationsByUid: Pick<
  Handlers,
  "getDestinationByUid" | "putDestinationByUid" | "deleteDestinationByUid"
> = { getDestinationByUid, putDestinationByUid, deleteDestinationByUid };

async function getDestinationByUid(
  { store }: Context,
  call: Call<"getDestinationByUid">,
): Promise<ApiResponse> {
  const { uid } = call.path;
  const found = await store.destinations.get(call.caller.scope, { uid });
  if (found === null) throw new ApiError("destination_not_found");
  return respond(200, presentDestination(found, call.caller, environmentNow(call)));
}

async function deleteDestinationByUid(
  { store }: Context,
  { caller, path: { uid }, now }: Call<"deleteDestinationByUid">,
): Promise<ApiResponse> {
  const destination_id = await store.destinations.delete(caller.scope, { uid }, { now });
  if (destination_id === null) throw new ApiError("destination_not_found");
  return { status: 204, content: null, about: { destination_id } };
}

type PutCall = Call<"putDestinationByUid">;

interface Put {
  destination: Destination;
  isNew: boolean;
  /** Of a new key, shown in this response only. */
  secret: string | null;
}

async function putDestinationByUid(context: Context, call: PutCall): Promise<ApiResponse> {
  return await idempotent(context, call, {
    status: ({ isNew }: Put) => (isNew ? 201 : 200),
    json: ({ destination, secret }) =>
      JSON.stringify({
        ...presentDestination(destination, call.caller, environmentNow(call)),
        signing_secret: secret,
      }),
    about: ({ destination: { id } }) => ({ destination_id: id }),
    async perform(request) {
      checkDestinationInput(call.body, call.json);
      checkSubscriptions(context, call);
      checkSigningSecret(call.body.signing_secret, call.body.signature);
      const url = await checkUrl(context, call, call.body.url);
      for (;;) {
        const outcome = await putOnce(context, call, { url, request });
        // Another request has created or deleted it since it was looked up.
        if (outcome !== "uid_taken" && outcome !== "destination_not_found") return outcome;
      }
    },
  });
}

interface PutTerms {
  /** Checked. */
  url: string;
  request: IdempotentRequest<Put> | undefined;
}

async function putOnce(
  context: Context,
  call: PutCall,
  { url, request }: PutTerms,
): Promise<Idempotent<Put> | Exclude<UpdateRefusal, "paused_by_sender">> {
  const { uid } = call.path;
  const before = await context.store.destinations.get(call.caller.scope, { uid });
  if (before !== null) return await replace(context, call, { before, url, request });
  const { input, secret } = newDestinationFrom(context, { ...call, body: { ...call.body, uid } });
  const toResult = (destination: Destination): Put => ({ destination, isNew: true, secret });
  const outcome = await create(
    context,
    { ...input, destination: { ...input.destination, url } },
    requestFor(request, toResult),
  );
  return completed(outcome, toResult);
}

async function replace(
  context: Context,
  call: PutCall,
  { before, url, request }: PutTerms & { before: Destination },
): Promise<Idempotent<Put> | Exclude<UpdateRefusal, "paused_by_sender">> {
  const { body, path, caller, now } = call;
  if ((body.tenant ?? null) !== before.tenant) throw new ApiError("tenant_mismatch");
  const { id } = before;
  const at = environmentNow(call);
  const keys = newKeys(context, id, { createdAt: at });
  const { signature, grace_period_days: graceDays } = body;
  const signing = signature && { signing: { signature, ...rotationInput(keys, { at, graceDays }) } };
  const patch = replacement(context, { before, body, url });
  const toResult = ({ destination, hasNewKey }: { destination: Destination; hasNewKey: boolean }): Put => ({
    destination,
    isNew: false,
    secret: hasNewKey ? shownSecret(keys, destination.signature) : null,
  });
  const subscriptions = subscriptionsFrom(context, call, id);
  const update = {
    ...caller.scope,
    id,
    uid: path.uid,
    patch,
    ...signing,
    ...(subscriptions && { subscriptions }),
    now,
  };
  const outcome = await context.store.destinations.update(update, requestFor(request, toResult));
  if (outcome === "paused_by_sender") throw new Error("Only a portal session is refused to resume.");
  return completed(outcome, toResult);
}

/** Everything that is not given gets its default. */
function replacement(
  { sealer }: Pick<Context, "sealer">,
  { before, body, url }: { before: Destination; body: PutCall["body"]; url: string },
): DestinationPatch {
  return {
    ...DESTINATION_DEFAULTS,
    ...destinationFields(body, before.id, sealer),
    retry_policy: { ...DEFAULT_RETRY_POLICY, ...body.retry_policy },
    url,
    url_from_portal: false,
    same_headers: hasHeaders(before, body.headers, sealer) ? before.headers : null,
  };
}

function hasHeaders({ id, headers }: Destination, given: object | undefined, sealer: Sealer): boolean {
  if (headers === null || given === undefined) return false;
  return sealer.open(headers, placeOf("destination_headers", id)) === JSON.stringify(given);
}

/** The outcome of the store's change as that of the whole request. */
function completed<T, U, Refusal extends string>(
  outcome: Idempotent<T> | Refusal,
  toResult: (result: T) => U,
): Idempotent<U> | Refusal {
  return typeof outcome === "object" && "result" in outcome ? { result: toResult(outcome.result) } : outcome;
}
