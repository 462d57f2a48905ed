import type { Readable } from "node:stream";
import fastify, { type FastifyInstance } from "fastify";
import { ApiError } from "../errors.js";
import { addAccessLog } from "./access-log.js";
import { addApi } from "./add-api.js";
import type { Gate } from "./admission.js";
import type { HttpDeps } from "./api.js";
import type { Context } from "./context.js";
import { createAuthenticate } from "./authenticate.js";
import { addErrorAnswers, addUnknownPaths, answerProtocolError, answerUnreadableUrl } from "./errors.js";
import { createRunOnce } from "./once.js";
import { createAnswerPage } from "./pages.js";
import { addProbes } from "./probes.js";
import { createRateLimits } from "./rate-limits.js";
import { createRecentChanges } from "./resources/recent-changes.js";
import { addJsonParser } from "./request-body.js";
import { RequestState } from "./request-state.js";
import { addTunnel } from "./tunnel/tunnel.js";
import { validateEvent } from "./validation.js";

/** A request that takes longer to arrive is given up. */
const REQUEST_TIMEOUT_MS = 120_000;
/** Node's limit on all of a request's headers, the path included. */
const MAX_HEADER_BYTES = 16_384;

/** The whole HTTP side: the API, built from openapi.yaml, and the probes. It does not listen yet. */
export async function createHttpServer(deps: HttpDeps): Promise<FastifyInstance> {
  const gate: Gate = {
    authenticate: createAuthenticate(deps),
    rateLimits: createRateLimits(deps.config.limits, deps.clock),
  };
  const app = createApp(deps, gate);
  const streams = new Set<Readable>();
  addRequestState(app);
  addErrorAnswers(app, deps);
  addAccessLog(app, deps);
  addJsonParser(app);
  addProbes(app, deps);
  await addUnknownPaths(app, gate);
  const context = createContext(deps);
  addTunnel(app, context, gate);
  addApi(app, { context, ...gate, streams });
  endOnClose(app, streams);
  return app;
}

function createApp({ newId }: HttpDeps, gate: Gate): FastifyInstance {
  const app = fastify({
    // Fastify's logger would make a child per request; access-log.ts writes to deps.log itself.
    logger: false,
    genReqId: () => newId("req"),
    requestIdHeader: false,
    exposeHeadRoutes: false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A request that arrives on an open connection while the server closes is answered like any other.
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_HEADER_BYTES },
    http: { requireHostHeader: false, maxHeaderSize: MAX_HEADER_BYTES },
    clientErrorHandler: answerProtocolError(newId),
    frameworkErrors: answerUnreadableUrl(gate),
  });
  // An expectation that nobody here knows is no reason to turn a request away.
  app.server.on("checkExpectation", (request, response) => app.server.emit("request", request, response));
  return app;
}

function createContext(deps: HttpDeps): Context {
  return {
    ...deps,
    runOnce: createRunOnce(deps),
    answerPage: createAnswerPage(deps),
    recentChanges: createRecentChanges(deps.pipeline.changes, deps.newId("req").slice("req_".length)),
    validateEvent,
  };
}

function addRequestState(app: FastifyInstance): void {
  app.decorateRequest("harbor");
  app.addHook("onRequest", (request, reply, done) => {
    request.harbor = new RequestState();
    void reply.header("harbor-request-id", request.id);
    // Node's own answer to this would have no body.
    const hasHost = request.headers.host !== undefined || request.raw.httpVersion !== "1.1";
    done(hasHost ? undefined : new ApiError("invalid_request", "The request has no Host header."));
  });
}

/** How often connections that have become idle are looked for while the server closes. */
const IDLE_CHECK_MS = 25;

/** Streams never end by themselves, and a connection that is kept alive would hold the close up for its whole time-out. */
function endOnClose(app: FastifyInstance, streams: ReadonlySet<Readable>): void {
  app.addHook("preClose", (done) => {
    for (const stream of streams) {
      if (stream.readableLength === 0) stream.push(null);
      else stream.destroy();
    }
    const check = setInterval(() => {
      app.server.closeIdleConnections();
    }, IDLE_CHECK_MS);
    app.server.once("close", () => {
      clearInterval(check);
    });
    done();
  });
}
