import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { Config } from "../config.js";
import { ApiError } from "../errors.js";
import { StoreUnavailableError } from "../store/store.js";
import type { HttpDeps } from "./api.js";

/** `/healthz`, `/readyz` and `/metrics`: for operators. They are not part of the API and take no API key. */
export function addProbes(app: FastifyInstance, { config, store, metrics, log, pipeline }: HttpDeps): void {
  app.get("/healthz", (_request, reply) => reply.send({ status: "ok" }));

  app.get("/readyz", async (_request, reply) => {
    try {
      await store.ping();
      return await reply.send({ status: "ready" });
    } catch (error) {
      log.error({ err: error }, "store not ready");
      const reason = error instanceof StoreUnavailableError ? error.message : "The store does not respond.";
      return await reply.code(503).send({ status: "not ready", reason });
    }
  });

  const allowed = metricsAccess(config);
  app.get("/metrics", async (request, reply) => {
    if (allowed === null) throw new ApiError("not_found");
    if (!allowed(request.headers.authorization ?? "")) throw new ApiError("unauthorized");
    return await reply
      .header("content-type", metrics.contentType)
      .send(await metrics.text(pipeline.waiting()));
  });
}

/** Whether this `Authorization` allows to read the metrics; null if they are not served. */
function metricsAccess({ metricsToken, embedded }: Config): ((authorization: string) => boolean) | null {
  if (metricsToken === null) return embedded ? () => true : null;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const expected = digest(`Bearer ${metricsToken}`);
  return (authorization) => timingSafeEqual(digest(authorization), expected);
}
