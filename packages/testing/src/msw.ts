import type { ErrorCode } from "@harbor/client";
import { http, type HttpHandler, HttpResponse } from "msw";
import { examples, routes } from "./generated/examples.js";
import type { AnswerOf, BodyOf, OperationId, PathOf } from "./msw/answers.js";

export type { AnswerOf, BodyOf, OperationId, PathOf } from "./msw/answers.js";

/** A request, as an answer of your own sees it. */
export interface HarborCall<Id extends OperationId> {
  path: PathOf<Id>;
  query: URLSearchParams;
  /** The parsed body. Nothing has validated it. */
  body: BodyOf<Id>;
  request: Request;
  /** The answer that the specification gives as its example. */
  example: AnswerOf<Id>;
}

/** Answers an operation: with what it answers when all goes well, or with any other response, `harborError` for one. */
export type HarborAnswer<Id extends OperationId> = (
  call: HarborCall<Id>,
) => AnswerOf<Id> | Response | Promise<AnswerOf<Id> | Response>;

/** Answers of your own, by the operation ids of openapi.yaml. */
export type HarborAnswers = { [Id in OperationId]?: HarborAnswer<Id> };

const JSON_TYPE = "application/json; charset=utf-8";
/** The specification's example of one. */
const REQUEST_ID = "req_01KJPX8RAZRFVVVX9QRHKJ8E9C";

/**
 * msw handlers for every operation of the API, on any host. Each answers with the specification's example unless it is given
 * an answer of its own, whose types are the specification's.
 *
 * For unit tests that should not touch a socket: nothing is stored, validated or delivered. For those that need more,
 * `startHarbor` is the real server.
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
export function harborHandlers(answers: HarborAnswers = {}): HttpHandler[] {
  return (Object.keys(routes) as OperationId[]).map((id) => handlerOf(id, answers));
}

/** The examples of openapi.yaml, to build answers from. A fresh copy at each call. */
export function harborExample<Id extends OperationId>(id: Id): AnswerOf<Id> {
  return structuredClone(examples[id]);
}

/** What an error says beside its code. */
export interface HarborErrorOptions {
  message?: string;
  /** The places of the request that are at fault. */
  details?: { path: string; message: string }[];
  /** For `Retry-After`. */
  retryAfterSeconds?: number;
}

/** An error as Harbor answers it (docs/contract.md §3). */
export function harborError(status: number, code: ErrorCode, options: HarborErrorOptions = {}): Response {
  const { message = `Answered with ${code}.`, details, retryAfterSeconds } = options;
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

function handlerOf(id: OperationId, answers: HarborAnswers): HttpHandler {
  const { method, path, status } = routes[id];
  return http[method](`*/v1${path}`, async ({ request, params }) => {
    // The compiler has seen that the answer is of this operation; here it is one of many.
    const answer = answers[id] as HarborAnswer<OperationId> | undefined;
    const example = harborExample(id);
    if (answer === undefined) return toResponse(example, status);
    const call = {
      path: params as PathOf<OperationId>,
      query: new URL(request.url).searchParams,
      body: (await bodyOf(request)) as BodyOf<OperationId>,
      request,
      example,
    };
    return toResponse(await answer(call), status);
  });
}

/** What it is made of tells what it is: text is a stream of events, nothing has no body. */
function toResponse(answer: unknown, status: number): Response {
  if (answer instanceof Response) return answer;
  if (answer === undefined) return new HttpResponse(null, { status, headers: headersOf() });
  if (typeof answer !== "string") {
    return new HttpResponse(JSON.stringify(answer), { status, headers: headersOf(JSON_TYPE) });
  }
  // An event ends with an empty line.
  const stream = answer.replace(/\n*$/, "\n\n");
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
