import { alreadyParsed } from "../body.js";
import type { DeliveryHeaders, DeliveryRequest, DeliveryResponse } from "../delivery-request.js";

const FIX =
  "In AWS Lambda, event.body must be the text that arrived: use Lambda proxy integration (AWS_PROXY), " +
  "and remove the middleware (such as middy's httpJsonBodyParser) that parses it.";

/**
 * An event of API Gateway (REST or HTTP), a Function URL, an Application Load Balancer or VPC Lattice: the fields that are used,
 * so that the types of `@types/aws-lambda` fit and are not needed.
 */
export interface LambdaHttpEvent {
  /** REST and ALB. */
  readonly httpMethod?: string | undefined;
  /** VPC Lattice. */
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>> | null | undefined;
  /** REST, and ALB with multi-value headers, which then expects the response in the same form. */
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null | undefined;
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean | undefined;
  /** VPC Lattice with event version 1. */
  readonly is_base64_encoded?: boolean | undefined;
  /** `http.method` with the HTTP API and Function URLs, `elb` with ALB. */
  readonly requestContext?: object | undefined;
}

interface RequestContext {
  readonly http?: { readonly method: string };
  readonly elb?: unknown;
}

/** The part of an invocation's context that is used: the time that is left, in ms. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/** The response for API Gateway, a Function URL, an ALB or VPC Lattice. */
export interface LambdaResponse {
  statusCode: number;
  headers?: Record<string, string>;
  multiValueHeaders?: Record<string, string[]>;
  body: string;
  isBase64Encoded: false;
}

/** Time to send the response before Lambda ends the invocation. */
const SPARE_MS = 500;

/** A Lambda event for the core. */
export function fromLambda(event: LambdaHttpEvent): DeliveryRequest {
  return {
    method: event.httpMethod ?? contextOf(event).http?.method ?? event.method ?? "",
    headers: headersOf(event),
    body: () => Promise.resolve(bodyOf(event)),
  };
}

/** The time a handler may take, in ms, less some for the response; undefined without a context. */
export function timeLeft(context: LambdaContext | undefined): number | undefined {
  return context === undefined ? undefined : Math.max(1, context.getRemainingTimeInMillis() - SPARE_MS);
}

export function toLambda(
  event: LambdaHttpEvent,
  { status, headers, body }: DeliveryResponse,
): LambdaResponse {
  const response = { statusCode: status, body, isBase64Encoded: false } as const;
  const wantsLists = contextOf(event).elb !== undefined && event.multiValueHeaders !== undefined;
  if (!wantsLists) return { ...response, headers: { ...headers } };
  const lists = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return { ...response, multiValueHeaders: lists };
}

function contextOf({ requestContext = {} }: LambdaHttpEvent): RequestContext {
  return requestContext;
}

/** Multi-value headers show a repeated header; the single-value form has only its last line. */
function headersOf({ headers, multiValueHeaders }: LambdaHttpEvent): DeliveryHeaders {
  return multiValueHeaders ?? headers ?? {};
}

function bodyOf({ body, isBase64Encoded, is_base64_encoded }: LambdaHttpEvent): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body !== "string") throw alreadyParsed(FIX);
  return Buffer.from(body, isBase64Encoded === true || is_base64_encoded === true ? "base64" : "utf8");
}
