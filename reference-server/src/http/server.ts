import type { Readable } from "node:stream";
import { METHODS } from "node:http";
import fastify, { type FastifyInstance } from "fastify";
import { ApiError } from "../errors.js";
import { addAccessLog } from "./access-log.js";
import { addApi } from "./add-api.js";
import type { Gate } from "./admission.js";
import type { HttpDeps } from "./api.js";
import type { Context } from "./context.js";
import { createAuthenticate } from "./authenticate.js";
import { addCors } from "./cors.js";
import { addDashboard } from "./dashboard.js";
import { addDocuments } from "./documents.js";
import { endOnClose } from "./end-on-close.js";
import {
  addErrorResponses,
  addUnknownPaths,
  onMalformedUrl,
  onProtocolError,
  sendErrorOnSocket,
} from "./errors.js";
import { createOpenConnections } from "./open-connections.js";
import { paceIntake } from "./pace-intake.js";
import { paceRequests } from "./pace-requests.js";
import { createRespondWithPage } from "./pages.js";
import { addProbes } from "./probes.js";
import { createRateLimits } from "./rate-limits.js";
import {
  createRecentChanges,
  type RecentChanges,
  type RecentChangesParts,
} from "./resources/recent-changes.js";
import { createSharedChanges } from "./resources/shared-changes.js";
import { createEventWalks } from "./resources/event-walk.js";
import { addJsonParser } from "./request-body.js";
import { addResponseRoom } from "./response-room.js";
import { RequestState } from "./request-state.js";
import { createStreamGuard } from "./stream-guard.js";
import { addTunnel } from "./tunnel/tunnel.js";
import { validateEvent } from "./validation.js";

/** The maximum time for a request to arrive. */
const REQUEST_TIMEOUT_MS = 120_000;
/** Node's limit on all of a request's headers, the path included. */
const MAX_HEADER_BYTES = 16_384;

/** Builds the API from openapi.yaml, and the probes. It does not listen yet. */
export function createHttpServer(deps: HttpDeps): FastifyInstance {
  const gate: Gate = {
    authenticate: createAuthenticate(deps),
    rateLimits: createRateLimits(deps.config.limits, deps, deps.store.peers?.buckets ?? null),
  };
  const app = createApp(deps, gate);
  const streams = new Set<Readable>();
  addRequestState(app);
  addCors(app, deps.config);
  addErrorResponses(app, deps);
  addAccessLog(app, deps);
  addJsonParser(app, deps.config.limits);
  addResponseRoom(app, deps);
  addProbes(app, deps);
  addDocuments(app);
  if (deps.config.dashboard) addDashboard(app, deps.config);
  addUnknownPaths(app, gate);
  const context = createContext(deps);
  addTunnel(app, context, gate);
  addApi(app, { context, ...gate, streams });
  endOnClose(app, streams);
  return app;
}

function createApp(deps: HttpDeps, gate: Gate): FastifyInstance {
  const { newId } = deps;
  const app = fastify({
    // Fastify's logger would make a child per request; access-log.ts writes to deps.log itself.
    logger: false,
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    genReqId: () => newId("req"),
    requestIdHeader: false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // While the server closes, requests on open connections are still served.
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_HEADER_BYTES, ignoreTrailingSlash: true },
    rewriteUrl: ({ url = "/" }) => originForm(url),
    http: { requireHostHeader: false, maxHeaderSize: MAX_HEADER_BYTES },
    clientErrorHandler: onProtocolError(newId),
    frameworkErrors: onMalformedUrl(gate),
  });
  addMissingMethods(app);
  paceIntake(app.server, deps, gate.authenticate);
  paceRequests(app.server);
  // Ignore unknown Expect headers.
  app.server.on("checkExpectation", (request, response) => app.server.emit("request", request, response));
  app.server.on("connect", (_request, socket) => {
    sendErrorOnSocket(socket, new ApiError("method_not_allowed"), newId("req"));
  });
  return app;
}

/** Routes declare no schemas (validation.ts checks requests). Without its own compilers Fastify would load Ajv at each start. */
function noSchemas(): never {
  throw new Error("a route declares a schema");
}

/** Fastify fails with a 500 on methods that Node parses and it does not know, such as `QUERY`. */
function addMissingMethods(app: FastifyInstance): void {
  for (const method of METHODS) {
    if (method !== "CONNECT" && !app.supportedMethods.includes(method)) app.addHttpMethod(method);
  }
}

/** A server must also accept a request target with scheme and host (RFC 9112 section 3.2.2), as clients of a proxy send it. */
function originForm(url: string): string {
  if (url.startsWith("/") || !/^https?:\/\//i.test(url)) return url;
  const path = url.indexOf("/", "https://".length);
  return path === -1 ? "/" : url.slice(path);
}

function createContext(deps: HttpDeps): Context {
  return {
    ...deps,
    respondWithPage: createRespondWithPage(deps),
    recentChanges: recentChangesOf(deps),
    openStreams: {
      keys: createOpenConnections({ what: "streams", perOwner: 20, perEnvironment: 50 }),
      sessions: createOpenConnections({ what: "streams", perOwner: 5, perEnvironment: 100 }),
    },
    streamGuard: createStreamGuard({ ...deps, environments: deps.pipeline.environments }),
    eventWalks: createEventWalks(),
    portalUrl: createPortalUrl(deps),
    validateEvent,
  };
}

function recentChangesOf(deps: HttpDeps): RecentChanges {
  const { store, newId, logFault } = deps;
  const ownerOf = createOwnerOf(deps);
  if (store.peers !== null)
    return createSharedChanges({ store, logs: store.peers.changes, ownerOf, logFault });
  return createRecentChanges({ store, newEpoch: () => newId("req").slice("req_".length), ownerOf });
}

/** Never from the Host of a request, which its sender chooses. */
function createPortalUrl({ config, ownUrl }: HttpDeps): Context["portalUrl"] {
  const { dashboard, embedded, publicUrl } = config;
  return (token) => {
    const base = publicUrl ?? (embedded ? ownUrl() : null);
    return dashboard && base !== null ? `${base}/portal/#token=${token}` : null;
  };
}

/** The tenant of a delivery's destination, which the environment's view no longer has once the destination is deleted. */
function createOwnerOf({ store, pipeline: { environments } }: HttpDeps): RecentChangesParts["ownerOf"] {
  return async ({ id, environment_id: environmentId, destination_id, tenant: owner }) => {
    const destination = (await environments.get(environmentId)).destination(destination_id);
    if (destination !== undefined) return destination.tenant;
    return (await store.deliveries.get({ environmentId, owner }, id)) === null ? null : owner;
  };
}

function addRequestState(app: FastifyInstance): void {
  app.decorateRequest("harbor");
  app.addHook("onRequest", (request, reply, done) => {
    request.harbor = new RequestState();
    void reply.header("harbor-request-id", request.id);
    // Node's own response would have no body.
    const hasHost = request.headers.host !== undefined || request.raw.httpVersion !== "1.1";
    done(hasHost ? undefined : new ApiError("invalid_request", "The request has no Host header."));
  });
}
