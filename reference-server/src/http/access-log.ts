import type { FastifyInstance } from "fastify";
import type { HttpDeps } from "./api.js";

/** Logs one line per response: ids, never a key, a header or a body. Accepted events are logged at `debug`, because there are many. */
export function addAccessLog(
  app: FastifyInstance,
  { log, metrics }: Pick<HttpDeps, "log" | "metrics">,
): void {
  app.addHook("onResponse", (request, reply, done) => {
    const { operation, caller, about } = request.harbor;
    const status = reply.statusCode;
    metrics.responded({ operation: operation?.id ?? "none", status, seconds: reply.elapsedTime / 1000 });
    const sendsEvents = operation?.cost === "event" || operation?.cost === "events";
    const level = operation === null || (sendsEvents && status < 400) ? "debug" : "info";
    if (log.isLevelEnabled(level)) {
      log[level](
        {
          request_id: request.id,
          method: request.method,
          operation: operation?.id,
          status,
          latency_ms: Math.round(reply.elapsedTime * 1000) / 1000,
          project_id: caller?.environment.project_id,
          environment: caller?.environment.mode,
          key_id: caller?.keyId,
          ...about,
        },
        "request",
      );
    }
    done();
  });
}
