import { generateSecret } from "@harbor/signing";
import { generateKeyPair } from "@harbor/signing/ed25519";
import { keyKindOf } from "../../domain/change-destination.js";
import type { Destination, Millis, SignatureScheme, SigningKey } from "../../domain/domain.js";
import { isImportable } from "../../domain/imported-secret.js";
import { ApiError } from "../../errors.js";
import { placeOf } from "../../seal.js";
import type { OfferedKeys, RotationInput } from "../../store/store.js";
import { type ApiResponse, type Call, environmentNow } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { idempotent } from "../idempotent.js";
import { isId } from "../is-id.js";
import { presentDestination } from "./present.js";
import { formatTime } from "../time.js";

const DEFAULT_GRACE_DAYS = 7;
const DAY_MS = 86_400_000;

export const signingKeys: Pick<Handlers, "rotateSigningKey"> = { rotateSigningKey };

type KeyContext = Pick<Context, "newId" | "sealer">;

/** New keys of both kinds. The secret goes into one response at most and is logged nowhere. */
export interface NewKeys {
  secret: string;
  offered: OfferedKeys;
}

export function newKeys(
  context: KeyContext,
  destinationId: string,
  { createdAt, secret = generateSecret() }: { createdAt: Millis; secret?: string | undefined },
): NewKeys {
  const { privateKey, publicKey } = generateKeyPair();
  const seal = (key: string) => sealKey(context, { key, destinationId, createdAt });
  return { secret, offered: { secret: seal(secret), key_pair: seal(privateKey), publicKey } };
}

/** `key` is a secret or a private key. */
export function sealKey(
  { newId, sealer }: KeyContext,
  { key, destinationId, createdAt }: { key: string; destinationId: string; createdAt: Millis },
): SigningKey {
  const id = newId("skey");
  return {
    id,
    destination_id: destinationId,
    secret: sealer.seal(key, placeOf("signing_key", id)),
    created_at: createdAt,
    expires_at: null,
  };
}

/** `signing_secret` of a response that has the only copy of the secret; null when the destination signs with a key pair. */
export const shownSecret = ({ secret }: NewKeys, signature: SignatureScheme): string | null =>
  keyKindOf(signature) === "secret" ? secret : null;

const NO_SECRET = "is not for a destination with the signature standard_ed25519, which has no secret";

/** Throws `ApiError` `invalid_signing_secret`, which never contains the secret. */
export function checkSigningSecret(
  imported: string | undefined,
  signature: SignatureScheme = "harbor",
): void {
  if (imported === undefined) return;
  if (!isImportable(imported)) throw invalidSecret("must be whsec_ and the base64 of 24 to 64 bytes");
  if (keyKindOf(signature) === "key_pair") throw invalidSecret(NO_SECRET);
}

function invalidSecret(message: string): ApiError {
  const details = [{ path: "body/signing_secret", message }];
  return new ApiError("invalid_signing_secret", undefined, { details });
}

/** `at` is environment time. */
export function rotationInput(
  { offered }: NewKeys,
  { at, graceDays = DEFAULT_GRACE_DAYS }: { at: Millis; graceDays: number | undefined },
): RotationInput {
  return { keys: offered, oldKeysExpireAt: at + graceDays * DAY_MS, endNow: graceDays === 0 };
}

async function rotateSigningKey(context: Context, call: Call<"rotateSigningKey">): Promise<ApiResponse> {
  const { store } = context;
  const { id } = call.path;
  const rotatedAt = environmentNow(call);
  const { signing_secret: imported, grace_period_days: graceDays } = call.body;
  const keys = newKeys(context, id, { createdAt: rotatedAt, secret: imported });
  return await idempotent(context, call, {
    status: 200,
    json: (destination: Destination) =>
      JSON.stringify({
        ...presentDestination(destination, call.caller, rotatedAt),
        signing_secret: shownSecret(keys, destination.signature),
        rotated_at: formatTime(rotatedAt),
      }),
    about: () => ({ destination_id: id }),
    async perform(request) {
      checkSigningSecret(imported);
      if (!isId("dest", id)) return "destination_not_found";
      const rotation = rotationInput(keys, { at: rotatedAt, graceDays });
      const isImported = imported !== undefined;
      const input = { ...call.caller.scope, id, rotation: { ...rotation, isImported }, now: call.now };
      const rotated = await store.destinations.rotate(input, request);
      if (rotated === "invalid_signing_secret") throw invalidSecret(NO_SECRET);
      return rotated;
    },
  });
}
