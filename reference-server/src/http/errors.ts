import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { errnoOf } from "@harbor/shared/connection-errors";
import { isOutOfDescriptors } from "../errno.js";
import { ApiError } from "../errors.js";
import { StoreUnavailableError } from "../store/store.js";
import { admitUnknownPath, type Gate } from "./admission.js";
import type { HttpDeps } from "./api.js";
import { errorHeaders, errorJson, toApiError, toProtocolError } from "./error-shape.js";
import { allowedMethods, BASE_PATH, SHADOWED_METHODS, withImpliedMethods } from "./operations.js";

/** Every error response has the same body, whether a handler, Fastify, the router or Node's HTTP parser raised it. */
export function addErrorResponses(app: FastifyInstance, { log }: Pick<HttpDeps, "log">): void {
  app.setErrorHandler((error, request, reply) => {
    const apiError = toApiError(error);
    const about = { err: error, request_id: request.id, operation: request.harbor.operation?.id };
    if (apiError.status === 500) log.error(about, "request failed");
    else if (isOutOfDescriptors(error))
      log.error(about, "the process is out of file descriptors; raise ulimit -n");
    else if (error instanceof StoreUnavailableError) log.warn(about, "store unavailable");
    return sendError(apiError, request, reply);
  });
}

function sendError(error: ApiError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply
    .code(error.status)
    .headers(errorHeaders(error))
    .header("content-type", "application/json; charset=utf-8")
    .send(errorJson(error, request.id));
}

/**
 * Paths and methods without a route. Below `/v1` they require a key, so that the API cannot be probed without one. A hook and not
 * the router's own handler, because that one would first refuse a body that it cannot parse.
 */
export function addUnknownPaths(app: FastifyInstance, gate: Gate): void {
  const refuse = async (request: FastifyRequest, reply: FastifyReply) => {
    const path = pathOf(request.url);
    const isInApi = isBelowBase(path);
    if (isInApi) await admitUnknownPath(request, reply, gate);
    const methods = isInApi
      ? allowedMethods(path)
      : app.hasRoute({ method: "GET", url: path })
        ? ["GET"]
        : [];
    refuseMethod(methods, request, reply);
  };
  app.addHook("onRequest", (request, reply, done) => {
    if (request.is404) refuse(request, reply).catch(done);
    else done();
  });
  for (const { method, path } of SHADOWED_METHODS) {
    app.route({ method, url: path, onRequest: refuse, handler: refuse, exposeHeadRoute: method === "GET" });
  }
}

function isBelowBase(path: string): boolean {
  return path === BASE_PATH || path.startsWith(`${BASE_PATH}/`);
}

/** 404 for an unknown path, 204 for `OPTIONS`, 405 for every other method that the path does not have. */
function refuseMethod(methods: string[], request: FastifyRequest, reply: FastifyReply): void {
  if (methods.length === 0) throw pathNotFound(request.url);
  void reply.header("allow", withImpliedMethods(methods).join(", "));
  if (request.method !== "OPTIONS") throw new ApiError("method_not_allowed");
  void reply.code(204).send();
}

const MAX_SHOWN_PATH = 200;

function pathNotFound(url: string): ApiError {
  const path = pathOf(url);
  const shown = path.length > MAX_SHOWN_PATH ? `${path.slice(0, MAX_SHOWN_PATH)}…` : path;
  return new ApiError("not_found", `The path ${shown} does not exist.`);
}

/** Malformed URL: no route matched and no hook ran. */
export function onMalformedUrl(gate: Gate) {
  return (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    void reply.header("harbor-request-id", request.id);
    const admitted = isBelowBase(pathOf(request.url))
      ? admitUnknownPath(request, reply, gate)
      : Promise.resolve();
    admitted.then(
      () => sendError(toApiError(error), request, reply),
      (refusal: unknown) => sendError(toApiError(refusal), request, reply),
    );
  };
}

/** The path without the query, a fragment (which no client should send) and a trailing slash, which makes no difference. */
export function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

/** Input that is not HTTP: there is a socket but no request. */
export function onProtocolError(newId: HttpDeps["newId"]) {
  return (error: Error, socket: Socket): void => {
    if (!socket.writable || errnoOf(error) === "ECONNRESET") {
      socket.destroy();
      return;
    }
    sendErrorOnSocket(socket, toProtocolError(error), newId("req"));
  };
}

/** Sends the error without Fastify, for a request that has not reached it. */
export function sendErrorOn(response: ServerResponse, error: ApiError, requestId: string): void {
  const body = errorJson(error, requestId);
  response.writeHead(error.status, {
    ...errorHeaders(error),
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    "harbor-request-id": requestId,
  });
  response.end(body);
}

/** Writes the error response to the socket itself, then closes it: for connections without a Fastify reply. */
export function sendErrorOnSocket(socket: Duplex, error: ApiError, requestId: string): void {
  const body = errorJson(error, requestId);
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ""}`,
    ...Object.entries(errorHeaders(error)).map(([name, value]) => `${name}: ${value}`),
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Harbor-Request-Id: ${requestId}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}
