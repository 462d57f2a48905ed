import { alreadyParsed } from "../body.js";
import type { Answer, DeliveryHandler, DeliveryHeaders, DeliveryRequest } from "../delivery-request.js";

const FIX =
  "In AWS Lambda, event.body must be the text that arrived: switch the integration to Lambda proxy (AWS_PROXY), " +
  "and remove the middleware (such as middy's httpJsonBodyParser) that parses it.";

/**
 * What API Gateway (REST and HTTP), Function URLs and Application Load Balancers send: the fields that are used, so
 * that the types of `@types/aws-lambda` fit without being needed.
 */
export interface LambdaHttpEvent {
  /** REST and ALB. */
  readonly httpMethod?: string | undefined;
  readonly headers?: Readonly<Record<string, string | undefined>> | null | undefined;
  /** REST, and ALB with multi-value headers switched on, which then expects the answer in the same form. */
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null | undefined;
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean | undefined;
  /** `http.method` with the HTTP API and Function URLs, `elb` with ALB; each front has a type of its own. */
  readonly requestContext?: object | undefined;
}

interface RequestContext {
  readonly http?: { readonly method: string };
  readonly elb?: unknown;
}

/** What is used of the context of an invocation: the time that is left, in ms. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/** What API Gateway, a Function URL or an ALB makes its answer of. */
export interface LambdaAnswer {
  statusCode: number;
  headers?: Record<string, string>;
  multiValueHeaders?: Record<string, string[]>;
  body: string;
  isBase64Encoded: false;
}

/** Time to send the answer before Lambda ends the invocation. */
const SPARE_MS = 500;

/**
 * For AWS Lambda behind API Gateway (REST or HTTP API), a Function URL or an Application Load Balancer.
 *
 * The handler's time is the receiver's `timeoutMs` or what is left of the invocation, whichever ends first.
 *
 * @example
 * export const handler = lambdaAdapter(receiver);
 */
export function lambdaAdapter(
  receiver: DeliveryHandler,
): (event: LambdaHttpEvent, context?: LambdaContext) => Promise<LambdaAnswer> {
  return async (event, context) => {
    const answer = await receiver.handle({ ...fromLambda(event), timeoutMs: timeLeft(context) });
    return toLambda(event, answer);
  };
}

/** A Lambda event for the core. */
export function fromLambda(event: LambdaHttpEvent): DeliveryRequest {
  return {
    method: event.httpMethod ?? contextOf(event).http?.method ?? "",
    headers: headersOf(event),
    body: () => Promise.resolve(bodyOf(event)),
  };
}

/** The time that a handler may take, in ms, with some spared for the answer; undefined without a context. */
export function timeLeft(context: LambdaContext | undefined): number | undefined {
  return context === undefined ? undefined : Math.max(1, context.getRemainingTimeInMillis() - SPARE_MS);
}

function contextOf({ requestContext = {} }: LambdaHttpEvent): RequestContext {
  return requestContext;
}

/** With multi-value headers a repeated header stays visible as such; the single-value form keeps only its last line. */
function headersOf({ headers, multiValueHeaders }: LambdaHttpEvent): DeliveryHeaders {
  return multiValueHeaders ?? headers ?? {};
}

function bodyOf({ body, isBase64Encoded }: LambdaHttpEvent): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body !== "string") throw alreadyParsed(FIX);
  return Buffer.from(body, isBase64Encoded === true ? "base64" : "utf8");
}

function toLambda(event: LambdaHttpEvent, { status, headers, body }: Answer): LambdaAnswer {
  const answer = { statusCode: status, body, isBase64Encoded: false } as const;
  const wantsLists = contextOf(event).elb !== undefined && event.multiValueHeaders !== undefined;
  if (!wantsLists) return { ...answer, headers: { ...headers } };
  const lists = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return { ...answer, multiValueHeaders: lists };
}
