import { modeOfPortalToken } from "@harbor/shared/credentials";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Config } from "../config.js";
import { credentialIn } from "./authenticate.js";
import { BASE_PATH } from "./operations.js";
import { pathOf } from "./errors.js";

const PREFLIGHT = {
  "access-control-allow-methods": "GET, POST, PATCH, DELETE",
  "access-control-allow-headers": "authorization, content-type, idempotency-key, last-event-id",
  "access-control-max-age": "600",
};
/** Those of a response that a page may read besides the usual ones. */
const EXPOSED = "harbor-request-id, idempotent-replayed, ratelimit, ratelimit-policy, retry-after";

/**
 * Lets pages of `HARBOR_PORTAL_ORIGINS` call the API with the token of a portal session. There are no cookies, so no credentials are allowed.
 * A request with an API key gets no permission: a key does not belong in a page.
 */
export function addCors(app: FastifyInstance, { portalOrigins }: Pick<Config, "portalOrigins">): void {
  if (portalOrigins.length === 0) return;
  app.addHook("onRequest", (request, reply, done) => {
    if (!pathOf(request.url).startsWith(`${BASE_PATH}/`)) {
      done();
      return;
    }
    void reply.header("vary", "Origin");
    const { origin } = request.headers;
    const isAllowed = origin !== undefined && portalOrigins.includes(origin);
    if (isAllowed && isPreflight(request)) {
      void reply
        .code(204)
        .headers({ ...PREFLIGHT, "access-control-allow-origin": origin })
        .send();
      return;
    }
    if (isAllowed && modeOfPortalToken(credentialIn(request.headers.authorization) ?? "") !== null) {
      void reply.headers({ "access-control-allow-origin": origin, "access-control-expose-headers": EXPOSED });
    }
    done();
  });
}

/** It has no token: the browser asks on its own. */
function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}
