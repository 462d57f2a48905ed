import type { DeliveryHandler } from "../delivery-request.js";
import {
  fromLambda,
  timeLeft,
  toLambda,
  type LambdaContext,
  type LambdaHttpEvent,
  type LambdaResponse,
} from "./lambda-event.js";

export type { LambdaContext, LambdaHttpEvent, LambdaResponse } from "./lambda-event.js";

/**
 * For AWS Lambda behind API Gateway (REST or HTTP API), a Function URL, an Application Load Balancer or VPC Lattice.
 *
 * The handler's time is the receiver's `timeoutMs` or the rest of the invocation, the shorter of the two.
 *
 * @example
 * export const handler = lambdaAdapter(receiver);
 */
export function lambdaAdapter(
  receiver: DeliveryHandler,
): (event: LambdaHttpEvent, context?: LambdaContext) => Promise<LambdaResponse> {
  return async (event, context) => {
    const response = await receiver.handle({ ...fromLambda(event), timeoutMs: timeLeft(context) });
    return toLambda(event, response);
  };
}
