import { hashCredential } from "../../api-key.js";
import type { Mode, PortalSession } from "../../domain/domain.js";
import { pageUrlFault } from "../../domain/web-url.js";
import { ApiError } from "../../errors.js";
import { generatePortalToken } from "../../portal-token.js";
import type { ApiResponse, Call } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { idempotent } from "../idempotent.js";
import { isId } from "../is-id.js";
import { invalid } from "../json/json-body.js";
import { presentPortalSession } from "./present.js";

export const portalSessions: Pick<
  Handlers,
  "createPortalSession" | "listPortalSessions" | "revokePortalSession" | "revokePortalSessions"
> = { createPortalSession, listPortalSessions, revokePortalSession, revokePortalSessions };

const DEFAULT_TTL_SECONDS = 3600;

async function createPortalSession(
  context: Context,
  call: Call<"createPortalSession">,
): Promise<ApiResponse> {
  const { store, newId, portalUrl } = context;
  const { environment, keyId } = call.caller;
  const { tenant, capabilities = ["read"], ttl_seconds = DEFAULT_TTL_SECONDS, return_url = null } = call.body;
  const token = generatePortalToken(environment.mode);
  return await idempotent(context, call, {
    status: 201,
    json: (created: PortalSession) =>
      JSON.stringify({ ...presentPortalSession(created), token, url: portalUrl(token) }),
    async perform(request) {
      checkReturnUrl(return_url, environment.mode);
      return await store.portalSessions.create(
        {
          id: newId("ps"),
          environment,
          key_id: keyId,
          tenant,
          capability: capabilities.includes("manage") ? "manage" : "read",
          return_url,
          hash: hashCredential(token),
          created_at: call.now,
          expires_at: call.now + ttl_seconds * 1000,
        },
        request,
      );
    },
  });
}

/** It is only shown as a link: the server does not request it. */
function checkReturnUrl(url: string | null, mode: Mode): void {
  const fault = url === null ? null : pageUrlFault(url, { allowHttp: mode === "test" });
  if (fault !== null) throw invalid("body/return_url", fault);
}

async function listPortalSessions(
  { store, respondWithPage }: Context,
  { caller, query, now }: Call<"listPortalSessions">,
): Promise<ApiResponse> {
  const { tenant } = query;
  const filter = { ...(tenant !== undefined && { tenant }), now };
  return await respondWithPage({
    name: "listPortalSessions",
    query,
    caller,
    fetch: (page) => store.portalSessions.list(caller.environment.id, filter, page),
    json: (session) => JSON.stringify(presentPortalSession(session)),
  });
}

async function revokePortalSession(
  { store }: Context,
  { caller, path: { id }, now }: Call<"revokePortalSession">,
): Promise<ApiResponse> {
  const environmentId = caller.environment.id;
  const found = isId("ps", id) && (await store.portalSessions.revoke({ environmentId, id, now }));
  if (!found) throw new ApiError("portal_session_not_found");
  return { status: 204, content: null };
}

async function revokePortalSessions(
  { store }: Context,
  { caller, query: { tenant }, now }: Call<"revokePortalSessions">,
): Promise<ApiResponse> {
  await store.portalSessions.revokeOfTenant({ environmentId: caller.environment.id, tenant, now });
  return { status: 204, content: null };
}
