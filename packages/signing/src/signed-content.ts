/** The headers that `v2` covers. */
export interface DeliveryIds {
  /** `Harbor-Event-Id`, the same on every attempt. */
  readonly eventId: string;
  /** `Harbor-Event-Type`. */
  readonly eventType: string;
  /** `Harbor-Delivery-Id`. */
  readonly deliveryId: string;
}

/** The bytes that `v1` covers before the body. https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#signature */
export const v1Head = (timestamp: number | string): string => `${timestamp}.`;

/**
 * The content that `v2` covers: https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#signature
 * `v1` is the digest that covers the body, so that the body is hashed once. The separator is a line feed, which no header value can
 * contain, so that one field cannot be read as two, nor a `v2` content as a `v1` content.
 */
export const v2Content = (timestamp: number, ids: DeliveryIds, v1: string): string =>
  `${timestamp}\n${ids.eventId}\n${ids.deliveryId}\n${ids.eventType}\n${v1}`;
