import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ApiError } from "../errors.js";
import { admitUnknownPath, type Gate } from "./admission.js";
import type { HttpDeps } from "./api.js";
import { errorHeaders, errorJson, toApiError, toProtocolError } from "./error-shape.js";
import { allowedMethods, BASE_PATH } from "./operations.js";

/** Every error has the API's shape, whoever raised it: a handler, Fastify, the router, or Node's HTTP parser. */
export function addErrorAnswers(app: FastifyInstance, { log }: Pick<HttpDeps, "log">): void {
  app.setErrorHandler((error, request, reply) => {
    const apiError = toApiError(error);
    if (apiError.status === 500) {
      log.error(
        { err: error, request_id: request.id, operation: request.harbor.operation?.id },
        "a request failed",
      );
    }
    return sendError(apiError, request, reply);
  });
  app.setNotFoundHandler((request, reply) => sendError(new ApiError("not_found"), request, reply));
}

function sendError(error: ApiError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply
    .code(error.status)
    .headers(errorHeaders(error))
    .header("content-type", "application/json; charset=utf-8")
    .send(errorJson(error, request.id));
}

/** Below `/v1` a key is asked for before anything is said about a path, its methods included. */
export async function addUnknownPaths(app: FastifyInstance, gate: Gate): Promise<void> {
  await app.register(
    (environment, _options, done) => {
      environment.addHook("onRequest", async (request, reply) => {
        await admitUnknownPath(request, reply, gate);
        const allowed = allowedMethods(pathOf(request.url));
        if (allowed.length === 0) throw new ApiError("not_found");
        void reply.header("allow", allowed.join(", "));
        throw new ApiError("method_not_allowed");
      });
      environment.setNotFoundHandler(() => {
        throw new ApiError("not_found");
      });
      done();
    },
    { prefix: BASE_PATH },
  );
}

/** For URLs that the router cannot read: no hook has run, and it is no path that there is. */
export function answerUnreadableUrl(gate: Gate) {
  return (error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    void reply.header("harbor-request-id", request.id);
    const known = pathOf(request.url).startsWith(BASE_PATH)
      ? admitUnknownPath(request, reply, gate)
      : Promise.resolve();
    known.then(
      () => sendError(toApiError(error), request, reply),
      (refusal: unknown) => sendError(toApiError(refusal), request, reply),
    );
  };
}

export function pathOf(url: string): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}

/** For what is not HTTP: there is no request, only a socket. */
export function answerProtocolError(newId: HttpDeps["newId"]) {
  return (error: Error, socket: Socket): void => {
    if (!socket.writable || ("code" in error && error.code === "ECONNRESET")) {
      socket.destroy();
      return;
    }
    answerOnSocket(socket, toProtocolError(error), newId("req"));
  };
}

/** An error where there is no reply to send it with. The connection ends with it. */
export function answerOnSocket(socket: Duplex, error: ApiError, requestId: string): void {
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
