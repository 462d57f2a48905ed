import type { ErrorCode } from "@harbor/client";
import { http, type HttpHandler, HttpResponse } from "msw";
import { examples, routes } from "./generated/examples.js";
import type { BodyOf, OperationId, PathOf, ResponseOf } from "./msw/operation-types.js";

export type { BodyOf, ContentOf, OperationId, PathOf, ResponseOf } from "./msw/operation-types.js";

/** A request, as a resolver receives it. */
export interface HarborCall<Id extends OperationId> {
  path: PathOf<Id>;
  query: URLSearchParams;
  /** The parsed body. Nothing has validated it. */
  body: BodyOf<Id>;
  request: Request;
  /** The example response of the specification. */
  example: ResponseOf<Id>;
}

/** Responds to an operation: with the body of its success response, or with any other response, such as `harborError`. */
export type HarborResolver<Id extends OperationId> = (
  call: HarborCall<Id>,
) => ResponseOf<Id> | Response | Promise<ResponseOf<Id> | Response>;

/** Resolvers by operation id, as in [openapi.yaml](https://github.com/harbor-webhooks/harbor/blob/main/openapi.yaml). */
export type HarborResolvers = { [Id in OperationId]?: HarborResolver<Id> };

const JSON_TYPE = "application/json; charset=utf-8";
/** From the specification's examples. */
const REQUEST_ID = "req_01KJPX8RAZRFVVVX9QRHKJ8E9C";

/**
 * msw handlers for every operation of the API, on any host. Each responds with the specification's example, or with the result
 * of a resolver, which is typed by the specification.
 *
 * For unit tests without a socket: nothing is stored, validated or delivered. `startHarbor` starts the real server.
 *
 * @example
 * ```ts
 * const server = setupServer(
 *   ...harborHandlers({
 *     createEvent: ({ body, example }) => ({ ...example, type: body.type }),
 *     getDelivery: () => harborError(404, "delivery_not_found"),
 *   }),
 * );
 * server.listen({ onUnhandledRequest: "error" });
 * ```
 */
export function harborHandlers(resolvers: HarborResolvers = {}): HttpHandler[] {
  return (Object.keys(routes) as OperationId[]).map((id) => handlerOf(id, resolvers));
}

/** The example response of an operation. A fresh copy at each call. */
export function harborExample<Id extends OperationId>(id: Id): ResponseOf<Id> {
  return structuredClone(examples[id]);
}

/** The fields of an error besides its code. */
export interface HarborErrorOptions {
  message?: string;
  /** The invalid parts of the request, as JSON Pointers behind `body`, `query` or `headers`. */
  details?: { path: string; message: string }[];
  /** For `Retry-After`. */
  retryAfterSeconds?: number;
}

/** An [error response](https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md) of Harbor. */
export function harborError(status: number, code: ErrorCode, options: HarborErrorOptions = {}): Response {
  const { message = `Responded with ${code}.`, details, retryAfterSeconds } = options;
  const error = {
    code,
    message,
    doc_url: `https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#${code}`,
    request_id: REQUEST_ID,
    ...(details !== undefined && { details }),
  };
  const retryAfter = retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
  return new HttpResponse(JSON.stringify({ error }), {
    status,
    headers: { ...headersOf(JSON_TYPE), ...retryAfter },
  });
}

function handlerOf(id: OperationId, resolvers: HarborResolvers): HttpHandler {
  const { method, path, status } = routes[id];
  return http[method](`*/v1${path}`, async ({ request, params }) => {
    // The compiler has checked that the resolver is for this operation; here it is one of many.
    const resolver = resolvers[id] as HarborResolver<OperationId> | undefined;
    const example = harborExample(id);
    if (resolver === undefined) return toResponse(example, status);
    const call = {
      path: params as PathOf<OperationId>,
      query: new URL(request.url).searchParams,
      body: (await bodyOf(request)) as BodyOf<OperationId>,
      request,
      example,
    };
    return toResponse(await resolver(call), status);
  });
}

/** Text is a stream of events, `undefined` has no body, anything else is JSON. */
function toResponse(result: unknown, status: number): Response {
  if (result instanceof Response) return result;
  if (result === undefined) return new HttpResponse(null, { status, headers: headersOf() });
  if (typeof result !== "string") {
    return new HttpResponse(JSON.stringify(result), { status, headers: headersOf(JSON_TYPE) });
  }
  // An event ends with an empty line.
  const stream = result.replace(/\n*$/, "\n\n");
  return new HttpResponse(stream, { status, headers: headersOf("text/event-stream") });
}

async function bodyOf(request: Request): Promise<unknown> {
  const text = await request.clone().text();
  return text === "" ? undefined : JSON.parse(text);
}

function headersOf(contentType?: string): Record<string, string> {
  return {
    "harbor-request-id": REQUEST_ID,
    ...(contentType !== undefined && { "content-type": contentType }),
  };
}
