import { keyKindOf } from "../../domain/change-destination.js";
import { DEFAULT_RETRY_POLICY, type Destination, newDestination } from "../../domain/domain.js";
import { ApiError, overLimit } from "../../errors.js";
import type { Idempotent, IdempotentRequest, NewDestination } from "../../store/store.js";
import { type Body, type Call, environmentNow } from "../api.js";
import type { Context } from "../context.js";
import { destinationFields } from "./destination-input.js";
import { subscriptionsFrom } from "./destination-subscriptions.js";
import { newKeys, shownSecret } from "./signing-keys.js";

type CreatingCall = Pick<Call<"createDestination">, "caller" | "json" | "now"> & {
  body: Body<"createDestination">;
};

/** The destination of a request, with its first key, and the secret that the response shows. Its URL is not checked yet. */
export function newDestinationFrom(
  context: Context,
  call: CreatingCall,
): { input: NewDestination; secret: string | null } {
  const { limits } = context.config;
  const { caller, body } = call;
  const { url, signature = "harbor" } = body;
  const id = context.newId("dest");
  const now = environmentNow(call);
  const keys = newKeys(context, id, { createdAt: now, secret: body.signing_secret });
  const { publicKey, ...offered } = keys.offered;
  const kind = keyKindOf(signature);
  const tenant = caller.scope.owner ?? body.tenant ?? null;
  const destination = {
    ...newDestination({ id, environmentId: caller.environment.id, url, now }),
    ...destinationFields(body, id, context.sealer),
    tenant,
    url_from_portal: caller.session !== null,
    signature,
    public_key: kind === "key_pair" ? publicKey : null,
    retry_policy: { ...DEFAULT_RETRY_POLICY, ...body.retry_policy },
  };
  const limit = tenant === null ? limits.maxDestinations : limits.maxTenantDestinations;
  const subscriptions = subscriptionsFrom(context, call, id) ?? [];
  return {
    input: {
      destination,
      signingKey: offered[kind],
      subscriptions,
      limit,
      ...(caller.session !== null && { session: { id: caller.session.id, now: call.now } }),
    },
    secret: shownSecret(keys, signature),
  };
}

/** Throws `ApiError` `over_destination_limit`, `forbidden`. */
export async function create(
  { store }: Context,
  input: NewDestination,
  request: IdempotentRequest<Destination> | undefined,
): Promise<Idempotent<Destination> | "uid_taken"> {
  const created = await store.destinations.create(input, request);
  if (created === "session_ended") throw new ApiError("forbidden", "This portal session has ended.");
  if (created !== "over_destination_limit") return created;
  throw overLimit(created, input.limit, input.destination.tenant === null ? "environment" : "tenant");
}
