import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { createAdmission } from "./admission.js";
import type { ApiResponse, Call, OperationId } from "./api.js";
import type { Context, Handler } from "./context.js";
import type { Authenticate } from "./authenticate.js";
import { pathOf } from "./errors.js";
import { handlers } from "./handlers.js";
import { describeOperation, OPERATIONS, routerPath } from "./operations.js";
import { refuseFields } from "./portal-rights.js";
import type { RateLimits } from "./rate-limits.js";
import { createRequestValidation } from "./validation.js";

export interface ApiParts {
  context: Context;
  authenticate: Authenticate;
  rateLimits: RateLimits;
  /** Open streams; the server ends them when it closes. */
  streams: Set<Readable>;
}

/** Adds a route for every operation in openapi.yaml, with its validators and its handler. */
export function addApi(app: FastifyInstance, parts: ApiParts): void {
  for (const { id, method, path } of OPERATIONS) {
    app.route({ method, url: routerPath(path), ...routeOf(id, parts) });
  }
}

function routeOf(id: OperationId, parts: ApiParts) {
  const operation = describeOperation(id, parts.context.config.limits);
  const handle = handlers[id] as Handler<OperationId>;
  const { onRequest, preValidation } = createAdmission(operation, parts);
  return {
    onRequest,
    preValidation: [preValidation, createRequestValidation(id)],
    preHandler({ harbor, body }: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void) {
      if (harbor.caller !== null) refuseFields(harbor.caller, id, body as object);
      done();
    },
    handler(request: FastifyRequest, reply: FastifyReply) {
      handle(parts.context, toCall(request, parts)).then(
        (response) => {
          request.harbor.about = response.about;
          send(response, { request, reply, streams: parts.streams });
        },
        (error: unknown) => void reply.send(error),
      );
    },
  };
}

function toCall(request: FastifyRequest, { context, authenticate }: ApiParts): Call<OperationId> {
  const { harbor, headers } = request;
  if (harbor.caller === null) throw new Error("a request reached its handler without a caller");
  return {
    caller: harbor.caller,
    path: request.params as Call<OperationId>["path"],
    query: request.query as Call<OperationId>["query"],
    body: request.body as Call<OperationId>["body"],
    json: harbor.json,
    idempotencyKey: textOf(headers["idempotency-key"]),
    lastEventId: textOf(headers["last-event-id"]),
    traceparent: textOf(headers["traceparent"]),
    tracestate: textOf(headers["tracestate"]),
    target: `${request.method} ${decodeURIComponent(pathOf(request.url))}`,
    requestId: request.id,
    now: context.clock.now(),
    authenticateAgain: async () => {
      await authenticate.fresh(headers.authorization);
    },
  };
}

function textOf(header: string | string[] | undefined): string | null {
  return typeof header === "string" ? header : null;
}

const STREAM_HEADERS = {
  "content-type": "text/event-stream",
  // No proxy may hold the stream back: nginx buffers responses by default, others compress them.
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
  connection: "close",
};

function send(
  { status, content, replayed }: ApiResponse,
  { request, reply, streams }: { request: FastifyRequest; reply: FastifyReply; streams: Set<Readable> },
): void {
  void reply.code(status);
  if (replayed === true) void reply.header("idempotent-replayed", "true");
  if (content === null) void reply.send();
  else if (typeof content === "string")
    void reply.header("content-type", "application/json; charset=utf-8").send(content);
  else sendStream(content, { request, reply, streams });
}

function sendStream(
  content: Readable,
  { request, reply, streams }: { request: FastifyRequest; reply: FastifyReply; streams: Set<Readable> },
): void {
  void reply.headers(STREAM_HEADERS);
  if (request.method === "HEAD") {
    content.destroy();
    void reply.send();
    return;
  }
  streams.add(content);
  content.once("close", () => streams.delete(content));
  void reply.send(content);
}
