import type { FastifyInstance } from "fastify";
import type { HttpDeps } from "./api.js";

/** `/healthz`, `/readyz` and `/metrics`: for whoever runs the server, without a key and no part of the API. */
export function addProbes(app: FastifyInstance, { store, metrics, log }: HttpDeps): void {
  app.get("/healthz", (_request, reply) => reply.send({ status: "ok" }));

  app.get("/readyz", async (_request, reply) => {
    try {
      await store.ping();
      return await reply.send({ status: "ready" });
    } catch (error) {
      log.error({ err: error }, "the store does not answer");
      return await reply.code(503).send({ status: "not ready", reason: "the store does not answer" });
    }
  });

  app.get("/metrics", async (_request, reply) =>
    reply.header("content-type", metrics.contentType).send(await metrics.text()),
  );
}
