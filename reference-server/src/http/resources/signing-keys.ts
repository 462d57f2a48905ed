import { generateSecret } from "@harbor/signing";
import type { Destination, Millis, SigningKey } from "../../domain/domain.js";
import { placeOf } from "../../seal.js";
import { type ApiResponse, type Call, environmentNow } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { idempotent } from "../idempotent.js";
import { isId } from "../is-id.js";
import { presentDestination } from "./present.js";
import { formatTime } from "../time.js";

const DEFAULT_GRACE_DAYS = 7;
const DAY_MS = 86_400_000;

export const signingKeys: Pick<Handlers, "rotateSigningKey"> = { rotateSigningKey };

/** A new secret and its sealed key. The secret goes into one response and is logged nowhere. */
export function newSigningKey(
  context: Pick<Context, "newId" | "sealer">,
  destinationId: string,
  createdAt: Millis,
): { secret: string; signingKey: SigningKey } {
  const secret = generateSecret();
  return { secret, signingKey: sealSecret(context, { secret, destinationId, createdAt }) };
}

export function sealSecret(
  { newId, sealer }: Pick<Context, "newId" | "sealer">,
  { secret, destinationId, createdAt }: { secret: string; destinationId: string; createdAt: Millis },
): SigningKey {
  const id = newId("skey");
  return {
    id,
    destination_id: destinationId,
    secret: sealer.seal(secret, placeOf("signing_key", id)),
    created_at: createdAt,
    expires_at: null,
  };
}

async function rotateSigningKey(context: Context, call: Call<"rotateSigningKey">): Promise<ApiResponse> {
  const { store } = context;
  const { environment } = call.caller;
  const { id } = call.path;
  const graceDays = call.body.grace_period_days ?? DEFAULT_GRACE_DAYS;
  const rotatedAt = environmentNow(call);
  const { secret, signingKey } = newSigningKey(context, id, rotatedAt);
  return await idempotent(context, call, {
    status: 200,
    json: (destination: Destination) =>
      JSON.stringify({
        ...presentDestination(destination, environment.mode),
        signing_secret: secret,
        rotated_at: formatTime(rotatedAt),
      }),
    about: () => ({ destination_id: id }),
    async perform(request) {
      if (!isId("dest", id)) return "destination_not_found";
      const rotation = {
        environmentId: environment.id,
        id,
        key: signingKey,
        oldKeysExpireAt: rotatedAt + graceDays * DAY_MS,
        endNow: graceDays === 0,
        now: call.now,
      };
      return await store.destinations.rotate(rotation, request);
    },
  });
}
