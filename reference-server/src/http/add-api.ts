import type { Readable } from "node:stream";
import openapiGlue from "fastify-openapi-glue";
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import { openapi } from "../generated/openapi.js";
import { createAdmission } from "./admission.js";
import type { Answer, Call, OperationId } from "./api.js";
import type { Context, Handler } from "./context.js";
import type { Authenticate } from "./authenticate.js";
import { pathOf } from "./errors.js";
import { handlers } from "./handlers.js";
import { BASE_PATH, describeOperation } from "./operations.js";
import type { RateLimits } from "./rate-limits.js";
import { invalidRequest, type RequestPart, type Validators } from "./validation.js";

export interface ApiParts {
  context: Context;
  authenticate: Authenticate;
  rateLimits: RateLimits;
  validators: Validators;
  /** Streams that are open, to be ended when the server closes. */
  streams: Set<Readable>;
}

/** Makes a route of every operation in openapi.yaml, with its schemas and its handler. */
export async function addApi(app: FastifyInstance, parts: ApiParts): Promise<void> {
  const { validators } = parts;
  app.setValidatorCompiler<object>(({ schema, httpPart }) =>
    validators.compile(schema, (httpPart ?? "body") as RequestPart),
  );
  app.setSchemaErrorFormatter((errors, part) =>
    invalidRequest(errors as Parameters<typeof invalidRequest>[0], DETAIL_BASE[part] ?? part),
  );
  app.setSerializerCompiler(() => JSON.stringify);
  app.addHook("onRoute", completeSchemas);
  await app.register(openapiGlue, {
    specification: openapi,
    prefix: BASE_PATH,
    operationResolver: (id) => routeOf(id as OperationId, parts),
  });
}

/** What Fastify calls the parts of a request, and what `details` calls them. */
const DETAIL_BASE: Record<string, string> = { querystring: "query", params: "path" };

const NO_BODY = {
  content: { "application/json": { schema: { type: "object", additionalProperties: false } } },
};

/** The specification lists what there is; anything else in a query or a body is a mistake worth telling. */
function completeSchemas(route: RouteOptions): void {
  if (!route.url.startsWith(`${BASE_PATH}/`) || route.schema === undefined) return;
  const query = route.schema.querystring ?? { type: "object" };
  route.schema.querystring = { ...query, additionalProperties: false };
  if (route.method !== "GET") route.schema.body ??= NO_BODY;
  // Answers are checked in the tests; at run time a schema could only hide or break them.
  delete route.schema.response;
}

function routeOf(id: OperationId, parts: ApiParts): RouteOptions {
  const operation = describeOperation(id, parts.context.config.limits);
  const handle = handlers[id] as Handler<OperationId>;
  const route = {
    ...createAdmission(operation, parts),
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const answer = await handle(parts.context, toCall(request, parts.context));
      request.harbor.about = answer.about;
      return send(answer, reply, parts.streams);
    },
  };
  // The rest of a route's options comes from the specification.
  return route as unknown as RouteOptions;
}

function toCall(request: FastifyRequest, { clock }: Context): Call<OperationId> {
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
    target: `${request.method} ${pathOf(request.url)}`,
    requestId: request.id,
    now: clock.now(),
  };
}

function textOf(header: string | string[] | undefined): string | null {
  return typeof header === "string" ? header : null;
}

function send(
  { status, content, replayed }: Answer,
  reply: FastifyReply,
  streams: Set<Readable>,
): FastifyReply {
  void reply.code(status);
  if (replayed === true) void reply.header("idempotent-replayed", "true");
  if (content === null) return reply.send();
  if (typeof content === "string") {
    return reply.header("content-type", "application/json; charset=utf-8").send(content);
  }
  streams.add(content);
  content.once("close", () => streams.delete(content));
  return reply
    .headers({ "content-type": "text/event-stream", "cache-control": "no-cache", connection: "close" })
    .send(content);
}
