import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { HttpDeps } from "./api.js";

/** The status of a request whose client was gone before a response began, as many proxies log it. Never sent. */
const CLIENT_GONE = 499;

/**
 * Logs and counts each request once its response has ended or its client has gone: ids, never a key, a header or a body. Accepted
 * events are logged at `debug`, because there are many.
 */
export function addAccessLog(
  app: FastifyInstance,
  { log, metrics }: Pick<HttpDeps, "log" | "metrics">,
): void {
  const ended = (request: FastifyRequest, reply: FastifyReply) => {
    const { operation, caller, about, logged } = request.harbor;
    if (logged) return;
    request.harbor.logged = true;
    const aborted = !reply.raw.writableFinished;
    const status = aborted && !reply.raw.headersSent ? CLIENT_GONE : reply.statusCode;
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
          portal_session_id: caller?.session?.id,
          ...(aborted && { aborted }),
          ...about,
        },
        "request",
      );
    }
  };
  app.addHook("onResponse", (request, reply, done) => {
    ended(request, reply);
    done();
  });
  // Fastify's own hook does not run for a client that goes before its response has ended.
  app.addHook("onRequest", (request, reply, done) => {
    reply.raw.once("close", () => {
      ended(request, reply);
    });
    done();
  });
}
