/** The headers that `v2` covers. */
export interface DeliveryIds {
  /** `Harbor-Event-Id`, the same on every attempt. */
  readonly eventId: string;
  /** `Harbor-Event-Type`. */
  readonly eventType: string;
  /** `Harbor-Delivery-Id`. */
  readonly deliveryId: string;
}

/** What `v1` covers in front of the body, docs/contract.md §4. */
export const v1Head = (timestamp: number | string): string => `${timestamp}.`;

/**
 * What `v2` covers, docs/contract.md §4. `v1` stands for the body, which is therefore hashed once. Line feeds, which
 * no header value can hold, keep one field from reading as two and a `v2` content from reading as a `v1` content.
 */
export const v2Content = (timestamp: number, ids: DeliveryIds, v1: string): string =>
  `${timestamp}\n${ids.eventId}\n${ids.deliveryId}\n${ids.eventType}\n${v1}`;
