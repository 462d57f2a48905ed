// Generated from openapi.yaml by npm run generate. Do not edit.
import type { ErrorObject } from "ajv";

interface Validate {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

export const createDestination: Validate;
export const putDestinationByUid: Validate;
export const deleteDestinationByUid: Validate;
export const updateDestination: Validate;
export const deleteDestination: Validate;
export const rotateSigningKey: Validate;
export const testDestination: Validate;
export const recoverDestination: Validate;
export const createSubscription: Validate;
export const previewSubscription: Validate;
export const updateSubscription: Validate;
export const deleteSubscription: Validate;
export const createEvent: Validate;
export const createEventBatch: Validate;
export const eraseEvent: Validate;
export const replayEvent: Validate;
export const retryDelivery: Validate;
export const replayDeadDeliveries: Validate;
export const deleteDeadDelivery: Validate;
export const replayDeadDelivery: Validate;
export const advanceTestClock: Validate;
export const createApiKey: Validate;
export const revokeApiKey: Validate;
export const createPortalSession: Validate;
export const revokePortalSessions: Validate;
export const revokePortalSession: Validate;
export const putEventType: Validate;
export const deleteEventType: Validate;
export const deleteTenant: Validate;
export const EventInput: Validate;
