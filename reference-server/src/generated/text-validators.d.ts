// Generated from openapi.yaml by tools/generate.mjs. Do not edit.
import type { ErrorObject } from "ajv";

interface Validate {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

export const createDestination_querystring: Validate;
export const createDestination_headers: Validate;
export const listDestinations_querystring: Validate;
export const getDestination_querystring: Validate;
export const getDestination_params: Validate;
export const updateDestination_querystring: Validate;
export const updateDestination_params: Validate;
export const updateDestination_headers: Validate;
export const deleteDestination_querystring: Validate;
export const deleteDestination_params: Validate;
export const rotateSigningKey_querystring: Validate;
export const rotateSigningKey_params: Validate;
export const rotateSigningKey_headers: Validate;
export const testDestination_querystring: Validate;
export const testDestination_params: Validate;
export const testDestination_headers: Validate;
export const createSubscription_querystring: Validate;
export const createSubscription_headers: Validate;
export const listSubscriptions_querystring: Validate;
export const previewSubscription_querystring: Validate;
export const getSubscription_querystring: Validate;
export const getSubscription_params: Validate;
export const updateSubscription_querystring: Validate;
export const updateSubscription_params: Validate;
export const deleteSubscription_querystring: Validate;
export const deleteSubscription_params: Validate;
export const createEvent_querystring: Validate;
export const createEvent_headers: Validate;
export const listEvents_querystring: Validate;
export const createEventBatch_querystring: Validate;
export const createEventBatch_headers: Validate;
export const getEvent_querystring: Validate;
export const getEvent_params: Validate;
export const replayEvent_querystring: Validate;
export const replayEvent_params: Validate;
export const replayEvent_headers: Validate;
export const listDeliveries_querystring: Validate;
export const getDelivery_querystring: Validate;
export const getDelivery_params: Validate;
export const retryDelivery_querystring: Validate;
export const retryDelivery_params: Validate;
export const retryDelivery_headers: Validate;
export const listDeadDeliveries_querystring: Validate;
export const listDeadDeliveryGroups_querystring: Validate;
export const replayDeadDeliveries_querystring: Validate;
export const replayDeadDeliveries_headers: Validate;
export const deleteDeadDelivery_querystring: Validate;
export const deleteDeadDelivery_params: Validate;
export const replayDeadDelivery_querystring: Validate;
export const replayDeadDelivery_params: Validate;
export const replayDeadDelivery_headers: Validate;
export const getStats_querystring: Validate;
export const advanceTestClock_querystring: Validate;
export const advanceTestClock_headers: Validate;
export const streamDeliveries_querystring: Validate;
export const streamDeliveries_headers: Validate;
export const createApiKey_querystring: Validate;
export const createApiKey_headers: Validate;
export const listApiKeys_querystring: Validate;
export const revokeApiKey_querystring: Validate;
export const revokeApiKey_params: Validate;
export const createPortalSession_querystring: Validate;
export const createPortalSession_headers: Validate;
export const listPortalSessions_querystring: Validate;
export const revokePortalSessions_querystring: Validate;
export const revokePortalSession_querystring: Validate;
export const revokePortalSession_params: Validate;

/** The headers that each `…_headers` validator checks. */
export const headerNames: Record<string, string[]>;
