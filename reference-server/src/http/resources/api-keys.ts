import { generateApiKey, hashCredential, hintOf } from "../../api-key.js";
import type { ApiKey } from "../../domain/domain.js";
import { ApiError } from "../../errors.js";
import type { ApiResponse, Call } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { idempotent } from "../idempotent.js";
import { isId } from "../is-id.js";
import { invalid } from "../json/json-body.js";
import { isStorable, UNSTORABLE_TEXT } from "../text.js";
import { presentApiKey } from "./present.js";

export const apiKeys: Pick<Handlers, "createApiKey" | "listApiKeys" | "revokeApiKey"> = {
  createApiKey,
  listApiKeys,
  revokeApiKey,
};

async function createApiKey(context: Context, call: Call<"createApiKey">): Promise<ApiResponse> {
  const { store, newId } = context;
  const { environment } = call.caller;
  const { role = "admin", name = null } = call.body;
  const key = generateApiKey(environment.mode);
  return await idempotent(context, call, {
    status: 201,
    json: (created: ApiKey) => JSON.stringify({ ...presentApiKey(created), key }),
    async perform(request) {
      if (!isStorable(name ?? "")) throw invalid("body/name", UNSTORABLE_TEXT);
      return await store.apiKeys.create(
        {
          id: newId("key"),
          environment,
          role,
          hash: hashCredential(key),
          hint: hintOf(key),
          name,
          created_at: call.now,
        },
        request,
      );
    },
  });
}

async function listApiKeys(
  { store, respondWithPage }: Context,
  { caller, query }: Call<"listApiKeys">,
): Promise<ApiResponse> {
  return await respondWithPage({
    name: "listApiKeys",
    query,
    caller,
    fetch: (page) => store.apiKeys.list(caller.environment.id, page),
    json: (key) => JSON.stringify(presentApiKey(key)),
  });
}

async function revokeApiKey(
  { store }: Context,
  { caller, path: { id }, now }: Call<"revokeApiKey">,
): Promise<ApiResponse> {
  const environmentId = caller.environment.id;
  const revoked = isId("key", id) ? await store.apiKeys.revoke({ environmentId, id, now }) : null;
  if (revoked === null) throw new ApiError("api_key_not_found");
  if (revoked === "last_admin_key") throw new ApiError("last_admin_key");
  return { status: 204, content: null };
}
