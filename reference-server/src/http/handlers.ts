import type { Handlers } from "./context.js";
import { apiKeys } from "./resources/api-keys.js";
import { caller } from "./resources/caller.js";
import { deadLetters } from "./resources/dead-letters.js";
import { deliveries } from "./resources/deliveries.js";
import { destinations } from "./resources/destinations.js";
import { destinationsByUid } from "./resources/destinations-by-uid.js";
import { eventBatch } from "./resources/event-batch.js";
import { eventTypes } from "./resources/event-types.js";
import { events } from "./resources/events.js";
import { portalSessions } from "./resources/portal-sessions.js";
import { recovery } from "./resources/recovery.js";
import { signingKeys } from "./resources/signing-keys.js";
import { stats } from "./resources/stats.js";
import { stream } from "./resources/stream.js";
import { subscriptions } from "./resources/subscriptions.js";
import { subscriptionPreview } from "./resources/subscription-preview.js";
import { tenants } from "./resources/tenants.js";
import { testClock } from "./resources/test-clock.js";
import { testEvents } from "./resources/test-events.js";

/** The handler of each operation, by its id; the type requires all of them. */
export const handlers: Handlers = {
  ...destinations,
  ...destinationsByUid,
  ...signingKeys,
  ...testEvents,
  ...recovery,
  ...subscriptions,
  ...subscriptionPreview,
  ...events,
  ...eventBatch,
  ...eventTypes,
  ...deliveries,
  ...deadLetters,
  ...stats,
  ...testClock,
  ...stream,
  ...apiKeys,
  ...caller,
  ...portalSessions,
  ...tenants,
};
